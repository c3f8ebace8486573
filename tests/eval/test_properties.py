"""What must hold of the measures whatever the results are, and that the worked examples notice a wrong measure."""

import dataclasses
import random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import abstaining, metrics, short_answers
from eval.intervals import intervals
from eval.metrics import LOWER_IS_BETTER, PER_QUESTION
from eval.questions import Question
from eval.results import Judged, Result
from eval.run import Evaluation
from eval.short_answers import normalised

QUESTION = Question("q", "?", articles=("a",), quotes=("x",), answers=("x",), speakers=("Ann",))
NEVER = Question("q", "?", answerable=False, tags=("near-miss",))
RIGHT = Judged("a", 0, 4, 1.0, right=True, overlap=1.0, exact=1.0, f1=1.0, speaker_right=True)
WRONG = Judged("b", 0, 2, 1.0, right=False, overlap=0.0, exact=0.0, f1=0.0, speaker_right=False)
#: Where neither more nor less is better, or where it depends on which questions are answered.
NO_DIRECTION = {"characters quoted", "coverage", "selective risk", "calibration error", "Brier"}

quotes = st.lists(st.sampled_from([RIGHT, WRONG]), max_size=3).map(tuple)
results = st.lists(
    st.builds(
        Result,
        st.sampled_from([QUESTION, NEVER]),
        st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]),
        ranking=st.permutations(["a", "b", "c"]).map(tuple),
        quotes=quotes,
        verbatim=st.lists(st.booleans(), max_size=2).map(tuple),
        cited=st.lists(st.booleans(), max_size=2).map(tuple),
        error=st.sampled_from([None, None, None, "boom"]),
        looked_behind=st.just(value=True),
    ),
    min_size=1,
    max_size=12,
).map(lambda found: [named(one, n) for n, one in enumerate(found)])


def named(result, number):
    found = dataclasses.replace(result, question=dataclasses.replace(result.question, id=f"q{number}"))
    return Result(found.question, error="boom") if found.failed else found


def mended(result):
    """As it should have been."""
    if result.question.answerable:
        return dataclasses.replace(result, error=None, quotes=(RIGHT,), ranking=("a",), verbatim=(True,), cited=(True,),
                                   confidence=1.0)  # fmt: skip
    return Result(result.question)


def figures(found):
    return {name: value for name, value in Evaluation.of(found).total().items() if " ms " not in name}


@settings(max_examples=60)
@given(results, st.data())
def test_a_better_run_never_scores_worse(found, data):
    place = data.draw(st.integers(0, len(found) - 1))
    better = [*found[:place], mended(found[place]), *found[place + 1 :]]
    before, now = figures(found), figures(better)
    for name in before.keys() - NO_DIRECTION:
        if before[name] is not None and now[name] is not None and name not in ("verbatim rate", "citation right"):
            gain = now[name] - before[name]
            assert (-gain if name in LOWER_IS_BETTER else gain) >= -1e-9, name


@settings(max_examples=15)
@given(results, st.integers())
def test_permuting_the_questions_changes_nothing_not_even_the_intervals(found, seed):
    one = Evaluation.of(found)
    other = Evaluation.of(random.Random(seed).sample(found, len(found)))
    assert one.total() == other.total()
    assert one.intervals() == other.intervals()


@settings(max_examples=15)
@given(results)
def test_an_interval_holds_its_figure_and_every_measure_has_one_or_none(found):
    evaluation = Evaluation.of(found)
    figures, spread = evaluation.total(), evaluation.intervals()
    assert list(figures) == list(spread)
    for name, interval in spread.items():
        if interval is not None:
            assert interval.low <= interval.high
            assert figures[name] is not None


@settings(max_examples=40)
@given(results)
def test_who_fails_at_everything_is_never_better_than_who_answers(found):
    worst = figures([Result(result.question, error="boom") for result in found])
    for name, value in figures(found).items():
        if name not in NO_DIRECTION and value is not None and worst[name] is not None:
            assert (worst[name] >= value - 1e-9) if name in LOWER_IS_BETTER else (worst[name] <= value + 1e-9), name


def test_the_interval_of_a_mean_is_that_of_scipy():
    import numpy as np
    from scipy.stats import bootstrap

    found = [named(Result(QUESTION, quotes=(RIGHT if n % 3 else WRONG,)), n) for n in range(90)]
    theirs = bootstrap(([1.0] * 60 + [0.0] * 30,), np.mean, method="percentile", rng=1).confidence_interval
    ours = intervals(found, Evaluation.of(found).scores)["first quote right"]
    assert tuple(ours) == pytest.approx(tuple(theirs), abs=0.02)


# Worked examples: every kind of result once, and the figures that follow from them.
WORKED = [
    named(one, n)
    for n, one in enumerate([
        Result(QUESTION, 0.9, ("a",), quotes=(RIGHT, WRONG), verbatim=(True,), cited=(True, True)),
        Result(QUESTION, 0.5, ("b", "a"), quotes=(WRONG, RIGHT), verbatim=(True, False), cited=(True, False)),
        Result(QUESTION, 0.5, ("b",), withheld=RIGHT, looked_behind=True),
        Result(QUESTION, error="boom"),
        Result(NEVER, 0.5, quotes=(WRONG,), verbatim=(True,), cited=(True,)),
        Result(NEVER, 0.1),
        Result(dataclasses.replace(NEVER, tags=()), error="boom"),
    ])
]  # fmt: skip
EXPECTED = {
    "first quote right": 1 / 4, "any quote right": 2 / 4, "quote precision": (1 / 2 + 1 / 2) / 4,
    "token overlap": 1 / 4, "characters quoted": (6 + 6 + 2) / 3, "exact match": 1 / 4, "token F1": 1 / 4,
    "speaker right": 2 / 4, "citation right": (1 + 1 / 2 + 1) / 3, "verbatim rate": (1 + 1 / 2 + 1) / 3,
    "coverage": 3 / 7, "selective risk": (0 + 1 + 1 + 1 + 1) / 5, "answerable refused": 2 / 4,
    "unanswerable answered": 2 / 3, "near-miss answered": 1 / 2, "failed": 2 / 7,
    "AUROC": ((1 + 1 + 0) + (0.5 + 1 + 0) + (0.5 + 1 + 0) + 0) / 12,
    "AURC": (2 * 1 + 1 * 2 / 3 + 3 * 4 / 6 + 1 * 5 / 7) / 7,
    "recall@1": 1 / 4, "recall@3": 2 / 4, "MRR": (1 + 1 / 2) / 4, "read success@1": 1 / 4,
}  # fmt: skip


def test_the_worked_examples_come_out_as_by_hand():
    found = figures(WORKED)
    assert {name: found[name] for name in EXPECTED} == pytest.approx(EXPECTED)


def answered(result):
    return result.question.answerable


#: Small mistakes in a measure, each of which somebody might make.
MUTANTS = [
    ("first quote right", lambda r: float(r.right) if answered(r) else None),
    ("first quote right", lambda r: float(r.quotes[0].right) if answered(r) and r.quotes else None),
    ("first quote right", lambda r: float(bool(r.quotes) and r.quotes[0].right)),
    ("any quote right", lambda r: float(bool(r.quotes) and r.quotes[0].right) if answered(r) else None),
    ("any quote right", lambda r: float(bool(r.quotes) and all(q.right for q in r.quotes)) if answered(r) else None),
    ("quote precision", lambda r: fmean(q.right for q in r.quotes) if answered(r) and r.quotes else None),
    ("quote precision", lambda r: float(sum(q.right for q in r.quotes)) if answered(r) else None),
    ("token overlap", lambda r: max((q.overlap for q in r.quotes), default=0.0) if answered(r) else None),
    ("exact match", lambda r: r.quotes[0].exact if answered(r) and r.quotes else None),
    ("token F1", lambda r: max((q.f1 for q in r.quotes), default=0.0) if answered(r) else None),
    ("speaker right", lambda r: float(bool(r.quotes) and r.quotes[0].speaker_right) if answered(r) else None),
    ("speaker right", lambda r: float(r.speaker_right) if answered(r) and r.right else None),
    ("characters quoted", lambda r: float(sum(q.end - q.start for q in r.quotes))),
    ("citation right", lambda r: float(all(r.cited)) if r.cited else None),
    ("citation right", lambda r: fmean(r.cited) if r.cited else 1.0),
    ("verbatim rate", lambda r: float(all(r.verbatim)) if r.verbatim else None),
    ("coverage", lambda r: float(bool(r.quotes)) if answered(r) else None),
    ("coverage", lambda r: float(bool(r.quotes) or r.failed)),
    ("selective risk", lambda r: float(not r.quotes[0].right) if r.quotes else None),
    ("selective risk", lambda r: 1.0 if r.failed else float(not r.right) if r.quotes else None),
    ("answerable refused", lambda r: float(not r.quotes and not r.failed) if answered(r) else None),
    ("answerable refused", lambda r: float(not r.quotes)),
    ("unanswerable answered", lambda r: float(bool(r.quotes)) if not answered(r) else None),
    ("near-miss answered", lambda r: metrics.unanswerable_answered(r)),
    ("failed", lambda r: 0.0),
]


@pytest.mark.parametrize(("name", "mutant"), MUTANTS, ids=[f"{name} {n}" for n, (name, _) in enumerate(MUTANTS)])
def test_the_worked_examples_notice_a_wrong_measure(monkeypatch, name, mutant):
    monkeypatch.setitem(PER_QUESTION, name, mutant)
    assert figures(WORKED)[name] != pytest.approx(EXPECTED[name])


levels = abstaining._levels


def parted(keys):
    """Ties are no ties."""
    return abstaining.np.argsort(keys, kind="stable"), abstaining.np.arange(len(keys))


def turned_round(keys):
    return levels(-keys)


@pytest.mark.parametrize(
    ("place", "name", "mutant"),
    [
        ("would_be_wrong", "AURC", lambda r: not (r.quotes and r.quotes[0].right)),
        ("would_be_wrong", "AURC", lambda r: bool(r.quotes) and not r.quotes[0].right),
        ("_levels", "AUROC", parted),
        ("_levels", "AURC", turned_round),
    ],
    ids=["what was kept back", "refusals never wrong", "ties parted", "turned round"],
)
def test_the_worked_examples_notice_wrong_ranking_measures(monkeypatch, place, name, mutant):
    monkeypatch.setattr(abstaining, place, mutant)
    assert figures(WORKED)[name] != pytest.approx(EXPECTED[name])


@pytest.mark.parametrize(
    "mutant",
    [str.split, lambda text: text.lower().split(), lambda text: sorted(set(normalised(text)))],
    ids=["as written", "with punctuation", "each word once"],
)
def test_the_examples_of_squad_notice_another_normalisation(monkeypatch, mutant):
    monkeypatch.setattr(short_answers, "normalised", mutant)
    told = [short_answers.token_f1(*pair) for pair in (("The Cat.", ["cat"]), ("new new York", ["New York new"]))]
    assert told != pytest.approx([1, 1]) or short_answers.token_f1("new new York", ["New York"]) != pytest.approx(4 / 5)
