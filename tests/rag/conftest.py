"""Small articles written for these tests, and a way to get hits of them."""

import datetime

import pytest

from index.articles import Article, Hit, sha256_of

HELPLINE = (
    "The Fell helpline took 4,120 calls in 2022-23, up from 3,900 the year before. "
    "“Most of them came at night,” said Dr. Ada Holm, who runs it.\n\n"
    "Calls are free. Ms Holm wants £2.5m from the council to open in Brindle too."
)
FINES = "Ofcom fined Blue Kite £1m in May 2024. The firm, which runs a chat app, said it would appeal."


def article_of(article_id, title, text, published=None, url=None):
    return Article(article_id, title, text, sha256_of(text), url=url, publisher="The Ledger", published=published)


@pytest.fixture
def helpline():
    return article_of("helpline", "Calls to helpline rise", HELPLINE, datetime.date(2023, 5, 1))


@pytest.fixture
def fines():
    return article_of("fines", "Chat app is fined", FINES, url="https://ledger.example/fines")


@pytest.fixture
def hits(helpline, fines):
    return [Hit(helpline.passage(0, len(HELPLINE)), 0.03), Hit(fines.passage(0, len(FINES)), 0.02)]
