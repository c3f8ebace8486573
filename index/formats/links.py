"""Lists of links, which a page has around its article and few articles have inside."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

LINKED = 0.9  # the share of a list's characters that are links


def drop_link_lists(tree: "HtmlElement") -> None:
    """Take from ``tree`` its lists of two items and more that are nothing but links; the text behind them stays."""
    for element in list(tree.iter("ul", "ol")):
        items = sum(child.tag == "li" for child in element)
        if items > 1 and element.getparent() is not None and linked(element) > LINKED:
            element.drop_tree()


def linked(element: "HtmlElement") -> float:
    """The share of the characters of ``element`` that are part of a link."""
    whole = letters(element)
    return sum(letters(link) for link in element.iter("a")) / whole if whole else 0.0


def letters(element: "HtmlElement") -> int:
    """How many characters of ``element`` are no white space."""
    return sum(len(piece) for text in element.itertext() for piece in str(text).split())
