"""What a web page declares about its dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.page_dates import page_dates

SCHEMA = '<script type="application/ld+json">{}</script>'


def test_schema_org_comes_first_then_the_meta_tags():
    graph = (
        '{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], "datePublished": "2024-05-03T06:00:00+01:00"}]}'
    )
    page = '<html lang="en-GB"><meta property="article:published_time" content="2024-05-04">'
    page += "<meta content='2024-05-05' name=\"Last-Modified\">" + SCHEMA.format(graph)
    assert page_dates(page) == {"date": "2024-05-03T06:00:00+01:00", "updated": "2024-05-05", "locale": "en-GB"}


@pytest.mark.parametrize(
    "page",
    [
        "",
        SCHEMA.format("{broken"),
        SCHEMA.format('{"@type": "Person", "datePublished": "2024-05-03"}'),
        SCHEMA.format('{"@type": "Article", "datePublished": "0001-01-01T00:00:00Z"}'),
        SCHEMA.format('{"@type": "Article", "datePublished": 20240503}'),
        SCHEMA.format("[" * 2000 + "]" * 2000),
        '<meta name="viewport" content="2024-05-03">',
    ],
)
def test_what_is_no_date_of_an_article_is_not_taken(page):
    assert page_dates(page) == {}


@given(
    st.lists(
        st.sampled_from(
            ["<meta ", "name=", '"date"', "content=", "'", '"', ">", "<script ", "ld+json", "</script", "{"]
        )
    )
)
def test_broken_pages_break_nothing(pieces):
    assert all(isinstance(value, str) and value for value in page_dates(" ".join(pieces)).values())
