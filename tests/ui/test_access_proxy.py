"""A proxy in front is believed if it comes from where it should and knows the secret, and nobody else is."""

import httpx2
import pytest

from index.errors import QuotedeskError
from tests.ui.gated import behind_gate, visitor
from tests.ui.openid import served
from ui.access.proxy import TrustedProxy, network
from ui.access.settings import Access

SECRET = "correct horse battery staple"
NEAR = ("10.0.0.5", 4711)
SAID = {"X-Forwarded-User": "ada", "X-Quotedesk-Proxy-Secret": SECRET}


def service(tmp_path, networks=("10.0.0.0/29", "fd00::/8"), **how):
    proxy = TrustedProxy(SECRET, [network(text) for text in networks], **how)
    return behind_gate(Access(proxy=proxy), tmp_path)


def ask(tmp_path, headers, client=NEAR, **how):
    return visitor(service(tmp_path, **how), client=client).get("/", headers=headers)


def test_whom_the_proxy_names_is_let_in(tmp_path):
    said = ask(tmp_path, {**SAID, "X-Forwarded-Groups": "press, desk,,"})
    assert said.json() == {"name": "ada", "groups": ["desk", "press"]}


@pytest.mark.parametrize("client", ["10.0.0.5", "fd00::1", "::ffff:10.0.0.5"])
def test_the_proxys_addresses_are_taken_in_every_form(tmp_path, client):
    assert ask(tmp_path, SAID, (client, 1)).status_code == 200


@pytest.mark.parametrize(
    "client", ["10.0.0.9", "127.0.0.1", "::1", "::ffff:127.0.0.1", "8.8.8.8", "unix:", "", "testclient"]
)
def test_others_are_refused_though_they_know_the_secret(tmp_path, client):
    for pretended in ({}, {"X-Forwarded-For": "10.0.0.5"}, {"X-Real-IP": "10.0.0.5"}, {"Forwarded": "for=10.0.0.5"}):
        assert ask(tmp_path, {**SAID, **pretended}, (client, 1)).status_code == 401


@pytest.mark.parametrize(
    "secret",
    [None, "", " ", SECRET[:-1], SECRET + "x", SECRET.upper(), "é" * 28, f"{SECRET}, {SECRET}", "\u2603".encode()],
)
def test_without_the_secret_nobody_is_believed(tmp_path, secret):
    headers = {"X-Forwarded-User": "ada"} | ({"X-Quotedesk-Proxy-Secret": secret} if secret is not None else {})
    encoded = [(name, value if isinstance(value, bytes) else value.encode()) for name, value in headers.items()]
    assert ask(tmp_path, encoded).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Forwarded-User", "ada"), ("X-Forwarded-User", "root")],
        [("X-Forwarded-User", "ada"), ("x-forwarded-user", "ada")],
        [("X-Forwarded-User", "")],
        [("X-Forwarded-User", "   ")],
        [("X-Forwarded-User", "x" * 201)],
        [("X-Forwarded-User", b"a\xc2\x80b")],
        [("X_Forwarded_User", "ada")],
        [("X-Forwarded-Username", "ada")],
        [("Remote-User", "ada")],
        [],
        [("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", "press"), ("X-Forwarded-Groups", "board")],
        [("X-Forwarded-User", "ada"), ("X-Quotedesk-Proxy-Secret", SECRET)],
    ],
)
def test_a_name_that_is_missing_or_doubtful_is_nobodys(tmp_path, headers):
    assert ask(tmp_path, [("X-Quotedesk-Proxy-Secret", SECRET), *headers]).status_code == 401


def test_groups_in_a_header_that_the_proxy_does_not_set_are_no_groups(tmp_path):
    assert ask(tmp_path, {**SAID, "X-Forwarded-Group": "board", "X_Forwarded_Groups": "board"}).json()["groups"] == []


def test_names_may_be_of_any_script_and_headers_of_any_name(tmp_path):
    headers = {"Remote-User": "Łucja Ó Briain".encode(), "Remote-Roles": b"press", "X-Key": SECRET.encode()}
    how = {"user_header": "Remote-User", "groups_header": "Remote-Roles", "secret_header": "X-Key"}
    assert ask(tmp_path, headers, **how).json() == {"name": "Łucja Ó Briain", "groups": ["press"]}
    assert ask(tmp_path, SAID, **how).status_code == 401


def test_the_login_page_of_a_proxy_has_no_way_in(tmp_path):
    browser = visitor(service(tmp_path), client=NEAR)
    page = browser.get("/", headers={"accept": "text/html"})
    assert page.status_code == 401
    assert "<form" not in page.text
    assert browser.post("/login", data={"token": "a"}).status_code == 401
    assert browser.get("/login/start").status_code == 401


@pytest.mark.parametrize(
    ("secret", "networks", "named"),
    [("", ["10.0.0.5"], "SECRET"), ("short", ["10.0.0.5"], "SECRET"), (SECRET, [], "proxy-from")],
)
def test_a_proxy_that_anybody_could_play_is_refused_at_once(secret, networks, named):
    with pytest.raises(QuotedeskError, match=named):
        TrustedProxy(secret, [network(text) for text in networks])


@pytest.mark.parametrize("text", ["", "proxy.example", "10.0.0.5/24", "10.0.0.0/33", "*"])
def test_a_network_is_written_as_one(text):
    with pytest.raises(QuotedeskError, match="proxy-from"):
        network(text)


def test_the_secret_is_not_shown():
    assert SECRET not in repr(TrustedProxy(SECRET, [network("::1")]))


@pytest.mark.parametrize(("networks", "status"), [(["127.0.0.1"], 200), (["10.0.0.5"], 401)])
def test_over_a_real_connection_no_header_changes_where_it_comes_from(tmp_path, networks, status):
    pretended = {"X-Forwarded-For": "10.0.0.5", "X-Real-IP": "10.0.0.5", "Forwarded": "for=10.0.0.5"}
    with served(service(tmp_path, networks), proxy_headers=False) as address:
        assert httpx2.get(address, headers={**SAID, **pretended}).status_code == status


def test_a_server_that_believes_forwarded_addresses_would_let_anybody_here_play_the_proxy(tmp_path):
    """Why serve has uvicorn believe none with --auth proxy."""
    with served(service(tmp_path, ["10.0.0.5"]), proxy_headers=True) as address:
        assert httpx2.get(address, headers={**SAID, "X-Forwarded-For": "10.0.0.5"}).status_code == 200
