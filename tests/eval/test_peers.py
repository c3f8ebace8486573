import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.peers import asking, environments, systems
from eval.peers.__main__ import filled
from eval.peers.adapters.cairn_assistant import write_corpus
from eval.peers.asking import asked
from eval.peers.environments import python_of
from eval.peers.judging import Judged, Outcome, judge, located
from eval.peers.protocol import Quoted, Reply, Text, read_texts, write_texts
from eval.peers.sets import ROOT, QuestionSet, text_of
from eval.peers.systems import QUOTEDESK, SYSTEMS, System, version
from eval.peers.table import markdown, row, share
from eval.peers.thresholds import cut, fitted
from eval.questions import Question
from index.articles import Article, Span, sha256_of
from index.errors import QuotedeskError

ADAPTER = """
import json, sys
from eval.peers.protocol import Quoted, own_stdout, serve

out = own_stdout()
print("Loading model... 100%")
SAYS = json.loads(sys.argv[1])

def ask(asked):
    if asked.question == "How many on TikTok?":
        raise LookupError("no such platform")
    print("asked", asked.history)
    return [Quoted(*quote) for quote in SAYS.get(asked.id, [])]

serve(ask, out=out)
"""


@pytest.fixture
def adapter(tmp_path, monkeypatch):
    """The command that starts a small adapter for real, which says what it is told to."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = tmp_path / "adapter.py"
    script.write_text(ADAPTER, encoding="utf-8")
    return lambda says: [sys.executable, str(script), json.dumps(says)]


def script(tmp_path, content):
    path = tmp_path / "other.py"
    path.write_text(content, encoding="utf-8")
    return [sys.executable, str(path)]


SAYS = {
    "q1": [("offences", "Grooming is rising.", 3.0), ("offences", "Police recorded 7,062 offences in 2023-24", 2.0)],
    "q2": [("earlier", "Police recorded 6,350 offences in 2022-23.", 4.0)],  # its article breaks the line there
    "q3": [],
}


def test_an_adapter_is_asked_judged_and_counted(adapter, questions, articles):
    replies = asked(adapter(SAYS), questions)
    outcomes = [judge(question, replies[question.id], articles) for question in questions]
    assert [one.error for one in outcomes] == [None, None, None, "LookupError: no such platform", None]
    assert [(one.first_right, one.any_right) for one in outcomes[:3]] == [(False, True), (True, True), (False, False)]
    figures = row("Fake", outcomes)
    assert (figures.first_right[:2], figures.any_right[:2]) == ((1, 3), (2, 3))
    assert figures.refusals_right[:2] == (1, 2)  # the one that failed is no refusal
    assert figures.characters == (60 + 42) / 2
    assert (figures.altered, figures.errors) == (1, 1)
    assert figures.cpu_ms > 0
    assert figures.ms > 0


def test_an_adapter_that_stops_is_an_error_with_its_last_word(tmp_path, questions):
    with pytest.raises(QuotedeskError, match=r"stopped with 1: ModuleNotFoundError: No module named 'not_installed'"):
        asked(script(tmp_path, "import not_installed"), questions)


def test_an_adapter_that_says_something_else_is_an_error(tmp_path, questions):
    with pytest.raises(QuotedeskError, match=r"replied something else than eval/peers/protocol\.py says"):
        asked(script(tmp_path, 'print(\'{"id": "q1"}\')'), questions)


def test_an_adapter_that_does_not_end_is_stopped(tmp_path, questions, monkeypatch):
    monkeypatch.setattr(asking, "LIMIT_SECONDS", 0.5)
    with pytest.raises(QuotedeskError, match=r"did not end within"):
        asked(script(tmp_path, "import time; time.sleep(600)"), questions)


def test_a_question_left_out_counts_as_failed(tmp_path, questions, articles):
    silent = asked(script(tmp_path, "import sys; sys.stdin.read()"), questions)
    figures = row("Silent", [judge(question, silent[question.id], articles) for question in questions])
    assert (figures.errors, figures.refusals_right.hits, figures.first_right.hits) == (5, 0, 0)
    assert (figures.characters, figures.ms) == (None, 0.0)


@given(st.text("ab .\n\u00a0“", min_size=1), st.data())
def test_whatever_an_article_holds_is_found_unaltered(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    quoted = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = located(text, quoted)
    if not quoted.strip():
        assert found is None
    else:
        assert not found.altered
        assert text[found.span.start : found.span.end] == quoted


@given(st.text("ab. ", min_size=1), st.text("ab\n", min_size=1))
def test_other_white_space_is_found_but_altered(before, words):
    text = f"{before}|{words}|"
    quoted = "  ".join(f"|{words}|".split())
    found = located(text, quoted)
    assert found.altered is (quoted not in text)
    assert text[found.span.start : found.span.end].split() == quoted.split()


def test_what_the_article_does_not_hold_is_altered_and_wrong(articles):
    question = Question("q", "?", articles=("offences",), answers=("7,062",))
    quotes = (Quoted("offences", "Police counted 7,062 offences", 1.0), Quoted("gone", "7,062", 1.0))
    outcome = judge(question, Reply("q", quotes, 1.0, 1.0), articles)
    assert [(quote.span, quote.altered, quote.right) for quote in outcome.quotes] == [(None, True, False)] * 2


def test_a_copy_of_the_gold_in_another_article_is_right(articles):
    text = articles["tool"].text
    copy = Article("copy", "Copy", text, sha256_of(text))
    question = Question("q", "?", articles=("tool",), quotes=("takes images down",))
    reply = Reply("q", (Quoted("copy", "Report Remove takes images down.", 1.0),), 1.0, 1.0)
    assert judge(question, reply, {**articles, "copy": copy}).first_right
    assert not judge(replace(question, articles=("earlier",)), reply, {**articles, "copy": copy}).first_right


def outcome(*, answerable=True, right=True, score=1.0):
    question = Question("q", "?", answerable=answerable, articles=("a",) if answerable else ())
    return Outcome(question, (Judged("a", Span(0, 5), 5, False, right and answerable, score),), 1.0, 1.0)


def test_a_threshold_is_fitted_between_what_is_answerable_and_what_is_not():
    outcomes = [outcome(score=0.9), outcome(score=0.6), outcome(answerable=False, score=0.5)]
    assert fitted(outcomes) == 0.6
    assert [one.refused for one in cut(outcomes, 0.6)] == [False, False, True]


def test_without_anything_to_gain_nothing_is_cut():
    outcomes = [outcome(score=0.2), outcome(score=-3.0)]
    assert cut(outcomes, fitted(outcomes)) == outcomes


kinds = st.builds(outcome, answerable=st.booleans(), right=st.booleans(), score=st.floats(-5, 5))


def balance(outcomes):
    figures = row("Any", outcomes)
    return figures.first_right.value + figures.refusals_right.value


@given(st.lists(kinds, min_size=1), st.floats(-6, 6))
def test_no_threshold_is_better_than_the_fitted_one(outcomes, other):
    assert balance(cut(outcomes, fitted(outcomes))) >= balance(cut(outcomes, other)) - 1e-9


def test_shares_have_wilsons_interval():
    assert str(share([True] * 8 + [False] * 2)) == "80% (49%–94%)"  # Wilson (1927), z = 1.96: 0.490 to 0.943
    assert str(share([])) == "–"


def test_the_table_says_where_a_peer_is_ahead():
    own = row(QUOTEDESK, [outcome(), outcome(right=False), outcome(answerable=False)])
    quick = replace(row("Quick", [outcome(right=False)] * 2 + [outcome(answerable=False)]), cpu_ms=0.25)
    mute = row(
        "Mute", [Outcome(one.question, (), 1.0, 1.0) for one in (outcome(), outcome(), outcome(answerable=False))]
    )
    lines = markdown("Set", [own, quick, mute]).splitlines()
    assert lines[0] == "### Set: 2 answerable questions, 1 that are not"
    assert lines[4].startswith("| Quotedesk | 50% (9%–91%) | 50% (9%–91%) | 0% ")
    assert lines[5].endswith("| 5 | 1.0 | 0.2 | 0 | 0 |")
    assert lines[6].endswith("| – | 1.0 | 1.0 | 0 | 0 |")
    assert lines[-2:] == ["- refusals right: Mute", "- fewer CPU ms: Quick"]


def test_where_no_peer_is_ahead_the_table_says_so():
    own = row(QUOTEDESK, [outcome()])
    assert markdown("Set", [own, replace(own, system="Same")]).splitlines()[-1] == "- nowhere"


def test_figures_are_json():
    figures = row("Fake", [outcome(), outcome(answerable=False)], 0.5)
    record = json.loads(json.dumps(figures.as_json()))
    assert (record["first_right"]["hits"], record["threshold"], record["system"]) == (1, 0.5, "Fake")


def test_a_page_is_filled_again_and_the_rest_of_it_stays():
    page = "# Peers\n\n<!-- peers begin -->\na former table\n<!-- peers end -->\nBelow.\n"
    once = filled(page, {"Set": [row(QUOTEDESK, [outcome()])]})
    assert once.startswith("# Peers\n")
    assert once.endswith("<!-- peers end -->\nBelow.\n")
    assert "a former table" not in once
    assert filled(once, {"Set": [row(QUOTEDESK, [outcome()])]}) == once


def test_a_page_without_a_place_for_the_table_is_refused():
    with pytest.raises(ValueError, match="peers begin"):
        filled("# Peers\n", {})


def test_articles_reach_a_peer_to_the_letter_and_in_whole_units(articles, tmp_path):
    written = [text_of(article) for article in articles.values()]
    write_texts(tmp_path / "texts.jsonl", written)
    for text, article in zip(read_texts(tmp_path / "texts.jsonl"), articles.values(), strict=True):
        assert text.text == article.text
        for kind in ("paragraphs", "sentences"):
            assert "".join("".join(text.units(kind)).split()) == "".join(article.text.split())
            assert all(unit in article.text for unit in text.units(kind))


def test_cairn_gets_a_document_an_article_with_a_name_it_can_cite(tmp_path):
    text = Text("000_ab", "A title\nin two lines", "One.\nTwo.", ((0, 4), (5, 9)))
    names = write_corpus(tmp_path, [text])
    assert names == {"a0": "000_ab"}
    content = (tmp_path / "a0.md").read_text(encoding="utf-8")
    assert content == "---\nid: a0\ntitle: A title in two lines\nlang: en\n---\nOne.\n\nTwo.\n"


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_every_system_has_an_adapter_and_every_package_is_pinned(system):
    assert (ROOT / "eval/peers/adapters" / f"{system.adapter}.py").is_file()
    assert re.fullmatch(r"\d+(\.\d+)+", version(system))
    if system.requirements:
        lines = system.requirements.read_text(encoding="utf-8").splitlines()
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines if not line.startswith("#"))


def test_the_page_shows_every_system():
    page = (ROOT / "docs/peers.md").read_text(encoding="utf-8")
    assert [system.name for system in SYSTEMS if f"| {system.name} |" not in page] == []


def test_quotedesk_runs_in_the_environment_of_the_project(tmp_path):
    assert python_of(SYSTEMS[0], tmp_path) == Path(sys.executable)


@pytest.mark.slow
def test_an_environment_is_made_once_for_the_same_requirements(tmp_path, monkeypatch):
    monkeypatch.setattr(systems, "REQUIREMENTS", tmp_path)
    system = System("Fake", "fake", "fake", "nothing")
    (tmp_path / "requirements-fake.txt").write_text("# nothing\n", encoding="utf-8")
    python = python_of(system, tmp_path / "cache")
    (python.parent / "kept").touch()
    assert python_of(system, tmp_path / "cache") == python
    assert (python.parent / "kept").exists()
    (tmp_path / "requirements-fake.txt").write_text(f"{tmp_path}/gone.whl\n", encoding="utf-8")
    with pytest.raises(QuotedeskError, match=r"cannot install requirements-fake\.txt: .*gone\.whl"):
        python_of(system, tmp_path / "cache")
    assert not (python.parent / "kept").exists()
    assert not (tmp_path / "cache/fake" / environments.STAMP).exists()


@pytest.mark.slow
def test_quotedesks_adapter_says_what_the_assistant_says(sample_index, tmp_path):
    from rag.opening import open_assistant

    assistant = open_assistant(sample_index)
    question = Question("q", "How many grooming crimes did UK forces log in 2023-24?", articles=("grooming-2024",))
    over = QuestionSet("samples", "Samples", sample_index, tmp_path / "none", [question], {})
    reply = asking.replies(SYSTEMS[0], Path(sys.executable), over, tmp_path)["q"]
    assert reply.error is None
    assert asking.replies(SYSTEMS[0], Path("gone"), over, tmp_path, again=False)["q"] == reply
    assert [quote.text for quote in reply.quotes] == [
        quote.passage.text for quote in assistant.ask(question.text).quotes
    ]
