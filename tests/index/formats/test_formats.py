"""Every format: a fixture that is read, and hostile files that are named and left out."""

import gzip
import importlib.util
import io
import json
import logging
import os
import zipfile
from pathlib import Path

import pytest

from index.formats import FORMATS, Document, Rejected, read, suffix_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
MAKE = importlib.util.spec_from_file_location("make_fixtures", FIXTURES / "make.py")
make = importlib.util.module_from_spec(MAKE)
MAKE.loader.exec_module(make)
LIMIT = 1_000_000


def one(path, limit=LIMIT):
    (found,) = read(path, max_bytes=limit)
    return found


def given(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def reason(path, limit=LIMIT):
    found = one(path, limit)
    assert isinstance(found, Rejected)
    assert found.where.startswith(str(path))
    assert "\n" not in found.reason
    assert "; " in found.reason, "a reason without a remedy"
    return found.reason


def test_every_format_has_a_fixture_that_is_read():
    for suffix in FORMATS.keys() - {".markdown", ".htm"}:
        (path,) = [path for path in FIXTURES.iterdir() if suffix_of(path) == suffix]
        found = list(read(path, max_bytes=LIMIT))
        assert found, suffix
        assert all(isinstance(each, Document) for each in found), found


def test_plain_text_is_kept_to_the_character(tmp_path):
    text = "One line.\r\nAnother\twith a tab — and “marks”.\r\n\r\n"
    assert one(given(tmp_path, "a.TXT", b"\xef\xbb\xbf" + text.encode())).text == text


def test_front_matter_gives_the_particulars_and_stays_in_the_text():
    found = one(FIXTURES / "ferry.md")
    assert found.text == (FIXTURES / "ferry.md").read_text("utf-8")
    assert (found.title, found.byline, found.date) == ("Ferry runs at night again", "Mila Hart", "2022-05-09")
    assert (found.publisher, found.url) == ("Harbour Gazette", "https://www.harbour.example/ferry")


@pytest.mark.parametrize(
    "head",
    [
        "title: [broken",
        "title: {a: &a [*a]}",
        "- a\n- list",
        "title: !!python/object:os.system x",
        'title: "\\ud800"',
        "a: " + "[" * 3000,
    ],
)
def test_broken_front_matter_costs_the_particulars_not_the_article(tmp_path, head):
    found = one(given(tmp_path, "a.md", f"---\n{head}\n---\nThe words stay.\n"))
    assert (found.title, found.text[-16:]) == (None, "The words stay.\n")


def test_several_authors_and_a_link_that_is_none(tmp_path):
    found = one(
        given(tmp_path, "a.md", "---\nauthors: [A Hart, B Lund]\nurl: javascript:alert(1)\ntitle: 7\n---\nWords.\n")
    )
    assert (found.byline, found.url, found.title) == ("A Hart, B Lund", None, "7")


def test_a_page_gives_its_article_and_metadata():
    found = one(FIXTURES / "orchard.html")
    assert "212 apple trees" in found.text
    assert "Sport" not in found.text
    assert (found.title, found.byline, found.publisher) == (
        "Orchard saved by its neighbours",
        "Tess Rowan",
        "Vale Post",
    )
    assert (found.url, found.date) == ("https://www.valepost.example/orchard-saved", "2021-10-04T08:30:00+01:00")


PAGE = "<html><head><meta charset='{}'></head><body><article>" + "<p>{}</p>" * 5 + "</article></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoding", "sentence"),
    [
        ("iso-8859-1", "cp1252", "The café’s owner paid £9 for a “plain” bun, she said to the paper on Monday."),
        ("iso-8859-1", "utf-8", "The café’s owner paid £9 for a “plain” bun, she said to the paper on Monday."),
        ("windows-1251", "cp1251", "Полиция задержала сорок пять человек за четыре недели, сообщили в среду."),
        ("shift_jis", "shift_jis", "警察は四週間で四十五人を逮捕したと発表した。警察は四週間で四十五人を逮捕した。"),
        ("rot13", "utf-8", "The café’s owner paid £9 for a “plain” bun, she said to the paper on Monday."),
    ],
)
def test_a_page_is_read_in_the_charset_it_declares(tmp_path, declared, encoding, sentence):
    page = PAGE.format(declared, *[sentence] * 5)
    assert sentence in one(given(tmp_path, "a.html", page.encode(encoding))).text


@pytest.mark.parametrize(
    "markup",
    ["<html><body><nav><a href='/'>Home</a></nav></body></html>", "<html></html>", "<script>x</script>", "   "],
)
def test_a_page_without_main_text_is_refused(tmp_path, markup):
    assert "no main text" in reason(given(tmp_path, "a.html", markup)) or not markup.strip()


def test_a_deeply_nested_page_is_read_or_refused(tmp_path):
    one(given(tmp_path, "a.html", "<div>" * 30_000 + "words and more words" + "</div>" * 30_000))


def test_pages_of_a_pdf_are_apart():
    found = one(FIXTURES / "bridge.pdf")
    first, second = found.text.split("\f")
    assert "eleven weeks" in first
    assert "by the mill" in second
    assert (found.title, found.byline, found.date) == ("Bridge to close for repairs", "Owen Marsh", None)


def test_a_title_that_a_program_left_behind_is_none(tmp_path):
    assert one(given(tmp_path, "a.pdf", make.pdf([["Words."]], "draft_final.docx"))).title is None


def locked_pdf(user):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(FIXTURES / "bridge.pdf"))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_a_locked_pdf_is_refused_and_one_that_opens_for_everyone_is_read(tmp_path):
    assert "encrypted" in reason(given(tmp_path, "a.pdf", locked_pdf("secret")))
    assert "eleven weeks" in one(given(tmp_path, "b.pdf", locked_pdf(""))).text


def test_a_pdf_of_pictures_is_refused(tmp_path):
    assert "OCR" in reason(given(tmp_path, "a.pdf", make.pdf([[], []])))


@pytest.mark.parametrize("cut", [9, 200, 700])
def test_a_damaged_pdf_is_refused_or_read_but_never_raises(tmp_path, caplog, cut):
    data = (FIXTURES / "bridge.pdf").read_bytes()
    with caplog.at_level(logging.WARNING):
        one(given(tmp_path, "a.pdf", data[:cut]))
        one(given(tmp_path, "b.pdf", data[:cut] + os.urandom(300) + data[cut + 300 :]))
    assert not caplog.records
    assert "not a PDF" in reason(given(tmp_path, "c.pdf", b"hello " * 50))


def test_word_gives_paragraphs_and_tables_in_order():
    found = one(FIXTURES / "helpline.docx")
    heading, sentence, table, last = found.text.split("\n\n")
    assert (heading[:8], last[-11:]) == ("Helpline", "nine towns.")
    assert sentence == "A helpline for families took its millionth call on Monday.", "insertions in, deletions out"
    assert table == "Year\tCalls\n2023\t41,000"
    assert (found.title, found.byline) == ("A million calls", "Ada Poole")


def test_what_python_docx_writes_is_read(tmp_path):
    import docx

    document = docx.Document()
    document.add_heading("A heading")
    document.add_paragraph("A first paragraph.\tTabbed")
    document.add_table(2, 2).cell(0, 0).text = "cell"
    document.save(tmp_path / "a.docx")
    found = one(tmp_path / "a.docx")
    assert found.text.startswith("A heading\n\nA first paragraph.\tTabbed\n\ncell")
    assert (found.byline, found.date) == (None, None)


def test_hostile_word_files_are_refused(tmp_path):
    assert "encrypted" in reason(given(tmp_path, "a.docx", make_ole("EncryptedPackage")))
    assert "old Word" in reason(given(tmp_path, "b.docx", make_ole("WordDocument")))
    assert "damaged" in reason(given(tmp_path, "c.docx", b"PK\x03\x04 and no more"))
    assert "damaged" in reason(given(tmp_path, "d.docx", (FIXTURES / "helpline.docx").read_bytes()[:600]))
    make.write_docx(tmp_path / "e.docx", {"readme.txt": "no document"})
    assert "damaged" in reason(tmp_path / "e.docx")
    make.write_docx(
        tmp_path / "f.docx", make.word(make.CONTENT.replace("<w:t", "<w:nothing").replace("</w:t>", "</w:nothing>"))
    )
    reason(tmp_path / "f.docx")


def make_ole(stream):
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + stream.encode("utf-16-le")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 20_000_000)
    assert "unpacks to more" in reason(tmp_path / "a.docx")


def test_entities_do_not_explode(tmp_path):
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = make.CONTENT.replace("?>", f"?>{laughs}", 1).replace("Year", "&b;")
    make.write_docx(tmp_path / "a.docx", make.word(content))
    found = one(tmp_path / "a.docx")
    assert isinstance(found, Rejected) or "hahaha" not in found.text


def test_records_go_in_line_by_line():
    plain = list(read(FIXTURES / "records.jsonl", max_bytes=LIMIT))
    assert plain == list(read(FIXTURES / "records.jsonl.gz", max_bytes=LIMIT))
    first, second = plain
    assert (first.id, first.publisher, first.url) == ("r1", "towerpost.example", "https://www.towerpost.example/clock")
    assert "\r\n" in first.text
    assert (second.id, second.publisher, second.url) == ("2", "Market Weekly", None)


BAD_LINES = {
    "not json": "valid JSON",
    "[1, 2]": "JSON object",
    "[" * 100_000: "valid JSON",
    '{"id": "x"}': '"text"',
    '{"id": "x", "text": "  "}': '"text"',
    '{"id": "x", "text": 5}': '"text"',
    '{"text": "words"}': '"id"',
    '{"id": true, "text": "words"}': '"id"',
    '{"id": "a\\nb", "text": "words"}': '"id"',
    '{"id": "x", "text": "half \\ud800 pair"}': '"text"',
    '{"id": "x", "text": "zero \\u0000"}': '"text"',
    '{"id": "x", "text": "words", "date": 2018}': '"date"',
    '{"id": "x", "text": "words", "title": ["a"]}': '"title"',
    '{"id": "good", "text": "again"}': "line 1",
    '{"id": "x", "text": "…"}': "no words",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_named_and_the_rest_goes_in(tmp_path, line):
    good = '{"id": "good", "text": "words"}'
    path = given(tmp_path, "a.jsonl", f"{good}\n\n{line}\n{good.replace('good', 'better')}")
    first, bad, last = read(path, max_bytes=LIMIT)
    assert (first.id, last.id) == ("good", "better")
    assert bad.where == f"{path} line 3"
    assert BAD_LINES[line] in bad.reason


def test_a_line_in_another_encoding_is_named(tmp_path):
    path = given(tmp_path, "a.jsonl", '{"id": "x", "text": "café"}'.encode("latin-1"))
    assert "not UTF-8" in reason(path)


def test_a_line_longer_than_the_limit_ends_the_file(tmp_path):
    line = json.dumps({"id": "x", "text": "word " * 300})
    assert "line 1 is longer" in reason(given(tmp_path, "a.jsonl", line), limit=1000)
    assert isinstance(one(given(tmp_path, "a.jsonl", line), limit=5000), Document)


def test_hostile_gzip_is_refused(tmp_path):
    assert "longer than" in reason(given(tmp_path, "a.jsonl.gz", gzip.compress(b"x" * 20_000_000)))
    assert "far more" in reason(given(tmp_path, "b.jsonl.gz", gzip.compress(b"\n" * 5_000_000)), limit=1000)
    assert "not gzip" in reason(given(tmp_path, "c.jsonl.gz", b'{"id": "x"}'))
    whole = gzip.compress(b"\n".join(json.dumps({"id": n, "text": os.urandom(99).hex()}).encode() for n in range(900)))
    *_, last = read(given(tmp_path, "d.jsonl.gz", whole[: len(whole) // 2]), max_bytes=LIMIT)
    assert "damaged" in last.reason


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "data", [b"", b" \n\t \r\n", bytes(range(256)) * 40, b"\xff" * 999], ids=["empty", "blank", "binary", "high"]
)
def test_no_format_takes_nothing_or_noise(tmp_path, suffix, data):
    path = given(tmp_path, f"a{suffix}", data)
    assert all(isinstance(found, Rejected) for found in read(path, max_bytes=LIMIT))


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_names_what_cannot_be_opened(tmp_path, suffix):
    loop, folder = tmp_path / f"loop{suffix}", tmp_path / f"folder{suffix}"
    loop.symlink_to(loop)
    folder.mkdir()
    for path in (loop, folder, tmp_path / f"missing{suffix}"):
        reason(path)
    pipe = tmp_path / f"pipe{suffix}"
    os.mkfifo(pipe)
    assert "not a file" in reason(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path):
    path = given(tmp_path, "a.txt", "words")
    path.chmod(0)
    assert "permission" in reason(path)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".docx"])
def test_the_limit_holds(tmp_path, suffix):
    assert "limit of 100 bytes" in reason(given(tmp_path, f"a{suffix}", b"word " * 99), limit=100)


def test_an_unknown_suffix_is_named(tmp_path):
    assert "format" in reason(given(tmp_path, "a.xlsx", "words"))
    assert suffix_of(Path("a.JSONL.GZ")) == ".jsonl.gz"
    assert suffix_of(Path("a.gz")) is None
