"""From bytes to characters: what is certain is read, what is not is refused."""

import codecs
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.decoding import decode
from index.formats.sources import Unreadable

ENGLISH = "The mayor’s café – on the quay – sold “9 buns” for £17m, she said… "
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1)


@given(LETTERS)
def test_utf8_round_trips(text):
    assert decode(text.encode()) == text


@given(LETTERS)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark, encoding, text):
    assert decode(mark + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_what_is_clear_is_read_without_a_mark(encoding, ending):
    text = ending.join([ENGLISH * 5] * 4)
    assert decode(text.encode(encoding)) == text


def test_western_languages_of_windows_1252_are_read():
    text = "À l’école du village, les enfants ont reçu des livres ; leur maîtresse a préféré en rire, dit-elle. " * 8
    assert decode(text.encode("cp1252")) == text


FOREIGN = {
    "cp1251": "Полиция задержала сорок пять человек за четыре недели, сообщили в среду. " * 9,
    "koi8_r": "Полиция задержала сорок пять человек за четыре недели, сообщили в среду. " * 9,
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl starosta města v pondělí večer. " * 9,
    "iso8859_2": "Wójt gminy powiedział, że żaden z mieszkańców nie został ranny w środę. " * 9,
    "cp1253": "Η αστυνομία συνέλαβε σαράντα πέντε ανθρώπους σε τέσσερις εβδομάδες. " * 9,
    "shift_jis": "警察は四週間で四十五人を逮捕したと発表した。" * 9,
    "gb18030": "警方在四周内逮捕了四十五人。" * 9,
    "euc_kr": "경찰은 사 주 동안 마흔다섯 명을 체포했다고 밝혔다. " * 9,
    "mac_roman": "The mayor’s café sold “9 buns” for £17m, she didn’t say. " * 9,
    "cp437": "The café sold 9 buns for £17m. " * 9,
}


@pytest.mark.parametrize("encoding", FOREIGN)
def test_another_encoding_is_refused_and_never_read_as_windows_1252(encoding):
    with pytest.raises(Unreadable, match="encoding is not certain"):
        decode(FOREIGN[encoding].encode(encoding))


def test_one_damaged_byte_in_utf8_is_no_windows_1252():
    data = (ENGLISH * 9).encode()
    with pytest.raises(Unreadable, match="damaged character at byte 4"):
        decode(data[:4] + b"\xe9" + data[4:])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20,
        b"text with\0one zero byte in it, which no text has",
        bytes(range(1, 32)) * 40,
        b"%!\x01\x02 mostly text but \x03\x04\x05 far too many controls",
        gzip.compress(json.dumps(ENGLISH).encode()),
        b"\xff\xfeodd",
        b"\xff\xfe\x00\xd8",
        b"plain\x81\x8d\x8f",
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(Unreadable):
        decode(data)


@given(st.binary(min_size=1))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        text = decode(data)
    except Unreadable:
        return
    assert text.encode("utf-8").decode("utf-8") == text
    assert "\0" not in text
