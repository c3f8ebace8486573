"""cairn-assistant: a folder of Markdown, a paragraph a passage, and its conversation with follow-up questions."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from eval.peers.protocol import Asked, Quoted, Text, arguments, own_stdout, read_texts, serve

DOCUMENT = "---\nid: {name}\ntitle: {title}\nlang: en\n---\n{body}\n"


def write_corpus(folder: Path, texts: Iterable[Text]) -> dict[str, str]:
    """Each article as a document, under a name that cairn can cite; which name is which article's."""
    names = {}
    for number, text in enumerate(texts):
        name = f"a{number}"
        names[name] = text.id
        body = "\n\n".join(text.units("paragraphs"))
        content = DOCUMENT.format(name=name, title=" ".join(text.title.split()), body=body)
        (folder / f"{name}.md").write_text(content, encoding="utf-8")
    return names


def main() -> None:
    """Answer with the passages that clear its threshold: its default, unless ``--threshold`` says otherwise."""
    parser = arguments()
    parser.add_argument("--threshold", type=float)
    options = parser.parse_args()
    out = own_stdout()
    from cairn.config import Config  # type: ignore[import-not-found]
    from cairn.index import build_index  # type: ignore[import-not-found]
    from cairn.session import Session  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder:
        articles = write_corpus(Path(folder), read_texts(options.articles))
        index = build_index(folder)
    config = Config() if options.threshold is None else Config(threshold=options.threshold)

    def ask(asked: Asked) -> list[Quoted]:
        session = Session()
        for earlier in asked.history:
            session.ask(earlier, index, config)
        answer = session.ask(asked.question, index, config).answer
        scores = {found.passage.passage_id: found.score for found in answer.trace.candidates}
        return [
            Quoted(articles[source.source_id.partition("#")[0]], source.text, scores[source.source_id])
            for source in answer.sources
        ]

    serve(ask, out=out)


if __name__ == "__main__":
    main()
