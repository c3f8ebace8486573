"""Signing in at a provider that runs here: the honest one lets people in, and none of the dishonest ones does."""

import logging
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from index.errors import QuotedeskError
from tests.ui.gated import BROWSER, behind_gate, visitor
from tests.ui.openid import CLIENT, STRANGERS_KEY, Provider, served
from ui.access.registration import WELL_KNOWN, Registration
from ui.access.settings import Access

PUBLIC = "http://localhost"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    with served(provider.app()) as provider.address:
        yield provider


@pytest.fixture
def provider(running):
    running.honest()
    return running


def registration(provider, **how):
    return Registration(provider.address + WELL_KNOWN, *CLIENT, PUBLIC, **how)


@pytest.fixture
def service(provider, tmp_path):
    def build(**how):
        access = Access(registration=registration(provider, **how), public_url=PUBLIC)
        return behind_gate(access, tmp_path / "state")

    return build


def away(browser, wanted="/?q=who"):
    """The provider's address that the browser is sent to."""
    page = browser.get(wanted, headers=BROWSER)
    assert page.status_code == 401
    link = page.text.split('class="button" href="')[1].split('"')[0]
    left = browser.get(link, headers=BROWSER)
    assert left.status_code == 302, left.text
    return left.headers["location"]


def back(browser, address):
    """What the browser gets when the provider has sent it back."""
    sent = httpx2.get(address)
    assert sent.status_code == 302, sent.text
    return browser.get(sent.headers["location"], headers=BROWSER)


def sign_in(browser, wanted="/?q=who"):
    return back(browser, away(browser, wanted))


def test_whoever_the_provider_knows_is_let_in_to_what_they_wanted(service):
    browser = visitor(service())
    arrived = sign_in(browser)
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/?q=who")
    assert browser.get("/?q=who").json() == {"name": "u-17", "groups": ["press"]}


def test_the_request_has_state_nonce_and_a_challenge(service, provider):
    browser = visitor(service())
    asked = [parse_qs(urlsplit(away(browser)).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name][0]) >= 20
        assert asked[0][name] != asked[1][name]
    assert asked[0]["redirect_uri"] == [PUBLIC + "/login/callback"]


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_other_sites(service):
    cookie = sign_in(visitor(service())).headers["set-cookie"]
    assert "quotedesk_session=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize(
    ("lies", "reason"),
    [
        ({"iss": "https://other.example"}, "'iss'"),
        ({"iss": None}, "'iss'"),
        ({"aud": "another-client"}, "'aud'"),
        ({"aud": ["another-client", "a-third"]}, "'aud'"),
        ({"aud": "another-client", "azp": CLIENT[0]}, "'aud'"),
        ({"aud": [CLIENT[0], "another-client"], "azp": "another-client"}, "'azp'"),
        ({"aud": None}, "'aud'"),
        ({"nonce": "of another sign-in"}, "'nonce'"),
        ({"nonce": None}, "'nonce'"),
        ({"exp": 1_000_000_000}, "expired"),
        ({"exp": None}, "'exp'"),
        ({"iat": 9_000_000_000}, "in the future"),
        ({"nbf": 9_000_000_000}, "not yet valid"),
        ({"sub": None}, "'sub'"),
        ({"sub": ""}, "no sub"),
        ({"at_hash": "bm90IHRoaXMgb25l"}, "'at_hash'"),
    ],
    ids=str,
)
def test_an_id_token_that_lies_lets_nobody_in(service, provider, lies, reason, caplog):
    provider.lies = lies
    assert_refused(visitor(service()), reason, caplog)


@pytest.mark.parametrize(
    ("signs_with", "reason"),
    [
        ("another key", "bad_signature"),
        ("none", "'none' is not allowed"),
        ("HS256", "'HS256' is not allowed"),
        ("nothing", "no ID token"),
    ],
)
def test_an_id_token_that_the_provider_did_not_sign_lets_nobody_in(service, provider, signs_with, reason, caplog):
    provider.signs_with = signs_with
    assert_refused(visitor(service()), reason, caplog)


def assert_refused(browser, reason, caplog):
    refused = sign_in(browser)
    assert refused.status_code == 401
    assert 'role="alert"' in refused.text
    assert "quotedesk_session" not in refused.headers.get("set-cookie", "")
    assert browser.get("/").status_code == 401
    assert reason in caplog.text


def test_a_code_serves_the_browser_that_asked_for_it_and_no_other(service):
    app = service()
    thief, victim = visitor(app), visitor(app)
    sent = httpx2.get(away(thief)).headers["location"]
    assert victim.get(sent, headers=BROWSER).status_code == 401
    assert victim.get("/").status_code == 401
    assert thief.get(sent, headers=BROWSER).status_code == 303


def test_a_code_serves_once(service, caplog):
    browser = visitor(service())
    sent = httpx2.get(away(browser)).headers["location"]
    cookies = dict(browser.cookies)
    assert browser.get(sent).status_code == 303
    again = visitor(browser.app, cookies=cookies)
    assert again.get(sent).status_code == 401
    assert "invalid_grant" in caplog.text


@pytest.mark.parametrize(
    "query", ["", "?code=a", "?state=a", "?code=a&state=b", "?error=access_denied", "?error=%0Aroot: fine"]
)
def test_a_callback_that_answers_no_question_is_refused(service, query, caplog):
    with caplog.at_level(logging.WARNING):
        assert visitor(service()).get("/login/callback" + query, headers=BROWSER).status_code == 401
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_a_state_that_was_changed_is_refused(service):
    browser = visitor(service())
    sent = httpx2.get(away(browser)).headers["location"]
    assert browser.get(sent.replace("state=", "state=x")).status_code == 401


def test_groups_may_come_from_the_userinfo(service, provider):
    provider.claims = {"sub": "u-17"}
    provider.userinfo = {"groups": "desk"}
    browser = visitor(service())
    sign_in(browser)
    assert browser.get("/").json() == {"name": "u-17", "groups": ["desk"]}


def test_the_userinfo_of_someone_else_lets_nobody_in(service, provider, caplog):
    provider.claims = {"sub": "u-17"}
    provider.userinfo = {"sub": "u-18", "groups": ["board"]}
    assert_refused(visitor(service()), "someone else", caplog)


def test_other_claims_may_name_the_user_and_the_groups(service, provider):
    provider.claims = {"sub": "u-17", "email": "a@b.example", "roles": ["press", 7, {"x": 1}]}
    browser = visitor(service(name_claim="email", groups_claim="roles"))
    sign_in(browser)
    assert browser.get("/").json() == {"name": "a@b.example", "groups": ["press"]}


def test_an_address_that_is_not_verified_names_nobody(service, provider, caplog):
    provider.claims = {"sub": "u-17", "email": "a@b.example", "email_verified": False, "groups": []}
    assert_refused(visitor(service(name_claim="email")), "not verified", caplog)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": "http://other.example/token"},
        {"jwks_uri": "http://other.example/jwks"},
        {"id_token_signing_alg_values_supported": ["none"]},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_discovery_document_that_cannot_be_believed_is_not(service, provider, metadata):
    provider.metadata = metadata
    assert visitor(service()).get("/login/start", headers=BROWSER).status_code == 503


def test_a_provider_that_is_down_is_a_page_that_says_so_and_may_come_up_later(provider, tmp_path):
    browser = visitor(
        behind_gate(Access(registration=Registration("http://127.0.0.1:9" + WELL_KNOWN, *CLIENT, PUBLIC)), tmp_path)
    )
    down = browser.get("/login/start", headers=BROWSER)
    assert down.status_code == 503
    assert 'role="alert"' in down.text


def test_signing_out_ends_the_session_and_offers_to_end_the_providers(service, provider):
    browser = visitor(service())
    sign_in(browser)
    kept = dict(browser.cookies)
    left = browser.post("/logout")
    assert f'href="{provider.address}/leave?client_id={CLIENT[0]}&amp;' in left.text
    assert browser.get("/").status_code == 401
    assert visitor(browser.app, cookies=kept).get("/").status_code == 401


def test_nobody_is_sent_to_another_site_after_signing_in(service):
    browser = visitor(service())
    left = browser.get("/login/start?next=//evil.example/", headers=BROWSER)
    assert back(browser, left.headers["location"]).headers["location"] == "/"


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ({"discovery": "http://provider.example" + WELL_KNOWN}, "oidc-discovery"),
        ({"discovery": "https://provider.example"}, "oidc-discovery"),
        ({"discovery": ""}, "oidc-discovery"),
        ({"client_id": ""}, "CLIENT_ID"),
        ({"client_secret": ""}, "CLIENT_SECRET"),
        ({"public_url": "http://quotes.example"}, "public-url"),
        ({"public_url": ""}, "public-url"),
    ],
)
def test_a_registration_that_cannot_work_is_refused_at_once(how, named):
    good = {"discovery": "https://p.example" + WELL_KNOWN, "client_id": "a", "client_secret": "b", "public_url": PUBLIC}
    with pytest.raises(QuotedeskError, match=named):
        Registration(**{**good, **how})


def test_the_secret_is_not_shown_with_the_registration():
    assert "a-secret" not in repr(Registration("https://p.example" + WELL_KNOWN, *CLIENT, PUBLIC))


def test_a_discovery_document_sets_no_more_than_where_things_are(service, provider, caplog):
    keys = {"keys": [STRANGERS_KEY.as_dict(private=False)]}
    provider.metadata = {"jwks": keys, "verify": False, "proxy": "http://127.0.0.1:9", "leeway": 1e9}
    browser = visitor(service())
    assert sign_in(browser).status_code == 303
    provider.signs_with = "another key"
    assert_refused(visitor(service()), "bad_signature", caplog)


@pytest.fixture(scope="module")
def other_provider():
    """A provider that others wrote, in a process of its own."""
    claims = '{"sub": "u-42", "email": "a@b.example", "email_verified": true, "groups": ["press", "desk"]}'
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", port, "--require-nonce", "true"]
    with subprocess.Popen(
        [*command, "--user-claims", claims], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + WELL_KNOWN)
            yield address
        finally:
            process.terminate()


def wait_for(address):
    for _ in range(200):
        try:
            return httpx2.get(address).raise_for_status()
        except httpx2.HTTPError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


def test_a_provider_that_others_wrote_lets_people_in(other_provider, tmp_path):
    registered = Registration(other_provider + WELL_KNOWN, *CLIENT, PUBLIC, name_claim="email")
    browser = visitor(behind_gate(Access(registration=registered, public_url=PUBLIC), tmp_path / "state"))
    sent = httpx2.post(away(browser), data={"sub": "u-42"})  # its page asks who one is
    assert sent.status_code == 302, sent.text
    assert browser.get(sent.headers["location"], headers=BROWSER).headers["location"] == "/?q=who"
    assert browser.get("/").json() == {"name": "a@b.example", "groups": ["desk", "press"]}
    assert "post_logout_redirect_uri" in browser.post("/logout").text


def test_whoever_refuses_there_is_not_let_in_here(other_provider, tmp_path):
    registered = Registration(other_provider + WELL_KNOWN, *CLIENT, PUBLIC)
    browser = visitor(behind_gate(Access(registration=registered, public_url=PUBLIC), tmp_path / "state"))
    sent = httpx2.post(away(browser), data={"action": "deny"})
    assert browser.get(sent.headers["location"], headers=BROWSER).status_code == 401
