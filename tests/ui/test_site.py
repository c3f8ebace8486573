"""What an operator may say of where the service is reached."""

import pytest

from index.errors import QuotedeskError
from ui.site import OWN_PATHS, Site, check_prefix


@pytest.mark.parametrize(
    "prefix",
    ["quotes", "/", "/quotes/", "//evil.example", "/a b", "/ü", "/a?b", *("/" + own for own in sorted(OWN_PATHS))],
)
def test_what_is_no_prefix_is_refused_in_words(prefix):
    with pytest.raises(QuotedeskError, match="--root-path"):
        Site(root_path=prefix)


@pytest.mark.parametrize("prefix", ["", "/quotes", "/team/news.desk", "/apis"])
def test_a_prefix_of_ones_own_is_taken(prefix):
    check_prefix(prefix)
