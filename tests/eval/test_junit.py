import dataclasses
from xml.etree import ElementTree

import pytest

from eval.about import Asked, about
from eval.junit import junit_xml
from eval.run import evaluate
from eval.runs import Run

#: What Jenkins and GitLab read: the attributes an element must have, those it may have, and its children in order.
STRUCTURE = {
    "testsuites": ({"tests", "failures", "errors", "time"}, {"name"}, ["testsuite"]),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
        {"hostname"},
        ["properties", "testcase"],
    ),
    "properties": (set(), set(), ["property"]),
    "property": ({"name", "value"}, set(), []),
    "testcase": ({"name", "classname", "time"}, set(), ["error", "failure"]),
    "failure": ({"type", "message"}, set(), []),
    "error": ({"type", "message"}, set(), []),
}  # fmt: skip


def check_structure(element):
    must, may, children = STRUCTURE[element.tag]
    assert must <= set(element.attrib) <= must | may
    places = [children.index(child.tag) for child in element]
    assert places == sorted(places)
    if element.tag in ("testsuites", "testsuite"):
        cases = list(element.iter("testcase"))
        assert int(element.get("tests")) == len(cases)
        for kind, name in (("failure", "failures"), ("error", "errors")):
            assert int(element.get(name)) == len([case for case in cases if case.find(kind) is not None])
        assert float(element.get("time")) == pytest.approx(sum(float(case.get("time")) for case in cases), abs=0.001)
    for child in element:
        check_structure(child)


def written(evaluation):
    run = Run(about(Asked("my set.jsonl", "0", len(evaluation.results)), evaluation, {"k": 30}, 1.0), evaluation)
    return ElementTree.fromstring(junit_xml(run).encode())


def test_a_run_has_the_structure_that_build_servers_read(questions, gossip):
    root = written(evaluate(questions, gossip))
    check_structure(root)
    assert {case.get("classname") for case in root.iter("testcase")} == {"my set"}


def test_a_failure_says_what_went_wrong_with_which_question_and_where_the_quote_stands(questions, gossip):
    case = next(written(evaluate(questions, gossip)).iter("testcase"))
    assert (case.get("name"), case.get("time")) == ("q1: How many in 2023-24?", "0.003")
    failure = case.find("failure")
    assert failure.get("type") == "not retrieved"
    assert failure.get("message") == "not retrieved: How many in 2023-24? (quoted tool 0-32)"
    assert "gold: offences 27-41" in failure.text


def test_a_perfect_run_has_no_failure_and_a_question_that_raised_is_an_error(questions, oracle, desk):
    assert not list(written(evaluate(questions, oracle)).iter("failure"))
    broken = written(evaluate(questions, desk(lambda text: 1 / 0, lambda text: [], lambda text: 0.0)))
    check_structure(broken)
    assert broken.get("errors") == "5"
    assert "ZeroDivisionError" in broken.find(".//error").get("message")


def test_what_xml_cannot_say_is_replaced_and_the_rest_is_escaped(questions, silent):
    odd = dataclasses.replace(questions[0], text='<b>"&\x00\x0b\ud800</b> 👧')
    case = next(written(evaluate([odd], silent)).iter("testcase"))
    assert case.get("name") == 'q1: <b>"&���</b> 👧'
