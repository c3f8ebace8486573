"""How figures are written wherever people read them."""

from eval.retrieval import NAMES, RETRIEVAL

#: What the table by stage has room for.
STAGE_COLUMNS = ("recall@1", "recall@5", "recall@10", "success@1", "MRR", "nDCG@10")
#: The measures of single stages, which have a table of their own.
APART = frozenset(NAMES) - frozenset(RETRIEVAL)
#: What a table by tag has room for, and the headings there; the JSON has every measure for every tag.
BY_TAG = {
    "recall@5": "recall@5",
    "MRR": "MRR",
    "first quote right": "first",
    "any quote right": "any",
    "answerable refused": "refused",
    "unanswerable answered": "answered",
}


def shown_figure(name: str, value: float | None) -> str:
    """Three decimals, but never "1.000" for what is less than 1."""
    if value is None:
        return "–"
    if " ms " in name or name == "characters quoted":
        return f"{value:.1f}"
    return "<1.000" if 0.9995 <= value < 1 else f"{value:.3f}"
