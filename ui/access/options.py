"""The options that say who may ask, for every command that serves."""

import functools
import os
from collections.abc import Callable
from dataclasses import fields

import click

_OPTIONS = (
    click.option("--auth", multiple=True, type=click.Choice(["none", "token", "proxy", "oidc"]),
                 help="Who may ask: anybody at this machine (none, as by default), holders of a token, whom a proxy in "
                      "front names, or whom an OpenID provider knows; may be given again."),
    click.option("--metrics-open", is_flag=True, help="Answer /metrics to anybody, whatever --auth says."),
    click.option("--public-url", default="", metavar="URL",
                 help="The address that browsers know the service by; needed with --auth oidc."),
    click.option("--session-hours", type=click.FloatRange(0.1, 720), default=8.0, show_default=True,
                 help="How long a browser stays signed in."),
    click.option("--proxy-from", multiple=True, metavar="CIDR",
                 help="With --auth proxy: an address, or a range of them, of the proxy; may be given again. "
                      "Its secret is taken from QUOTEDESK_PROXY_SECRET."),
    click.option("--proxy-header", default="X-Forwarded-User", show_default=True, metavar="NAME",
                 help="The header in which the proxy names the user."),
    click.option("--proxy-groups-header", default="X-Forwarded-Groups", show_default=True, metavar="NAME",
                 help="The header in which it names the user's groups, with commas between them."),
    click.option("--proxy-secret-header", default="X-Quotedesk-Proxy-Secret", show_default=True, metavar="NAME",
                 help="The header in which it shows the secret."),
    click.option("--oidc-discovery", default="", metavar="URL",
                 help="With --auth oidc: the provider's discovery document. The client's id and secret are taken from "
                      "QUOTEDESK_OIDC_CLIENT_ID and QUOTEDESK_OIDC_CLIENT_SECRET."),
    click.option("--oidc-scope", default="openid profile email", show_default=True,
                 help="What to ask the provider for."),
    click.option("--oidc-name-claim", default="sub", show_default=True, metavar="NAME",
                 help="The claim that names a user; it must be unique at the provider."),
    click.option("--oidc-groups-claim", default="groups", show_default=True, metavar="NAME",
                 help="The claim that lists a user's groups."),
)  # fmt: skip


def access_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take these options, and be called with the ``Access`` that they mean as its first argument."""

    @functools.wraps(command)
    def with_access(**given: object) -> None:
        from ui.access.settings import AccessOptions

        own = {field.name: given.pop(field.name) for field in fields(AccessOptions)}
        options = AccessOptions(**own)  # type: ignore[arg-type]  # click has made them of these types
        command(options.access(os.environ), **given)

    return functools.reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), with_access)
