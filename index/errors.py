"""What a person can mend: a problem in half a sentence, and its remedy in the other half."""


class QuotedeskError(Exception):
    """Something a person can put right; the commands print it as one line and exit 2."""

    def __init__(self, problem: str, *, fix: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix

    def __str__(self) -> str:
        """``problem; fix``, on one line."""
        line = f"{self.problem}; {self.fix}" if self.fix else self.problem
        return " ".join(line.split())


class IndexMissing(QuotedeskError):
    """There is no index where one was expected."""


class IndexMismatch(QuotedeskError):
    """The index was built in a way that this program, or these options, cannot continue."""


class ArticleChanged(QuotedeskError):
    """A stored article no longer has the words that were indexed, so it cannot be quoted."""
