"""Quotedesk itself: the assistant that is served, over an index of the files."""

from pathlib import Path

from eval.peers.protocol import Asked, Quoted, arguments, own_stdout, serve


def main() -> None:
    """Answer from the index given; the file of articles is made from it, and is not needed."""
    parser = arguments()
    parser.add_argument("--index", type=Path, required=True)
    options = parser.parse_args()
    out = own_stdout()
    from rag.opening import open_assistant

    assistant = open_assistant(options.index)

    def ask(asked: Asked) -> list[Quoted]:
        answer = assistant.ask(asked.question, history=asked.history)
        return [Quoted(quote.passage.article.id, quote.passage.text, quote.score) for quote in answer.quotes]

    serve(ask, out=out)


if __name__ == "__main__":
    main()
