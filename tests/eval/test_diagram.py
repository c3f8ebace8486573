import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.diagram import GAP, NOTE, TITLE, _apart, described, diagram, summed_up
from eval.reliability import MOST_BINS, Bin

SVG = "{http://www.w3.org/2000/svg}"
BINS = (Bin(0.5, 4, 10), Bin(0.97, 10, 11), Bin(0.99, 10, 10))


@pytest.fixture(scope="module")
def drawn():
    return diagram(BINS).svg


def test_it_is_an_image_with_a_text_alternative(drawn):
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    title, words = root[0], root[1]
    assert (title.tag, title.get("id"), title.text) == (f"{SVG}title", root.get("aria-labelledby"), TITLE)
    assert (words.tag, words.get("id")) == (f"{SVG}desc", root.get("aria-describedby"))
    assert words.text == f"{summed_up(BINS)}\n{NOTE}\n{described(BINS)}"


def test_it_asks_for_nothing_from_elsewhere(drawn):
    root = ElementTree.fromstring(drawn)
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "DOCTYPE" not in drawn
    assert not {element.tag for element in root.iter()} & {f"{SVG}image", f"{SVG}script", f"{SVG}foreignObject"}
    assert "@import" not in drawn
    assert "url(http" not in drawn


def test_a_strict_page_would_show_it_as_it_is_and_its_words_can_be_read(drawn):
    root = ElementTree.fromstring(drawn)
    assert not [element for element in root.iter() if element.tag == f"{SVG}style" or "style" in element.attrib]
    assert "how sure it said it was" in {element.text for element in root.iter(f"{SVG}text")}


def test_the_same_bins_make_the_same_file(drawn):
    assert diagram(BINS).svg == drawn
    assert diagram(()) is None


def test_the_words_name_each_group_and_how_far_off_it_was():
    assert described(BINS[:1]) == "10 answers: 50 % sure on average, 40 % right (by chance between 16.8 % and 68.7 %)."
    assert len(described(BINS).splitlines()) == 3
    assert "Over these 31 answers it was off by 5.7 percentage points on average" in summed_up(BINS)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=MOST_BINS).map(sorted))
def test_the_numbers_keep_their_order_and_their_distance(places):
    moved = _apart(places)
    assert len(moved) == len(places)
    assert all(after - before >= GAP - 1e-9 for before, after in pairwise(moved))
    assert moved[0] >= 0
    assert moved[-1] <= 1


def test_numbers_that_are_apart_stay_where_they_are():
    assert _apart([0.1, 0.5, 0.9]) == [0.1, 0.5, 0.9]


def test_plots_are_loaded_only_when_drawn():
    code = "import sys, eval.metrics, eval.diagram, eval.report; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
