"""Tokens: shown once, kept as hashes, refused when they end; and the browsers that sign in with them."""

import hashlib
import json
import sqlite3
import stat
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from index.errors import QuotedeskError
from tests.ui.gated import BROWSER, behind_gate, visitor
from ui.access.records import FILE, KEY_FILE, open_records, session_key
from ui.access.sessions import COOKIE, HINT
from ui.access.settings import Access
from ui.access.tokens import Tokens
from ui.token_commands import token

TOMORROW = datetime.now(UTC) + timedelta(days=1)
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def tokens(tmp_path):
    records = open_records(tmp_path)
    yield Tokens(records)
    records.close()


@pytest.fixture
def guest(tokens, tmp_path):
    return visitor(behind_gate(Access(by_token=True), tmp_path))


def bearer(text):
    return {"Authorization": f"Bearer {text}"}


def run(*arguments):
    return CliRunner().invoke(token, [str(argument) for argument in arguments])


def test_a_token_lets_its_holder_in_with_their_groups(guest, tokens):
    shown = tokens.add("ada", ["press", "desk"], TOMORROW)
    assert guest.get("/", headers=bearer(shown)).json() == {"name": "ada", "groups": ["desk", "press"]}
    assert guest.get("/", headers={"Authorization": f"bEARER  {shown} "}).status_code == 200


def test_a_token_is_not_kept_and_its_hash_is_salted(tokens, tmp_path):
    shown = tokens.add("ada")
    tokens.records.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert shown.encode() not in kept
    assert shown.split("_", 2)[2].encode() not in kept
    tokens.add("bob")
    rows = tokens.records.execute("SELECT salt, hash FROM tokens").fetchall()
    assert len({salt for salt, _ in rows}) == len({hash_ for _, hash_ in rows}) == 2


def test_nobody_else_can_read_what_is_kept(tokens, tmp_path):
    session_key(tmp_path)
    tokens.add("ada")
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_token_that_is_revoked_or_expired_or_unknown_is_refused_and_called_invalid(guest, tokens):
    revoked, expired = tokens.add("ada"), tokens.add("bob", expires=YESTERDAY)
    tokens.revoke("ada")
    unknown = f"qd_{'0' * 12}_{'A' * 43}"
    for shown in (revoked, expired, unknown, "", "qd_", "null", "x" * 10_000):
        refused = guest.get("/", headers=bearer(shown))
        assert refused.status_code == 401
        assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def test_a_token_of_one_secret_and_another_id_is_refused(guest, tokens):
    one, other = (tokens.add(name).split("_", 2) for name in ("ada", "bob"))
    assert guest.get("/", headers=bearer(f"qd_{one[1]}_{other[2]}")).status_code == 401


@given(st.data())
def test_no_text_but_the_token_itself_is_taken(data):
    with sqlite3.connect(":memory:") as records:
        open_schema(records)
        shown = Tokens(records).add("ada")
        at = data.draw(st.integers(0, len(shown) - 1))
        other = shown[:at] + data.draw(st.characters().filter(lambda c: c != shown[at])) + shown[at + 1 :]
        assert Tokens(records).identify(other) is None
        assert Tokens(records).identify(data.draw(st.text())) is None
        assert Tokens(records).identify(shown)
    records.close()


def open_schema(records):
    from importlib import resources

    records.executescript(resources.files("ui.access").joinpath("records.sql").read_text("utf-8"))


@pytest.mark.parametrize(
    "headers", [["Bearer {}", "Bearer {}"], ["Basic {}"], ["{}"], ["Bearer"], ["Bearer {}, Bearer {}"]]
)
def test_a_token_is_taken_in_its_one_place_only(guest, tokens, headers):
    shown = tokens.add("ada")
    sent = [("Authorization", header.format(shown, shown)) for header in headers]
    assert guest.get("/", headers=sent).status_code == 401
    assert guest.get(f"/?access_token={shown}&token={shown}").status_code == 401
    assert guest.get("/", headers={"Cookie": f"{COOKIE}={shown}"}).status_code == 401


def sign_in(guest, shown, **more):
    return guest.post("/login", data={"token": shown, "next": "/?q=a"}, headers={**BROWSER, **more})


def test_a_browser_signs_in_with_a_token_and_out_again(guest, tokens):
    shown = tokens.add("ada", ["press"])
    arrived = sign_in(guest, f" {shown}\n")
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/?q=a")
    assert guest.get("/").json() == {"name": "ada", "groups": ["press"]}
    assert "<form" in guest.get("/logout", headers=BROWSER).text
    assert guest.get("/").status_code == 200, "a link does not sign out"
    kept = dict(guest.cookies)
    assert guest.post("/logout").status_code == 200
    assert guest.get("/").status_code == 401
    assert visitor(guest.app, cookies=kept).get("/").status_code == 401, "nor is a copy of the cookie good any more"


def test_the_page_can_see_that_somebody_is_signed_in_but_not_by_what(guest, tokens):
    cookies = sign_in(guest, tokens.add("ada")).headers.get_list("set-cookie")
    told = {cookie.partition("=")[0]: "httponly" not in cookie.lower() for cookie in cookies}
    assert told == {COOKIE: False, HINT: True}
    assert {HINT, COOKIE} <= set(guest.cookies)
    assert visitor(guest.app, cookies={HINT: "1"}).get("/").status_code == 401
    guest.post("/logout")
    assert not {HINT, COOKIE} & set(guest.cookies)


def test_the_cookie_is_for_this_service_alone_and_holds_no_token(guest, tokens, tmp_path):
    shown = tokens.add("ada")
    cookie = sign_in(guest, shown).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=28800"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    assert shown.split("_", 2)[2] not in cookie
    below = visitor(guest.app, root_path="/quotes")
    assert "Path=/quotes;" in below.post("/quotes/login", data={"token": shown}).headers["set-cookie"]
    safe = visitor(behind_gate(Access(by_token=True, public_url="https://quotes.example"), tmp_path))
    assert "Secure" in sign_in(safe, shown).headers["set-cookie"]


@pytest.mark.parametrize("end", ["revoke", "expire"])
def test_a_session_ends_with_its_token(guest, tokens, end):
    sign_in(guest, tokens.add("ada"))
    assert guest.get("/").status_code == 200
    if end == "revoke":
        tokens.revoke("ada")
    else:
        tokens.records.execute("UPDATE tokens SET expires = '2020-01-01T00:00:00+00:00'")
    assert guest.get("/").status_code == 401


def test_a_session_ends_after_its_hours(tokens, tmp_path):
    guest = visitor(behind_gate(Access(by_token=True, session_seconds=0), tmp_path))
    shown = tokens.add("ada")
    cookie = sign_in(guest, shown).headers["set-cookie"].split(";")[0]
    assert guest.get("/", headers={"Cookie": cookie}).status_code == 401


def test_a_wrong_token_is_said_on_the_page_and_signs_nobody_in(guest, tokens):
    tokens.add("ada")
    wrong = sign_in(guest, "qd_wrong")
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    assert "set-cookie" not in wrong.headers


def seal(key, salt="quotedesk session"):
    how = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeTimedSerializer(key, salt=salt, signer_kwargs=how)


#: Cookies that were not made by signing in, from the service's key.
FORGED = {
    "another key": lambda _: seal(b"x" * 32).dumps("a"),
    "another salt": lambda key: seal(key, "itsdangerous").dumps("a"),
    "the key, for no session": lambda key: seal(key).dumps("a"),
    "the key, for no text": lambda key: seal(key).dumps({"name": "ada"}),
    "nothing": lambda _: "",
    "no signature": lambda _: "ImEi",
    "null": lambda _: "null",
    "a name": lambda _: "ada",
    "odd characters": lambda _: "é☃",
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_cookie_is_refused(guest, tokens, tmp_path, how):
    tokens.add("ada")
    cookie = FORGED[how]((tmp_path / KEY_FILE).read_bytes())
    assert guest.get("/", headers=[(b"cookie", f"{COOKIE}={cookie}".encode())]).status_code == 401


def test_a_cookie_that_was_changed_anywhere_is_refused(guest, tokens):
    value = sign_in(guest, tokens.add("ada")).cookies[COOKIE]
    guest.cookies.clear()
    assert guest.get("/", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 200
    for at in range(0, len(value), 3):
        other = "A" if value[at] != "A" else "Q"
        changed = value[:at] + other + value[at + 1 :]
        assert guest.get("/", headers={"Cookie": f"{COOKIE}={changed}"}).status_code == 401, at


def test_with_another_key_everybody_signs_in_again(guest, tokens, tmp_path):
    value = sign_in(guest, tokens.add("ada")).cookies[COOKIE]
    (tmp_path / KEY_FILE).unlink()
    again = visitor(behind_gate(Access(by_token=True), tmp_path))
    assert again.get("/", headers={"Cookie": f"{COOKIE}={value}"}).status_code == 401


@pytest.mark.parametrize(
    "sent", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}]
)
def test_another_site_cannot_sign_a_visitor_in(guest, tokens, sent):
    assert sign_in(guest, tokens.add("ada"), **sent).status_code == 401


@pytest.mark.parametrize(
    "sent", [{"sec-fetch-site": "same-origin"}, {"origin": "http://localhost"}, {"origin": "null"}]
)
def test_our_own_page_can(guest, tokens, sent):
    assert sign_in(guest, tokens.add("ada"), **sent).status_code == 303


@pytest.mark.parametrize("body", [b"x" * 20_000, b"token=" + b"a" * 20_000])
def test_a_form_that_is_too_large_is_not_read(guest, body):
    assert (
        guest.post("/login", content=body, headers={"content-type": "application/x-www-form-urlencoded"}).status_code
        == 413
    )


@pytest.mark.parametrize(
    "kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=a", "text/plain", ""]
)
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b'--a\r\nContent-Disposition: form-data; name="token"\r\n\r\nx\r\n--a--', b"token=%ff"]
)
def test_a_form_that_is_none_signs_nobody_in(guest, body, kind):
    assert guest.post("/login", content=body, headers={"content-type": kind}).status_code in {400, 401}


def test_commands_add_list_and_revoke(tmp_path):
    added = run("add", "ada", "--group", "press", "--group", "desk", "--expires", "2099-12-31", "--state", tmp_path)
    assert added.exit_code == 0, added.output
    shown = added.stdout.strip()
    app = behind_gate(Access(by_token=True), tmp_path)
    assert visitor(app).get("/", headers=bearer(shown)).json() == {"name": "ada", "groups": ["desk", "press"]}
    (listed,) = json.loads(run("list", "--json", "--state", tmp_path).stdout)
    made = listed.pop("created")
    assert listed == {"name": "ada", "state": "valid", "groups": ["desk", "press"], "expires": "2099-12-31"}
    assert run("list", "--state", tmp_path).stdout == f"ada\tvalid\tmade {made}\tto 2099-12-31\tdesk, press\n"
    assert run("revoke", "ada", "--state", tmp_path).exit_code == 0
    assert visitor(app).get("/", headers=bearer(shown)).status_code == 401, "the running service obeys at once"
    assert json.loads(run("list", "--json", "--state", tmp_path).stdout)[0]["state"] == "revoked"


def test_the_state_is_beside_the_index_unless_said_otherwise(tmp_path):
    run("add", "ada", "--index", tmp_path / "news")
    assert (tmp_path / "news.state" / FILE).exists()
    assert isinstance(run("list").exception, QuotedeskError)


def test_a_name_is_free_again_once_its_token_is_revoked(tokens):
    tokens.add("ada")
    with pytest.raises(QuotedeskError, match="already"):
        tokens.add("ada")
    tokens.revoke("ada")
    tokens.add("ada")
    assert [record.state(datetime.now(UTC)) for record in tokens.all()] == ["revoked", "valid"]
    with pytest.raises(QuotedeskError, match="list"):
        tokens.revoke("bob")


@pytest.mark.parametrize("name", ["", " ", "-", "a\nb", "a\tb", "x" * 101, "a,b", "\x1b[31mred", "<b>"])
def test_a_name_is_plain_words(tokens, name):
    for arguments in ((name,), ("ada", [name])):
        with pytest.raises(QuotedeskError, match="name"):
            tokens.add(*arguments)


def test_a_day_that_is_over_is_a_message(tmp_path):
    result = run("add", "ada", "--expires", "2020-01-01", "--state", tmp_path)
    assert result.exit_code == 2
    assert "over" in result.output


def test_a_token_is_good_to_the_end_of_its_last_day(tmp_path):
    today = datetime.now(UTC).date().isoformat()
    assert run("add", "ada", "--expires", today, "--state", tmp_path).exit_code == 0
    assert json.loads(run("list", "--json", "--state", tmp_path).stdout)[0]["state"] == "valid"


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be looked at" * 20])
def test_damaged_records_are_a_message(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(QuotedeskError, match=FILE):
        open_records(tmp_path)


def test_records_of_another_version_are_a_message(tokens, tmp_path):
    tokens.records.execute("PRAGMA user_version=9")
    with pytest.raises(QuotedeskError, match="version"):
        open_records(tmp_path)


def test_a_damaged_key_is_a_message(tmp_path):
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(QuotedeskError, match=KEY_FILE):
        session_key(tmp_path)


def test_a_state_folder_that_cannot_be_made_is_a_message(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(QuotedeskError, match="--state"):
        open_records(tmp_path / "file" / "state")
