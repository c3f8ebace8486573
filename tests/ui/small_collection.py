"""A service over a collection small enough to read: real articles and answers, found by a word of the question."""

import asyncio
import atexit
import datetime
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index.articles import Article, Dropped, Hit, Passage, sha256_of
from index.collection import EVERYTHING
from index.errors import ArticleChanged
from index.filters import Filters
from rag.answers import Answer, Provenance, Quote
from ui.server import create_app
from ui.service import Service

#: Each is a stretch that some layer between an article and the screen could change, or run.
HOSTILE = {
    "markdown": "**Bold** _it_ `code` [link](https://evil.example) ![x](https://evil.example/p.png)\n# Head\n- list",
    "latex": r"Costs are $$E = mc^2$$ and \(x\) and \[y\], or $5 to $6.",
    "tags": "<b>bold</b> &copy; &lt;i&gt; <script>window.ran = 1</script><img src=x onerror='window.ran=2'>",
    "template": "${window.ran = 3} {{value}} {{{value}}} `${alert(1)}` \\` \\u0041 $& $1",
    "emoji": "🧑🏽‍🚒 said “7,062” 🇬🇧 and é (e + combining) 👩‍👩‍👧",
    "arabic": "قال الوزير: ٧٬٠٦٢ جريمة (2024) سُجلت.",
    "spaces": "two  spaces,\ta tab,\u00a0no break,\r\nCRLF,\n\n\nthree lines \u2003em",
    "translation": '__i18n__{"key": "common.submit"} common.submit submit',
    "surrogate": "half a pair \ud83d alone, and a null \x00 byte",
    "attribute": '"onmouseover="window.ran=4" \'x\' </mark></blockquote></template><!-- --> ]]>',
}

GROOMING = """Skip to content
Police count more offences 🙁 than ever before

By Ada Finch

The charity said 7,062 offences of sexual communication with a child were recorded in 2023-24, 89% more than in 2017-18.

Ruth Calloway, Harbourlight chief executive, said: “It took them far too long to answer us.”

Read more: Baker, 52, fined

The figures were provided by 45 police forces. Snapchat was named in 48% of the cases where the means was known.
"""
LOCKDOWN = "In four weeks, 91 children were made safe and 67 homes searched.\n\nThe unit made 44 arrests."


def article_of(article_id: str, text: str, **particulars: object) -> Article:
    return Article(article_id, particulars.pop("title", article_id), text, sha256_of(text), **particulars)


def dropped(text: str, **reasons: str) -> tuple[Dropped, ...]:
    stretches = [(text.index(stretch), stretch, reason) for stretch, reason in reasons.values()]
    return tuple(Dropped(start, start + len(stretch), reason) for start, stretch, reason in sorted(stretches))


def part(article: Article, words: str) -> Passage:
    start = article.text.index(words)
    return article.passage(start, start + len(words))


def sentence(article: Article, beginning: str, end: str) -> Passage:
    start = article.text.index(beginning)
    return article.passage(start, article.text.index(end, start) + len(end))


def hostile_article(kind: str) -> Article:
    before, after = "Before ${0} 🙂 it.\n", "\nAfter <i>it</i>."
    return article_of(f"hostile/{kind}", before + HOSTILE[kind] + after, title=HOSTILE[kind][:60])


ARTICLES = {
    "news/grooming": article_of(
        "news/grooming",
        GROOMING,
        title="Police count more offences than ever before",
        byline="Ada Finch",
        publisher="The Ledger",
        published=datetime.date(2024, 11, 1),
        url="https://news.example/grooming",
        dropped=dropped(
            GROOMING,
            top=("Skip to content\n", "navigation"),
            more=("Read more: Baker, 52, fined\n\n", "links to other stories"),
        ),
    ),
    "lockdown": article_of("lockdown", LOCKDOWN, title="Children protected during lockdown", publisher="Eastmoor Post"),
    **{f"hostile/{kind}": hostile_article(kind) for kind in HOSTILE},
}


def find(article_id: str, groups: frozenset[str] = frozenset()) -> Article | None:
    found = ARTICLES.get(article_id)
    return found if found and found.is_for(groups) else None


def ask(
    question: str, *, filters: Filters = EVERYTHING, max_quotes: int | None = None, history: Sequence[str] = ()
) -> Answer:
    """Answers by the first word that it knows; ``wrong`` is the day when the index is broken."""
    word = next((word for word in question.lower().rstrip("?").split() if word in ANSWERS), "")
    if word == "wrong":
        raise ArticleChanged("article /srv/secret.txt no longer has the text that was indexed")
    if word == "crash":
        raise RuntimeError("secret")
    reason, quotes, hits, missing = ANSWERS.get(word, ("nothing_found", (), (), ()))
    return Answer(
        question,
        tuple(quotes)[:max_quotes],
        0.9,
        tuple(Hit(passage, 0.5) for passage in hits),
        Provenance(1, "small", "small"),
        reason=reason,
        missing=tuple(missing),
    )


def _grooming() -> list[Quote]:
    article = ARTICLES["news/grooming"]
    recorded = sentence(article, "The charity said", "2017-18.")
    waiting = sentence(article, "“It took", "us.”")
    speaker = part(article, "Ruth Calloway, Harbourlight chief executive")
    return [
        Quote(recorded, 0.9, answer=part(article, "7,062"), also_in=("lockdown",)),
        Quote(waiting, 0.8, speaker=speaker),
        Quote(part(ARTICLES["lockdown"], "91 children were made safe and 67 homes searched"), 0.7),
    ]


def _hostile(kind: str) -> list[Quote]:
    article = ARTICLES[f"hostile/{kind}"]
    quoted = part(article, HOSTILE[kind])
    return [Quote(quoted, 0.9, answer=quoted.within(3, 9), speaker=quoted.within(0, 12))]


_CLOSEST = [sentence(ARTICLES["news/grooming"], "Snapchat was", "known."), part(ARTICLES["lockdown"], LOCKDOWN)]
ANSWERS: dict = {
    "grooming": (None, _grooming(), (), ()),
    "tiktok": ("not_covered", (), _CLOSEST, ("TikTok", "<b>")),
    "close": ("not_answered", (), _CLOSEST, ()),
    "wrong": (),
    "crash": (),
    **{kind: (None, _hostile(kind), (), ()) for kind in HOSTILE},
}
EXAMPLES = ("How many grooming offences were recorded in 2023-24?", "How many offences were on TikTok?")


def service(ask=ask, *, find=find, **how):
    """The app. Gradio leaves an event loop unclosed (a ResourceWarning) unless one is running when it is built."""

    how.setdefault("service", Service(state=_temporary_folder()))

    async def build():
        return create_app(ask, find, **how)

    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's loop may be running in this thread
        return elsewhere.submit(asyncio.run, build()).result()


def _temporary_folder():
    folder = tempfile.mkdtemp(prefix="quotedesk-state-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
