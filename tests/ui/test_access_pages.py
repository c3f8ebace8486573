"""The pages for strangers: in their language, without a script, and leading nowhere else."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.access.pages import Pages, destination
from ui.access.phrases import languages, load, preferred

BASE = "https://quotes.example/quotes/login"
HOSTILE = "/?q=\"><script>alert(1)</script>&'"


class Seen(HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, text):
        self.text += text


def pages(language="en", root=""):
    return Pages(load(language), root)


def test_the_form_goes_on_to_where_one_wanted_and_runs_no_script():
    page = Seen(pages().login(HOSTILE, token=True, provider=True, problem="login.wrong"))
    assert "script" not in {tag for tag, _ in page.tags}
    assert ("input", {"name": "next", "type": "hidden", "value": HOSTILE}) in page.tags
    (link,) = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert link.startswith("/login/start?next=%2F%3Fq%3D%22%3E%3Cscript")


@pytest.mark.parametrize("root", ["", "/quotes", '/a"b'])
def test_every_address_on_the_pages_is_below_the_prefix(root):
    made = pages(root=root)
    for text in (made.login("/", token=True, provider=True), made.sign_out(), made.signed_out(None)):
        for _, attributes in Seen(text).tags:
            for name in {"href", "src", "action"} & attributes.keys():
                assert attributes[name].startswith((f"{root}/", "data:,"))


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_phrases(language):
    phrases = load(language)
    assert phrases.keys() == load("en").keys()
    assert all(phrase == phrase.strip() != "" for phrase in phrases.values())
    assert phrases["page.language"].partition("-")[0] == language


def test_every_phrase_is_used():
    made = pages()
    shown = [made.login("/", token=True, provider=True, problem=name) for name in ("login.wrong", "login.failed")]
    shown += [made.login("/", token=False, provider=False), made.sign_out(), made.signed_out("https://p.example/")]
    text = "".join(Seen(page).text + str(Seen(page).tags) for page in shown)
    assert [name for name, phrase in load().items() if phrase not in text] == []


@pytest.mark.parametrize("language", languages())
def test_a_page_is_labelled_for_those_who_hear_it(language):
    page = Seen(pages(language).login("/", token=True, provider=False, problem="login.wrong"))
    tags = dict(reversed(page.tags))
    assert tags["html"]["lang"] == load(language)["page.language"]
    assert tags["label"]["for"] == "token"
    assert ("p", {"class": "alarm", "role": "alert"}) in page.tags
    assert load(language)["login.title"] in page.text


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("de, cy;q=0.5, en;q=0.4", "cy"),
        ("en;q=0.1, CY;q=0.2", "cy"),
        ("fr;q=0, en", "en"),
        ("*", "en"),
        ("../../etc/passwd", "en"),
        ("fr;q=x", "en"),
        ("fr;q=nan, cy", "cy"),
        ("," * 5000 + "fr", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_asks_for(asked, language):
    assert preferred(asked) == language


@given(st.text())
def test_any_wish_for_a_language_is_met(asked):
    assert preferred(asked) in languages()


#: What browsers, which forgive much, would take for another site.
ELSEWHERE = [
    *("https://evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example"),
    *("/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "\\\\evil.example"),
    *("javascript:alert(1)", "evil.example", "https:evil.example", "/%0d%0aLocation:x\r\nSet-Cookie: a=b"),
    *("", "/quotes", "/quotesx/", "/other/", "/quotes/login", "/quotes/logout"),
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere(wanted):
    assert destination(wanted, "/quotes") == "/quotes/"


@pytest.mark.parametrize(
    "wanted", ["/quotes/", "/quotes/?q=a%20b&lang=cy", "/quotes/api/docs", "/quotes/?next=//evil.example"]
)
def test_paths_of_the_service_are_kept(wanted):
    assert destination(wanted, "/quotes") == wanted


@given(st.text(alphabet="/\\:?#@.%\t\n\r quotesevil", max_size=30), st.sampled_from(["", "/quotes"]))
def test_wherever_one_wants_to_go_one_stays(wanted, root):
    reached = destination(wanted, root)
    # As browsers do it: tabs and line breaks go, and a backslash is a slash.
    seen = re.sub(r"[\t\r\n]", "", reached).replace("\\", "/")
    assert urlsplit(urljoin(BASE, seen)).netloc == "quotes.example"
    assert not seen.startswith("//")
