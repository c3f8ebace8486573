"""Figures as SVG that stands by itself: no other file, no font, no style that a strict page would refuse.

What matplotlib writes as ``style="…"`` is turned into presentation attributes, which need no permission in a content
security policy and which a page may outrank, so that the three inks below can be others in the dark.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.typing import RcKeyType

#: Told apart in grey, and by the page that turns them over in the dark.
DARK, MIDDLE, LIGHT = "#111111", "#5a5a5a", "#c8c8c8"
PAPER = "#ffffff"
_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_SETTINGS: "dict[RcKeyType, object]" = {
    "svg.fonttype": "none", "font.size": 11, "font.family": "sans-serif", "axes.edgecolor": MIDDLE,
    "text.color": DARK, "axes.labelcolor": DARK, "xtick.color": MIDDLE, "ytick.color": MIDDLE,
}  # fmt: skip
_FONTS = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Words:
    """The text alternative; ``name`` is a word that no other figure of a page has."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG, and its words for those who cannot see it."""

    words: Words
    svg: str


def drawn(words: Words, size: tuple[float, float], draw: Callable[["Axes"], None]) -> Drawing:
    """What ``draw`` puts on the axes it is given; the same drawing makes the same file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS | {"svg.hashsalt": words.name})
        figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1))
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        out = io.StringIO()
        figure.savefig(
            out, format="svg", transparent=True, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type"))
        )
    return Drawing(words, _alone(out.getvalue(), words))


def _alone(svg: str, words: Words) -> str:
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    root = ElementTree.fromstring(svg[svg.index("<svg ") :])  # noqa: S314 - matplotlib wrote it a moment ago
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}style", f"{{{_SVG}}}metadata"):
                parent.remove(child)
    aims = {value.rpartition("#")[2].rstrip(")") for element in root.iter() for value in _links(element)}
    for element in root.iter():
        element.attrib.update(_presentation(element.attrib.pop("style", "")))
        if element.get("id") not in aims:
            element.attrib.pop("id", None)
    _describe(root, words)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _links(element: ElementTree.Element) -> Iterator[str]:
    return (value for name, value in element.attrib.items() if name.endswith("href") or value.startswith("url(#"))


def _presentation(style: str) -> dict[str, str]:
    """The declarations of a style as attributes; a shorthand for fonts by its size, weight and our own fonts."""
    found: dict[str, str] = {}
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            sizes = [word for word in value.split() if word.endswith("px")]
            weight = {"font-weight": value.split()[0]} if value.split()[0] in ("bold", "700", "600") else {}
            found |= {"font-size": sizes[0], "font-family": _FONTS, **weight}
        else:
            found[name] = value
    return found


def _describe(root: ElementTree.Element, words: Words) -> None:
    """With a title and a description for those who cannot see it, and lines that end as matplotlib means them."""
    titled, told = f"{words.name}-title", f"{words.name}-words"
    root.attrib.update({"role": "img", "aria-labelledby": titled, "aria-describedby": told,
                        "stroke-linejoin": "round", "stroke-linecap": "butt"})  # fmt: skip
    title, told_by = ElementTree.Element(f"{{{_SVG}}}title", id=titled), ElementTree.Element(f"{{{_SVG}}}desc", id=told)
    title.text, told_by.text = words.title, words.description
    root[:0] = [title, told_by]
