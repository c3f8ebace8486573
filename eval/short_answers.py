"""Short answers as SQuAD compares them: Rajpurkar and others (2016, 2018), the official script's normalisation."""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> list[str]:
    """The words in lower case, without ASCII punctuation, and without "a", "an" and "the"."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def exact_match(said: str, golds: Sequence[str]) -> float:
    """Whether ``said`` is any of the gold answers, once both are normalised."""
    return float(any(normalised(said) == normalised(gold) for gold in golds))


def token_f1(said: str, golds: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of the words, with the gold answer for which it is highest."""
    return max((_f1(normalised(said), normalised(gold)) for gold in golds), default=0.0)


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    """Where either has no words, 1 if both have none, as in SQuAD 2.0."""
    if not said or not gold:
        return float(said == gold)
    common = sum((Counter(said) & Counter(gold)).values())
    return 2 * common / (len(said) + len(gold))
