"""What the options of serve mean, and that what cannot work is said before anything slow is loaded."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from index.errors import QuotedeskError
from ui.access.options import access_options
from ui.access.registration import WELL_KNOWN
from ui.access.settings import CLIENT_ID, CLIENT_SECRET, PROXY_SECRET, WAYS, Access
from ui.commands import serve
from ui.site import Site, open_socket

ROOT = Path(__file__).parents[2]
SECRETS = {PROXY_SECRET: "x" * 32, CLIENT_ID: "desk", CLIENT_SECRET: "a-secret"}
OIDC = ["--auth", "oidc", "--oidc-discovery", "https://p.example" + WELL_KNOWN, "--public-url", "https://q.example"]
PROXY = ["--auth", "proxy", "--proxy-from", "10.0.0.5"]


def access_of(*arguments, environment=SECRETS):
    """What a command gets that takes the options and one of its own."""
    got = []

    @click.command()
    @click.option("--own")
    @access_options
    def command(access, own):
        got.append((access, own))

    result = CliRunner().invoke(command, ["--own", "mine", *arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    assert got[0][1] == "mine"
    return got[0][0]


def test_without_an_option_nobody_is_asked():
    assert access_of() == access_of("--auth", "none") == Access()
    assert not Access().asks


def test_each_way_opens_its_own_door_and_no_other():
    assert access_of("--auth", "token") == Access(by_token=True)
    proxy = access_of(*PROXY, "--proxy-header", "Remote-User")
    assert (proxy.by_token, proxy.registration, proxy.proxy.user_header) == (False, None, "Remote-User")
    assert (proxy.proxy.secret, str(proxy.proxy.networks[0])) == ("x" * 32, "10.0.0.5/32")
    oidc = access_of(*OIDC, "--oidc-groups-claim", "roles")
    assert (oidc.by_token, oidc.proxy, oidc.registration.groups_claim) == (False, None, "roles")
    assert oidc.registration.redirect_uri == "https://q.example/login/callback"


def test_several_ways_are_open_together():
    everything = access_of(*OIDC, *PROXY, "--auth", "token", "--metrics-open", "--session-hours", "0.5")
    assert all((everything.by_token, everything.proxy, everything.registration, everything.metrics_open))
    assert everything.session_seconds == 1800


@pytest.mark.parametrize("way", WAYS)
def test_every_way_asks_or_is_none(way):
    more = {"proxy": PROXY, "oidc": OIDC}.get(way, ["--auth", way])
    assert access_of(*more).asks == (way != "none")


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (["--auth", "none", "--auth", "token"], SECRETS, "none"),
        (PROXY, {}, PROXY_SECRET),
        (["--auth", "proxy"], SECRETS, "--proxy-from"),
        (OIDC, {}, CLIENT_ID),
        (OIDC[:-2], SECRETS, "--public-url"),
        (["--auth", "oidc"], SECRETS, "--oidc-discovery"),
        (["--auth", "token", "--public-url", "http://q.example"], SECRETS, "--public-url"),
    ],
)
def test_what_cannot_work_is_a_message(arguments, environment, named):
    nothing = dict.fromkeys(SECRETS, "")
    with pytest.raises(QuotedeskError, match=named):
        access_of(*arguments, environment=nothing | environment)


def test_no_secret_is_an_option():
    @click.command()
    @access_options
    def command(access):
        pass

    names = {name for option in command.params for name in option.opts}
    assert not {"--proxy-secret", "--oidc-client-secret", "--oidc-client-id"} & names
    assert all(option.help for option in command.params)


def test_the_options_and_the_token_command_load_nothing_heavy():
    heavy = "{'gradio', 'fastapi', 'uvicorn', 'authlib', 'cryptography', 'httpx2', 'torch', 'numpy'}"
    script = f"import sys, ui.access.options, ui.token_commands; sys.exit(', '.join({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert loaded.stderr.strip() == ""


def test_without_a_provider_authlib_is_not_loaded(tmp_path):
    script = (
        "import sys; from pathlib import Path; from ui.access.gate import guarded; "
        "from ui.access.settings import Access; guarded(Access(by_token=True), Path(sys.argv[1])); "
        "sys.exit('authlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False).returncode == 0


def test_serve_lets_in_whom_its_options_say(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(
        "ui.commands.start", lambda folder, site, service, examples, **how: started.append((site, how["access"]))
    )
    for arguments in ([], ["--auth", "token"], PROXY):
        result = CliRunner().invoke(serve, ["--index", str(tmp_path), *arguments], env=SECRETS)
        assert result.exit_code == 0, result.output
    assert [(access.asks, site.forwarded) for site, access in started] == [(False, True), (True, True), (True, False)]


@pytest.mark.parametrize(("arguments", "reached"), [([], False), (["--auth", "token"], True)])
def test_serve_is_reached_by_others_only_where_it_asks_who_they_are(arguments, reached):
    site = Site(host="0.0.0.0", port=0)
    if reached:
        open_socket(site, access_of(*arguments)).close()
    else:
        with pytest.raises(QuotedeskError, match="--auth"):
            open_socket(site, access_of(*arguments))
