"""Haystack: the in-memory document store with its BM25 retriever, each unit of an article a document."""

from eval.peers.protocol import MOST, Asked, Quoted, arguments, own_stdout, read_texts, serve


def main() -> None:
    """Answer with the units that BM25 puts first; it refuses only if no word of the question occurs."""
    options = arguments().parse_args()
    out = own_stdout()
    from haystack import Document  # type: ignore[import-not-found]
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever  # type: ignore[import-not-found]
    from haystack.document_stores.in_memory import InMemoryDocumentStore  # type: ignore[import-not-found]

    store = InMemoryDocumentStore()
    store.write_documents(
        [
            # The place keeps equal sentences of an article apart: a document's id is made from content and meta.
            Document(content=unit, meta={"article": text.id, "place": place})
            for text in read_texts(options.articles)
            for place, unit in enumerate(text.units(options.unit))
        ]
    )
    retriever = InMemoryBM25Retriever(store, top_k=MOST)

    def ask(asked: Asked) -> list[Quoted]:
        documents = retriever.run(query=asked.question)["documents"]
        return [Quoted(found.meta["article"], found.content, found.score) for found in documents]

    serve(ask, out=out)


if __name__ == "__main__":
    main()
