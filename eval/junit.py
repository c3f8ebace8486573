"""JUnit XML, as Jenkins, GitLab and others read it: a question set is a suite, a question a test case."""

import re
from pathlib import PurePath
from xml.etree import ElementTree

from eval.differences import outcome
from eval.results import Result
from eval.runs import Run
from eval.shown import MEANINGS

#: What XML 1.0 cannot say, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(run: Run) -> str:
    """A case fails where something went wrong with its question; one that raised is an error. Times in seconds."""
    about, results = run.about, run.evaluation.results
    name = PurePath(about.questions.file).name
    failed = sum(result.failed for result in results)
    counts = {
        "tests": str(len(results)),
        "failures": str(sum(result.failure is not None for result in results) - failed),
        "errors": str(failed),
        "time": _seconds(sum(result.timings_ms.get("total", 0.0) for result in results)),
    }
    root = ElementTree.Element("testsuites", {"name": "quotedesk eval", **counts})
    stamp = {"timestamp": about.made[:19], "skipped": "0", "hostname": about.machine.system}
    suite = ElementTree.SubElement(root, "testsuite", {"name": _said(name), **counts, **stamp})
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in {**about.settings, "version": about.version, "commit": about.commit}.items():
        ElementTree.SubElement(properties, "property", {"name": key, "value": _said(str(value))})
    for result in results:
        _case(suite, name.partition(".")[0], result)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, classname: str, result: Result) -> None:
    question = result.question
    case = ElementTree.SubElement(suite, "testcase", {
        "classname": _said(classname),
        "name": _said(f"{question.id}: {question.text}"),
        "time": _seconds(result.timings_ms.get("total", 0.0)),
    })  # fmt: skip
    if result.failure:
        kind = "error" if result.failed else "failure"
        message = f"{result.failure}: {question.text} ({_best(result)})"
        failure = ElementTree.SubElement(case, kind, {"type": result.failure, "message": _said(message)})
        failure.text = _said(_told(result))


def _best(result: Result) -> str:
    """Where the best quote stands, if any was given."""
    if not result.quotes:
        return f"refused: {result.reason}" if result.reason else result.error or "refused"
    first = result.quotes[0]
    return f"quoted {first.article_id} {first.start}-{first.end}"


def _told(result: Result) -> str:
    """A line for each quote and each gold stretch, by its place: the report has the words."""
    lines = [MEANINGS[outcome(result)], f"confidence: {result.confidence:.2f}"]
    lines += [f"quoted: {one.article_id} {one.start}-{one.end}" for one in result.quotes]
    lines += [f"gold: {one.article_id} {one.start}-{one.end}" for one in result.gold]
    return "\n".join([*lines, f"question: {result.question.place}"])


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"


def _said(text: str) -> str:
    return _UNSAYABLE.sub("�", text)
