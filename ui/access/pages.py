"""The pages for people who are not signed in: plain HTML, no script, readable in any browser."""

from dataclasses import dataclass
from html import escape
from typing import Self
from urllib.parse import quote

from starlette.requests import HTTPConnection

from ui.access.phrases import load, preferred
from ui.phrases import Phrases

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}/login/login.css">
</head>
<body>
<main>
<h1>{title} · {name}</h1>
{body}
</main>
</body>
</html>
"""
FORM = """<form method="post" action="{root}/login">
<label for="token">{token}</label>
<p class="hint" id="hint">{hint}</p>
<input id="token" name="token" type="password" autocomplete="current-password" aria-describedby="hint" required>
<input name="next" type="hidden" value="{next}">
<button type="submit">{send}</button>
</form>"""
SIGN_OUT = (
    """<form method="post" action="{root}/logout"><p>{question}</p><button type="submit">{send}</button></form>"""
)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages in one language, with links under ``root`` (empty, or a path without a slash at its end)."""

    phrases: Phrases
    root: str

    @classmethod
    def for_browser(cls, asking: HTTPConnection) -> Self:
        """In the language that the browser asks for."""
        return cls(load(preferred(asking.headers.get("accept-language", ""))), asking.scope.get("root_path", ""))

    def login(self, destination: str, *, token: bool, provider: bool, problem: str = "") -> str:
        """Where a person signs in, to go on to ``destination``; ``problem`` is the name of a phrase."""
        parts = [f'<p class="alarm" role="alert">{self._say(problem)}</p>' if problem else ""]
        if provider:
            link = f"{self.root}/login/start?next={quote(destination, safe='')}"
            parts.append(f'<p><a class="button" href="{escape(link)}">{self._say("login.provider")}</a></p>')
        if token:
            words = {name: self._say(f"login.{name}") for name in ("token", "hint", "send")}
            parts.append(FORM.format(root=escape(self.root), next=escape(destination), **words))
        if not (token or provider):
            parts.append(f"<p>{self._say('login.elsewhere')}</p>")
        return self._page("login.title", "\n".join(filter(None, parts)))

    def sign_out(self) -> str:
        """Asks first: a link on another site must not sign anybody out."""
        words = {name: self._say(f"logout.{name}") for name in ("question", "send")}
        return self._page("logout.title", SIGN_OUT.format(root=escape(self.root), **words))

    def signed_out(self, provider_link: str | None) -> str:
        """A link, not a redirect, leads to the provider: the page's policy lets no form lead elsewhere."""
        again = f'<p><a href="{escape(self.root)}/">{self._say("logout.again")}</a></p>'
        elsewhere = (
            f'<p><a href="{escape(provider_link)}">{self._say("logout.provider")}</a></p>' if provider_link else ""
        )
        return self._page("logout.title", f"<p>{self._say('logout.done')}</p>\n{again}\n{elsewhere}")

    def _page(self, title: str, body: str) -> str:
        words = {"language": self._say("page.language"), "name": self._say("page.name"), "title": self._say(title)}
        return PAGE.format(root=escape(self.root), body=body, **words)

    def _say(self, name: str) -> str:
        return escape(self.phrases[name])


def destination(wanted: str, root: str) -> str:
    """``wanted`` if it is a path of this service, else its front page; nobody is sent to another site."""
    # To a browser, //host, ///host and /\\host are other sites, and so are those with a tab or a line break inside.
    elsewhere = wanted.startswith("//") or "\\" in wanted or not wanted.isprintable()
    again = wanted.startswith((f"{root}/login", f"{root}/logout"))
    return wanted if wanted.startswith(f"{root}/") and not elsewhere and not again else f"{root}/"
