import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.questions import Question
from eval.reliability import (
    FEWEST,
    MOST_BINS,
    PER_BIN,
    Bin,
    Forecast,
    bins_of,
    calibration_error,
    error_by_chance,
    forecasts,
)
from eval.results import Judged, Result

said = st.lists(st.builds(Forecast, st.floats(0, 1), st.booleans()), min_size=1, max_size=250)
rounded = st.lists(st.builds(Forecast, st.sampled_from([0.3, 0.5, 0.9]), st.booleans()), min_size=1, max_size=90)


def answered(confidence, *, right, answerable=True):
    return Result(Question("q", "?", answerable=answerable), confidence, quotes=(Judged("a", 0, 1, 1.0, right=right),))


def sure(confidence, right, wrong):
    return [Forecast(confidence, True)] * right + [Forecast(confidence, False)] * wrong


# --- which questions count


def test_what_is_answered_counts_and_what_is_refused_or_failed_does_not():
    results = [answered(0.9, right=True)] * FEWEST
    others = [
        Result(Question("q", "?"), 0.2),
        Result(Question("q", "?", answerable=False)),
        Result(Question("q", "?"), error="x"),
    ]
    assert forecasts([*results, *others]) == (Forecast(0.9, True),) * FEWEST


def test_an_answer_to_an_unanswerable_question_is_wrong():
    results = [answered(0.9, right=False, answerable=False)] * FEWEST
    assert forecasts(results) == (Forecast(0.9, False),) * FEWEST


def test_of_few_answers_nothing_is_said():
    results = [answered(0.9, right=True)] * (FEWEST - 1)
    refused = [Result(Question("q", "?"), 0.2)] * FEWEST
    assert forecasts([*results, *refused]) == ()
    assert (bins_of(()), calibration_error(()), error_by_chance(())) == ((), None, None)


def test_only_the_first_quote_is_judged():
    wrong, right = Judged("a", 0, 1, 1.0, right=False), Judged("b", 0, 1, 1.0, right=True)
    result = Result(Question("q", "?"), 0.9, quotes=(wrong, right))
    assert forecasts([result] * FEWEST)[0] == Forecast(0.9, False)


# --- bins


def test_bins_by_hand():
    forecasts = [*sure(0.9, 9, 1), *sure(0.5, 4, 6), *sure(0.7, 10, 0)]
    assert bins_of(forecasts) == (Bin(0.5, 4, 10), Bin(pytest.approx(0.7), 10, 10), Bin(pytest.approx(0.9), 9, 10))


def test_bins_are_of_equal_mass_and_in_order():
    bins = bins_of([Forecast(step / 1000, True) for step in range(1000)])
    assert [group.questions for group in bins] == [100] * MOST_BINS
    assert [group.confidence for group in bins] == pytest.approx([0.0495 + tenth / 10 for tenth in range(10)])


def test_forecasts_of_the_same_confidence_share_a_bin():
    assert bins_of(sure(0.5, 30, 70)) == (Bin(0.5, 30, 100),)


@given(said | rounded)
def test_bins_hold_every_question_once(said):
    bins = bins_of(said)
    assert sum(group.questions for group in bins) == len(said)
    assert sum(group.right for group in bins) == sum(forecast.right for forecast in said)
    assert sum(group.questions * group.confidence for group in bins) == pytest.approx(
        sum(forecast.confidence for forecast in said)
    )
    assert list(bins) == sorted(bins)


@given(said)
def test_bins_are_few_and_of_equal_mass_where_no_confidence_is_shared(said):
    apart = list({forecast.confidence: forecast for forecast in said}.values())
    sizes = [group.questions for group in bins_of(apart)]
    assert len(sizes) == max(1, min(MOST_BINS, len(apart) // PER_BIN))
    assert max(sizes) - min(sizes) <= 1


@given(said | rounded, st.randoms(use_true_random=False))
def test_the_order_of_the_questions_changes_nothing(said, random):
    mixed = random.sample(said, len(said))
    assert bins_of(mixed) == bins_of(said)


@given(said | rounded)
def test_the_share_lies_in_its_interval_and_the_interval_in_0_to_1(said):
    for group in bins_of(said):
        low, high = group.interval
        assert 0 <= low <= group.share + 1e-9
        assert group.share - 1e-9 <= high <= 1


def test_the_interval_is_wilsons():
    # (8 + z²/2 ± z·√(8·2/10 + z²/4)) / (10 + z²) with z = 1.96
    assert Bin(0.8, 8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)


# --- the error


def test_the_calibration_error_by_hand():
    bins = (Bin(0.6, 5, 10), Bin(0.9, 30, 30))
    assert calibration_error(bins) == pytest.approx((10 * 0.1 + 30 * 0.1) / 40)
    assert calibration_error((Bin(0.6, 3, 10), Bin(0.9, 30, 30))) == pytest.approx((10 * 0.3 + 30 * 0.1) / 40)


def test_too_sure_here_and_too_modest_there_do_not_cancel_out():
    assert calibration_error((Bin(0.4, 6, 10), Bin(0.6, 4, 10))) == pytest.approx(0.2)


@given(said | rounded)
def test_the_error_is_a_share_and_not_less_than_that_of_all_in_one_bin(said):
    error = calibration_error(bins_of(said))
    overall = abs(sum(forecast.right - forecast.confidence for forecast in said)) / len(said)
    assert overall - 1e-9 <= error <= 1


def test_the_error_by_chance_by_hand():
    assert error_by_chance((Bin(0.5, 0, 2),)) == pytest.approx(1 / 4 * 0.5 + 1 / 2 * 0 + 1 / 4 * 0.5)
    assert error_by_chance((Bin(1.0, 7, 10),)) == 0
    assert error_by_chance((Bin(0.5, 0, 2), Bin(1.0, 6, 6))) == pytest.approx(2 / 8 * 0.25)


@given(st.floats(0.01, 0.99))
def test_more_questions_leave_less_to_chance(confidence):
    assert error_by_chance((Bin(confidence, 0, 400),)) < error_by_chance((Bin(confidence, 0, 100),))
