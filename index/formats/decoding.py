"""From bytes to characters, or an honest refusal: a wrong guess would be quoted as if it were the article."""

import codecs
import re

from index.formats.sources import Unreadable

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAVE_AS_UTF8 = "save it as UTF-8 and add it again"
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
TYPOGRAPHIC = frozenset("‘’“”‚„–—…•‹›€£©®™°·½¼¾§«»×²¡¿\xa0\xad")
# The letters of English, French, German, Spanish and the Nordic languages, without those that Czech, Polish,
# Hungarian, Turkish, Romanian or Croatian text in its own encoding cannot do without (ì ò õ ã ð þ ý š ž).
WESTERN = frozenset("éèêëàâäáçñöóôüúùûíîïøåæœßÉÈÊÀÂÄÁÇÑÖÓÔØÜÚÅÆŒÎÍ")
# Signs and capitals in the middle of a word: another encoding's letters, seen through Windows-1252.
MISPLACED = re.compile(
    r"[a-z][¡¿£€©®™°·½¼¾§«»×²‚„“”•‹›ÉÈÊÀÂÄÁÇÑÖÓÔØÜÚÅÆŒÎÍ][a-z]|\w[‚„]|\d[œæ]|[œæ]\d|[A-Z][a-z]*[¿£€§½¼¾²][a-z]"
)


def decode(data: bytes) -> str:
    """The characters of ``data``, without a byte order mark and otherwise unchanged."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return characters(strictly(data[len(mark) :], encoding))
    if b"\0" in data[:4096]:
        return characters(strictly(data, unmarked_utf16(data)))
    try:
        return characters(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return characters(windows_1252(data, error.start))


def strictly(data: bytes, encoding: str) -> str:
    """``data`` in ``encoding``, every byte of it."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not valid {encoding.upper()} at byte {error.start}"
        raise Unreadable(problem, fix=SAVE_AS_UTF8) from error


def characters(text: str) -> str:
    """``text``, unless its control characters show that it is no text at all."""
    controls = len(CONTROL.findall(text))
    if "\0" in text or controls * 100 > len(text):
        raise Unreadable("is binary, not text", fix="export it as text, or leave it out")
    return text


def unmarked_utf16(data: bytes) -> str:
    """UTF-16 without its mark shows in the zero bytes: nearly every second one, all on one side."""
    sample = data[: 4096 & ~1]
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if len(data) % 2 == 0 and odd > 0.6 and even < 0.02:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 0.6 and odd < 0.02:
        return "utf-16-be"
    raise Unreadable("is binary, not text", fix="export it as text, or leave it out")


def windows_1252(data: bytes, bad: int) -> str:
    """``data`` as Windows-1252, where that is beyond reasonable doubt."""
    doubt = Unreadable(f"is not UTF-8 at byte {bad} and its encoding is not certain", fix=SAVE_AS_UTF8)
    if damaged_utf8(data):
        raise Unreadable(f"is UTF-8 with a damaged character at byte {bad}", fix=SAVE_AS_UTF8)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise doubt from error
    if not plainly_western(text):
        raise doubt
    return text


def damaged_utf8(data: bytes) -> bool:
    """Whether some of the bytes above 127 do form UTF-8, so that the rest is damage and not another encoding."""
    mended = data.decode("utf-8", "replace")
    whole = sum(1 for character in mended if character > "\x7f" and character != "�")
    return whole >= mended.count("�")


def plainly_western(text: str) -> bool:
    """Whether what is not ASCII is typography and Western letters, each where such a sign can stand."""
    letters = sum(1 for character in text if character in WESTERN)
    foreign = {character for character in text if character > "\x7f"}
    return foreign <= TYPOGRAPHIC | WESTERN and letters * 10 <= len(text) and not MISPLACED.search(text)
