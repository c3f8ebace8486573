import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from eval.about import Asked, about
from eval.baseline import Baseline
from eval.differences import differences
from eval.page import Beside, badge, report_page
from eval.questions import Question
from eval.report import figures_of
from eval.run import Aside, evaluate
from eval.runs import Run
from index.articles import Article, sha256_of
from rag.answers import Quote

HOSTILE = "<script>alert(1)</script>\" onload='x' {{ 7*7 }} </style> & “so”"


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.text, self.inside = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self.inside):
            self.text.append(data)


def page_of(evaluation, article_of=lambda _: None, baseline=None, problems=()):
    run = Run(about(Asked("set.jsonl", "0", len(evaluation.results)), evaluation, {"k": 30}, 1.0), evaluation)
    figures = [figure for figure in figures_of(evaluation).values() if figure]
    changes = differences(baseline, evaluation) if baseline else ()
    return report_page(run, Beside(article_of, baseline, changes, evaluation.intervals(), problems, figures))


@pytest.fixture(scope="module")
def page(questions, gossip, oracle, articles):
    aside = Aside(lambda text: {"keyword": ("tool", "earlier"), "dense": ("offences",)}, oracle)
    evaluation = evaluate(questions, gossip, aside=aside)
    return page_of(evaluation, articles.get, Baseline.of(evaluate(questions, oracle)), ["gate: a <b>floor</b>"])


def test_it_asks_for_nothing_and_its_policy_admits_only_its_own_style_and_script(page):
    elements = Elements(page).found
    aims = {attrs[name] for _, attrs in elements for name in ("src", "href", "xlink:href", "action") if name in attrs}
    assert {aim for aim in aims if not aim.startswith(("#", "data:"))} == set()
    (policy,) = [attrs["content"] for tag, attrs in elements if tag == "meta" and "http-equiv" in attrs]
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [tag for tag, attrs in elements if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_every_question_is_there_with_what_went_wrong_and_its_tags(page):
    shown = [attrs for tag, attrs in Elements(page).found if tag == "details" and "data-failure" in attrs]
    failures = [attrs["data-failure"] for attrs in shown]
    assert failures == ["not retrieved", "not retrieved", "", "wrongly answered", "wrongly answered"]
    assert [attrs["data-turn"] for attrs in shown] == ["lost", "lost", "", "lost", "lost"]
    assert shown[3]["data-tags"] == '["figure", "near-miss"]'


def test_quotes_and_gold_are_marked_in_the_words_of_the_article(page):
    assert '<mark class="quote">Report Remove takes images down.</mark> Children under 18' in page
    assert 'Police <mark class="gold">recorded 7,062</mark> offences' in page


def test_it_has_the_problems_the_figures_and_what_changed(page):
    assert "gate: a &lt;b&gt;floor&lt;/b&gt;" in page
    assert "-0.667" in page
    assert {"Where are the right articles found?", "How long does an answer take?"} <= set(Elements(page).text)


def test_whatever_a_question_or_an_article_holds_is_shown_and_not_obeyed(desk, quoting):
    article = Article(HOSTILE, HOSTILE, HOSTILE * 2, sha256_of(HOSTILE * 2))
    asked = Question("q<i>", HOSTILE, articles=(HOSTILE,), quotes=(HOSTILE,), answers=(HOSTILE,), tags=(HOSTILE,),
                     speakers=("“so”",), history=(HOSTILE,))  # fmt: skip
    plain = evaluate([Question("q", "?", answerable=False)], desk(lambda _: [], lambda _: [], lambda _: 0.1))
    passage = article.passage(0, len(HOSTILE))
    odd = desk(lambda _: [Quote(passage, 1.0, answer=passage)], lambda _: [passage], lambda _: 1.0, {HOSTILE: article})
    page = page_of(evaluate([asked], odd), {HOSTILE: article}.get)
    tags = [
        [tag for tag, _ in Elements(one).found if tag in ("script", "style", "i", "b")]
        for one in (page, page_of(plain))
    ]
    assert tags[0] == tags[1] == ["style", "script"]
    assert "{{ 7*7 }}" in page
    (details,) = [attrs for tag, attrs in Elements(page).found if "data-tags" in attrs]
    assert HOSTILE.replace("<", "\\u003c").replace(">", "\\u003e")[:10] in details["data-tags"]
    assert HOSTILE in "".join(Elements(page).text)


def test_an_article_that_is_gone_is_said_to_be(questions, gossip):
    assert "The article <code>tool</code> cannot be shown" in page_of(evaluate(questions, gossip))


def test_a_run_without_an_answer_has_a_page_too(questions, silent, desk):
    assert "Refused: not answered." in page_of(evaluate(questions, silent))
    assert "ZeroDivisionError" in page_of(evaluate(questions, desk(lambda _: 1 / 0, lambda _: [], lambda _: 0.0)))


def test_the_badge_says_in_words_what_its_colour_does():
    drawn = ElementTree.fromstring(badge("a < b", "38 %", good=False))
    assert drawn.get("aria-label") == "a < b: 38 %, failed"
    assert ElementTree.fromstring(badge("a", "38 %", good=True)).get("aria-label").endswith("passed")


def test_an_unknown_quote_place_does_not_break_the_page(questions, shifted, articles):
    evaluation = evaluate(questions, shifted)
    far = [dataclasses.replace(result, quotes=tuple(dataclasses.replace(quote, start=10_000, end=10_010)
           for quote in result.quotes)) for result in evaluation.results]  # fmt: skip
    assert "10000–10010" in page_of(dataclasses.replace(evaluation, results=tuple(far)), articles.get)
