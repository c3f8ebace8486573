from xml.etree import ElementTree

import pytest

from eval.abstaining import aurc
from eval.plots import latency_plot, recall_plot, risk_curve, risk_plot
from eval.questions import Question
from eval.results import Judged, Result
from eval.run import evaluate

SVG = "{http://www.w3.org/2000/svg}"


def result(confidence, right, total=1.0):
    quote = Judged("a", 0, 1, 1.0, right=right)
    return Result(Question(f"q{confidence}{right}{total}", "?", articles=("a",)), confidence, quotes=(quote,),
                  timings_ms={"total": total})  # fmt: skip


def test_the_curve_is_the_wrong_share_of_the_surest():
    found = risk_curve([result(0.2, False), result(0.9, True), result(0.5, False), result(0.4, True)])
    assert [tuple(point) for point in found] == [(0.25, 0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1, 0.5)]


def test_questions_of_the_same_confidence_come_together():
    assert risk_curve([result(0.5, True), result(0.5, False)]) == ((1.0, 0.5),)


def test_the_mean_of_the_curve_is_the_area_that_is_measured():
    results = [result(0.1 * n, n % 3 > 0) for n in range(1, 10)]
    assert aurc(results) == pytest.approx(sum(point.risk for point in risk_curve(results)) / len(results))


def test_what_cannot_be_known_is_not_drawn(questions, silent):
    evaluation = evaluate(questions, silent)
    assert risk_plot(evaluation.results) is None  # nobody looked behind its refusals
    assert latency_plot([]) is None
    assert recall_plot({}) is None


def test_each_figure_says_in_words_what_it_shows(questions, gossip):
    evaluation = evaluate(questions, gossip)
    drawings = [risk_plot(evaluation.results), latency_plot(evaluation.results), recall_plot(evaluation.total())]
    for drawing in drawings:
        root = ElementTree.fromstring(drawing.svg)
        assert root.find(f"{SVG}desc").text == drawing.words.description
    assert drawings[1].words.description.startswith("Half of 5 questions took at most 3 ms")
    assert "fused: 0.33, 0.33, 0.33, 0.33." in drawings[2].words.description


def test_the_ids_of_two_figures_on_a_page_are_not_the_same(questions, gossip):
    evaluation = evaluate(questions, gossip)
    ids = [
        {element.get("id") for element in ElementTree.fromstring(drawing.svg).iter()} - {None}
        for drawing in (latency_plot(evaluation.results), recall_plot(evaluation.total()))
    ]
    assert not ids[0] & ids[1]
