from math import log2

import pytest

from eval.abstaining import auroc
from eval.metrics import PER_QUESTION, brier, calibration, latency, measures, scores_of
from eval.questions import Question
from eval.reliability import Forecast
from eval.results import Judged, Result
from eval.retrieval import NAMES, RETRIEVAL

RIGHT = Judged("a", 0, 1, 1.0, right=True)
WRONG = Judged("b", 0, 1, 1.0, right=False)


def asked(name, *articles, tags=()):
    return Question(name, "?", answerable=bool(articles), articles=articles, tags=tags)


def measured(*results):
    return measures(results, list(scores_of(results)))


def test_retrieval_by_hand():
    found = measured(
        Result(asked("q1", "a"), ranking=("b", "a")),
        Result(asked("q2", "a", "b"), ranking=("a", "c", "d", "b")),
        Result(asked("q3", "c")),  # nothing retrieved: counts, with 0
        Result(asked("q4"), ranking=("a",)),  # unanswerable: does not count
    )
    expected = {
        "recall@1": (0 + 1 / 2 + 0) / 3,
        "recall@3": (1 + 1 / 2 + 0) / 3,
        "recall@5": (1 + 1 + 0) / 3,
        "recall@10": (1 + 1 + 0) / 3,
        "success@1": (0 + 1 + 0) / 3,
        "success@3": (1 + 1 + 0) / 3,
        "MRR": (1 / 2 + 1 + 0) / 3,
        "nDCG@10": (1 / log2(3) + (1 + 1 / log2(5)) / (1 + 1 / log2(3)) + 0) / 3,
    }
    assert {name: found[name] for name in RETRIEVAL} == pytest.approx(expected)


def test_an_article_at_rank_eleven_is_beyond_every_cut_but_not_the_reciprocal_rank():
    found = measured(Result(asked("q", "z"), ranking=(*"abcdefghij", "z")))
    assert (found["recall@10"], found["nDCG@10"]) == (0, 0)
    assert found["MRR"] == pytest.approx(1 / 11)


def test_ids_with_spaces_and_other_scripts_are_ranked_too():
    found = measured(Result(asked("q 1", "a b/ç 👧.txt", "a b/ç 👧.txt"), ranking=("a b/ç 👧.txt",)))
    assert found["recall@1"] == 1


def test_quotes_and_abstention_by_hand():
    found = measured(
        Result(asked("q1", "a"), quotes=(RIGHT, WRONG)),
        Result(asked("q2", "a"), quotes=(WRONG, RIGHT)),
        Result(asked("q3", "a"), quotes=(WRONG,)),
        Result(asked("q4", "a")),
        Result(asked("q5", "a"), error="boom"),
        Result(asked("q6"), quotes=(WRONG,)),
        Result(asked("q7")),
        Result(asked("q8", tags=("near-miss",)), error="boom"),
        Result(asked("q9", tags=("near-miss",))),
    )
    expected = {
        "first quote right": 1 / 5,
        "any quote right": 2 / 5,
        "quote precision": (1 / 2 + 1 / 2) / 5,
        "token overlap": None,
        "characters quoted": (2 + 2 + 1 + 1) / 4,
        "exact match": None,
        "token F1": None,
        "speaker right": None,
        "citation right": None,
        "verbatim rate": None,
        "coverage": 4 / 9,
        "selective risk": (0 + 1 + 1 + 1 + 1 + 1) / 6,  # of four answers and two failures
        "answerable refused": 2 / 5,
        "unanswerable answered": 2 / 4,
        "near-miss answered": 1 / 2,
        "failed": 2 / 9,
    }
    assert {name: found[name] for name in PER_QUESTION} == pytest.approx(expected)


def test_the_verbatim_rate_is_the_mean_share_over_the_questions_that_were_quoted():
    found = measured(
        Result(asked("q1", "a"), verbatim=(True, True)),
        Result(asked("q2", "a"), verbatim=(True, False, True, False)),
        Result(asked("q3", "a")),
    )
    assert found["verbatim rate"] == 0.75


def test_auroc_by_hand():
    results = [
        Result(asked("q1", "a"), confidence=0.9),
        Result(asked("q2", "a"), confidence=0.4),
        Result(asked("q3"), confidence=0.5),
        Result(asked("q4"), confidence=0.1),
    ]
    assert auroc(results) == 3 / 4  # of the four pairs only 0.4 and 0.5 are the wrong way round
    assert auroc([*results, Result(asked("q5"), confidence=0.4)]) == (2 + 1 + 1 + 0.5) / 6 + 0.0  # a tie is half


def test_a_failed_question_has_the_worst_confidence():
    sure, unsure = Result(asked("q1", "a"), confidence=0.9), Result(asked("q2"), confidence=0.1)
    assert auroc([sure, unsure]) == 1
    assert auroc([sure, unsure, Result(asked("q3"), error="boom")]) == 1 / 2
    assert auroc([sure, unsure, Result(asked("q3", "a"), error="boom")]) == 1 / 2


@pytest.mark.parametrize("results", [(), (Result(asked("q", "a")),), (Result(asked("q")), Result(asked("r")))])
def test_auroc_is_none_without_both_kinds_of_question(results):
    assert auroc(results) is None


def test_calibration_by_hand():
    results = [
        *[Result(asked("q", "a"), 0.6, quotes=(RIGHT,))] * 5,
        *[Result(asked("q", "a"), 0.6, quotes=(WRONG, RIGHT))] * 3,
        *[Result(asked("q"), 0.6, quotes=(WRONG,))] * 2,  # unanswerable: answered, so wrong
        *[Result(asked("q", "a"), 0.9, quotes=(RIGHT,))] * 10,
        *[Result(asked("q", "a"), 0.1)] * 7,  # refused: does not count
        Result(asked("q", "a"), error="boom"),  # says nothing
    ]
    expected = {
        "calibration error": (10 * abs(5 / 10 - 0.6) + 10 * abs(10 / 10 - 0.9)) / 20,
        "Brier": (5 * 0.4**2 + 5 * 0.6**2 + 10 * 0.1**2) / 20,
    }
    assert calibration(results) == pytest.approx(expected)
    assert calibration(results[1:]) == {"calibration error": None, "Brier": None}  # 19 are answered


@pytest.mark.parametrize(("right", "score"), [(True, 0.01), (False, 0.81)])
def test_brier_takes_all_right_and_all_wrong(right, score):
    assert brier([Forecast(0.9, right)] * 3) == pytest.approx(score)


def test_saying_the_same_of_everything_is_calibrated_but_no_good_by_brier():
    dull = [Result(asked("q", "a"), 0.5, quotes=(quote,)) for quote in [RIGHT, WRONG] * 10]
    sharp = [Result(asked("q", "a"), float(quote.right), quotes=(quote,)) for quote in [RIGHT, WRONG] * 10]
    assert calibration(dull) == pytest.approx({"calibration error": 0, "Brier": 0.25})
    assert calibration(sharp) == pytest.approx({"calibration error": 0, "Brier": 0})


def test_latency_by_hand():
    results = [Result(asked(f"q{ms}", "a"), timings_ms={"total": ms, "read": 1}) for ms in (40, 10, 30, 20)]
    found = latency(results)
    assert (found["total ms p50"], found["total ms p95"]) == (25, pytest.approx(38.5))
    assert (found["read ms p50"], found["retrieve ms p50"]) == (1, None)


def test_every_measure_is_always_named():
    names = [*NAMES, *PER_QUESTION, "AUROC", "AURC", "calibration error", "Brier"]
    names += [f"{stage} ms {at}" for stage in ("total", "retrieve", "read") for at in ("p50", "p95")]
    assert list(measured()) == list(measured(Result(asked("q", "a")))) == names
    assert set(measured().values()) == {None}
