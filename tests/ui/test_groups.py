"""Who may see what, asked of the service itself with the real reader: every way to what is not for the asker."""

import itertools
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from index.audiences import regroup
from index.filters import Filters
from index.kinship import settle
from rag.opening import open_assistant
from tests.restricted import article_of, shelve
from tests.ui import small_collection
from tests.ui.test_guard import converse, viewed
from ui.access.gate import guarded
from ui.access.proxy import TrustedProxy, network
from ui.access.records import open_records
from ui.access.settings import Access
from ui.access.tokens import Tokens
from ui.requests import NOBODY
from ui.service import Service

FERRY = (
    "The Wexcombe ferry carried 41,300 passengers in 2023, the harbour board said. Fares stayed at £3 a crossing.\n\n"
    "“We had a dry summer and a full boat,” said Ida Marsh, the ferry's master. She has run it since 1998."
)
CUTS = (
    "The harbour board will close the Tarn Island lighthouse in March 2027 and dismiss its 14 keepers. "
    "The decision is not public.\n\n"
    "“Nobody outside this room may hear of it before spring,” said Rufus Oldcastle, who chairs the board."
)
BELLS = (
    "The bells of Saint Osyth rang for the first time in nine years on Sunday, after repairs that cost £212,000.\n\n"
    "Ringers from six villages took turns until dusk, and the square was so full that the market moved to Monday.\n\n"
    "The founder who recast the tenor bell said that it would last for three hundred years if it was kept dry."
)
TOLL = (
    "The toll on Harrow Bridge is {toll} for a car, the county said, and lorries pay three times as much as before.\n\n"
    "The bridge was closed for repairs all last winter, and drivers had to go round by the ford at Nether Harrow.\n\n"
    "The county expects that two million cars will cross it each year, and that it will be paid for by 2040 at last."
)
TOLLS = "https://ledger.example/toll"
SECRET = "correct horse battery staple"
ARTICLES = [
    article_of("ferry", "Ferry has a good year", FERRY, "2024-01-10"),
    article_of("cuts", "Lighthouse to close", CUTS, "2024-02-11", "board", publisher="Harbour Board Papers"),
    article_of("bells-board", "Bells ring", BELLS, "2024-03-01", "board", publisher="Harbour Board Papers"),
    article_of("bells", "Bells of Saint Osyth ring again", BELLS, "2024-03-02"),
    article_of("toll", "Toll is set", TOLL.format(toll="£2"), "2024-04-01", url=TOLLS),
    article_of("toll-board", "Toll is set", TOLL.format(toll="£9"), "2024-04-02", "board", url=TOLLS),
]
#: Words of what is for the board alone, and of nothing else.
CLOSED = ("cuts", "Tarn Island", "lighthouse", "Oldcastle", "2027", "keepers", "Harbour Board Papers", "-board", "£9")
ASK_CUTS = "When will the Tarn Island lighthouse close?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A service behind tokens: ``board`` is of the group, ``press`` of another, ``plain`` of none."""
    folder = tmp_path_factory.mktemp("groups")
    catalog = shelve(folder / "index", ARTICLES, embedder=None)
    assistant = replace(open_assistant(folder / "index"), groups=frozenset())
    service = Service(state=folder / "state", index=folder / "index")
    proxy = TrustedProxy(SECRET, [network("10.0.0.5/32")])
    app = small_collection.service(
        assistant.ask, find=assistant.article, service=service,
        publishers=assistant.collection.publishers(frozenset()),
        guard=guarded(Access(by_token=True, proxy=proxy), folder / "state"),
    )  # fmt: skip
    tokens = Tokens(open_records(folder / "state"))
    shown = {name: tokens.add(name, groups) for name, groups in
             (("board", ["board", "staff"]), ("press", ["press"]), ("plain", []))}  # fmt: skip
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False, client=("10.0.0.5", 1)) as client:
        yield SimpleNamespace(client=client, shown=shown, catalog=catalog, assistant=assistant, app=app)


@pytest.fixture(params=["press", "plain"])
def outsider(request):
    return request.param


def asked(desk, who, question, **rest):
    said = desk.client.post("/api/ask", json={"question": question, **rest}, headers=bearer(desk, who))
    assert said.status_code == 200, said.text
    return said.json()


def bearer(desk, who):
    return {"Authorization": f"Bearer {desk.shown[who]}"}


def quoted(answer):
    return [quote["article_id"] for quote in answer["quotes"]]


def assert_closed(text, *, but=""):
    """Nothing in ``text`` is from what is for the board, but what the asker wrote."""
    text = text if isinstance(text, str) else json.dumps({**text, "question": "", "missing": []}, ensure_ascii=False)
    assert [word for word in CLOSED if word.lower() in text.lower() and word not in but] == []


def test_the_board_is_answered_and_nobody_else_is(desk, outsider):
    assert quoted(asked(desk, "board", ASK_CUTS))[0] == "cuts"
    answer = asked(desk, outsider, ASK_CUTS)
    assert answer["abstained"]
    assert_closed(answer)


@pytest.mark.parametrize("question", [
    "What did Rufus Oldcastle say?", "How many keepers will be dismissed?", "What did the harbour board say?",
    "the decision is not public", "lighthouse", "board papers", "What may nobody outside this room hear of?",
    "How much is the toll on Harrow Bridge?", "What did the repairs of the bells cost?",
])  # fmt: skip
def test_no_question_brings_anything_of_it_up_not_even_as_what_is_closest(desk, outsider, question):
    answer = asked(desk, outsider, question, max_quotes=20)
    assert_closed(answer)
    assert {one["article_id"] for one in answer["closest"]} <= {"ferry", "bells", "toll"}


@pytest.mark.parametrize("narrowed", [
    {"source": "Harbour Board Papers"}, {"after": "2024-02-11", "before": "2024-02-11"}, {"after": "2024-04-02"},
    {"source": "harbour board papers", "after": "2020-01-01"},
])  # fmt: skip
def test_no_filter_reaches_it_or_differs_from_one_that_nothing_fits(desk, outsider, narrowed):
    answer = asked(desk, outsider, ASK_CUTS, **narrowed)
    nothing = asked(desk, outsider, ASK_CUTS, source="There Is No Such Paper")
    for one in (answer, nothing):
        del one["answer_id"], one["timings_ms"]
    assert answer == nothing
    assert quoted(asked(desk, "board", ASK_CUTS, source="Harbour Board Papers"))[0] == "cuts"


@pytest.mark.parametrize("article_id", ["cuts", "bells-board", "toll-board"])
@pytest.mark.parametrize("path", ["/api/articles/{}", "/api/articles/{}/", "/api/articles//{}", "/api/articles/%2F{}"])
def test_by_its_id_it_is_as_unknown_as_one_that_is_not_there(desk, outsider, article_id, path):
    headers = bearer(desk, outsider) | {"X-Request-ID": "same-for-both"}
    unknown = "x" * len(article_id)
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        theirs, none = (
            desk.client.request(method, path.format(name), headers=headers) for name in (article_id, unknown)
        )
        assert theirs.status_code == none.status_code != 200
        assert theirs.content.replace(article_id.encode(), b"") == none.content.replace(unknown.encode(), b"")
        assert theirs.headers == none.headers
    assert desk.client.get(f"/api/articles/{article_id}", headers=bearer(desk, "board")).json()["id"] == article_id


def test_the_names_of_groups_are_told_to_nobody(desk):
    for who, name in itertools.product(desk.shown, ("ferry", "cuts")):
        assert "groups" not in desk.client.get(f"/api/articles/{name}", headers=bearer(desk, who)).json()


def test_a_follow_up_does_not_reach_what_the_question_before_could_not(desk, outsider):
    history = [ASK_CUTS, "Who chairs the harbour board?"]
    for question in ("And why?", "Who said so?", "And Oldcastle?", "How many keepers?"):
        assert_closed(asked(desk, outsider, question, history=history), but=" ".join([question, *history]))


def test_the_page_answers_as_the_api_does(desk, outsider):
    desk.client.headers.update(bearer(desk, outsider))
    view = viewed(converse(desk.client, {"question": ASK_CUTS}, session=f"s-{outsider}"))
    assert view["reason"] is not None
    assert_closed(view)
    more = viewed(converse(desk.client, {"question": "And how many keepers?"}, session=f"s-{outsider}"))
    assert_closed(more, but=f"And how many keepers? {ASK_CUTS}")
    desk.client.headers.update(bearer(desk, "board"))
    assert viewed(converse(desk.client, {"question": ASK_CUTS}, session="s-board"))["reason"] is None
    del desk.client.headers["Authorization"]


def test_the_page_itself_offers_and_counts_nothing_of_it_nor_does_a_permanent_link(desk, outsider):
    link = {"question": ASK_CUTS, "source": "Harbour Board Papers"}
    for path, params in (("/", {}), ("/", link), ("/gradio_api/info", {}), ("/openapi.json", {}), ("/widget.js", {})):
        page = desk.client.get(path, params=params, headers=bearer(desk, outsider))
        assert page.status_code == 200
        assert_closed(page.text, but="keepers" if path != "/" else "")
    assert "The Ledger" in desk.client.get("/", headers=bearer(desk, outsider)).text


def test_of_a_story_only_what_may_be_seen_is_quoted_and_named(desk, outsider):
    question = "What did the repairs of the bells of Saint Osyth cost?"
    theirs, boards = asked(desk, outsider, question), asked(desk, "board", question)
    assert quoted(theirs)[0] == "bells"
    assert theirs["quotes"][0]["also_in"] == []
    assert {quoted(boards)[0], *boards["quotes"][0]["also_in"]} == {"bells", "bells-board"}


def test_a_newer_version_takes_the_place_of_the_older_only_for_those_who_may_see_it(desk, outsider):
    question = "How much is the toll on Harrow Bridge for a car?"
    assert quoted(asked(desk, outsider, question))[0] == "toll"
    boards = asked(desk, "board", question, max_quotes=20)
    assert quoted(boards)[0] == "toll-board"
    assert "toll" not in quoted(boards)


def test_an_answer_of_the_board_cannot_be_judged_or_told_from_none_by_others(desk, outsider):
    name = asked(desk, "board", ASK_CUTS)["answer_id"]
    headers = bearer(desk, outsider) | {"X-Request-ID": "same-for-both"}
    theirs, none = (
        desk.client.post("/api/feedback", json={"answer_id": one, "verdict": "right"}, headers=headers)
        for one in (name, "x" * len(name))
    )
    assert theirs.status_code == none.status_code == 404
    assert theirs.content.replace(name.encode(), b"") == none.content.replace(b"x" * len(name), b"")


def test_figures_for_prometheus_name_no_article_publisher_or_group(desk):
    text = desk.client.get("/metrics", headers=bearer(desk, "plain")).text
    assert "quotedesk_questions_total" in text
    assert_closed(text)
    assert not any(name in text for name in ("ferry", "Ledger", "press", "staff"))


def test_a_closed_article_that_is_damaged_is_no_error_for_others(desk, outsider):
    def set_hash(sha256):
        desk.catalog.connection.execute("UPDATE articles SET sha256 = ? WHERE id = 'cuts'", (sha256,))

    whole = desk.catalog.article("cuts").sha256
    try:
        set_hash("0" * 64)
        said = desk.client.post("/api/ask", json={"question": ASK_CUTS}, headers=bearer(desk, "board"))
        assert said.status_code == 503
        assert asked(desk, outsider, ASK_CUTS)["abstained"]
    finally:
        set_hash(whole)


def test_refusals_say_nothing_of_it(desk, outsider):
    for more in ({"question": ""}, {"groups": ["board"]}, {"group": "board"}, {"filters": {"groups": None}}):
        said = desk.client.post("/api/ask", json={"question": ASK_CUTS} | more, headers=bearer(desk, outsider))
        assert said.status_code == 422
        assert_closed(said.text, but=ASK_CUTS)


@pytest.mark.parametrize("forged", [
    {"X-Forwarded-Groups": "board"}, {"X-Forwarded-User": "ann", "X-Forwarded-Groups": "board"},
    {"X-Quotedesk-Groups": "board"}, {"Cookie": "groups=board"},
])  # fmt: skip
def test_groups_that_nobody_vouches_for_count_for_nothing(desk, outsider, forged):
    said = desk.client.post("/api/ask", json={"question": ASK_CUTS}, headers=bearer(desk, outsider) | forged)
    assert said.json()["abstained"]


@pytest.mark.parametrize(("groups", "answered"), [
    ("board", True), ("staff, board", True), ("", False), ("press", False), ("Board", False), ("board;press", False),
])  # fmt: skip
def test_the_proxy_says_in_which_groups_its_user_is(desk, groups, answered):
    headers = {"X-Forwarded-User": "ann", "X-Forwarded-Groups": groups, "X-Quotedesk-Proxy-Secret": SECRET}
    said = desk.client.post("/api/ask", json={"question": ASK_CUTS}, headers=headers)
    assert said.json()["abstained"] is not answered


def test_a_change_of_groups_counts_from_the_next_question(desk):
    question = "How many passengers did the Wexcombe ferry carry in 2023?"

    def close(*groups):
        with desk.catalog.transaction():
            regroup(desk.catalog, "ferry", groups)
            settle(desk.catalog)

    assert quoted(asked(desk, "plain", question))[0] == "ferry"
    try:
        close("press")
        assert "ferry" not in quoted(asked(desk, "plain", question))
        assert desk.client.get("/api/articles/ferry", headers=bearer(desk, "plain")).status_code == 404
        assert quoted(asked(desk, "press", question))[0] == "ferry"
    finally:
        close()
    assert quoted(asked(desk, "plain", question))[0] == "ferry"


def test_where_nobody_is_asked_who_they_are_only_what_is_everyones_answers(desk):
    app = small_collection.service(desk.assistant.ask, find=desk.assistant.article)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.post("/api/ask", json={"question": ASK_CUTS}).json()["abstained"]
        assert client.get("/api/articles/cuts").status_code == 404
        assert client.get("/api/articles/ferry").status_code == 200
    assert NOBODY.groups == frozenset()


def test_what_was_answered_from_a_part_is_marked_so_for_the_operator(desk):
    public, board = (
        desk.assistant.ask(ASK_CUTS, filters=Filters(groups=frozenset(names))) for names in ((), ("board",))
    )
    assert public.narrowed
    assert not board.narrowed
    assert "narrowed" not in json.dumps(public.as_json())
