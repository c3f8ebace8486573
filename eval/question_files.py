"""Question sets as files: JSON Lines for programs, CSV and XLSX for people; the file's name says which.

A table has a heading row of the contract's field names. A cell with several strings has them apart by ``|``, or, where
it has no ``|``, by line breaks: so one string with a line break in it ends in a ``|``.
"""

import csv
import datetime
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from eval.files import write_whole
from eval.questions import FIELDS, LISTS, TRUTHS, Problem, Record
from index.errors import QuotedeskError

Found = tuple[str, Record] | Problem
Cells = tuple[int, Sequence[object]]
SEPARATOR = "|"
#: What spreadsheets and people write for a truth, in lower case.
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")


def records_of(path: Path) -> Iterator[Found]:
    """Each question of the file as its place and its fields, and a problem where a line cannot be read."""
    return READERS[_kind(path)](path)


def write_records(path: Path, records: Sequence[Record]) -> None:
    """Write the file whole or not at all; a table has the columns that any record has."""
    write_whole(path, WRITERS[_kind(path)](records))


def _kind(path: Path) -> str:
    """The format by the file's name; JSON Lines where that says nothing."""
    kind = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    return kind if kind in READERS else "jsonl"


def _text(path: Path) -> Iterator[str]:
    """The lines of the file, with their ends as they are."""
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield from file
    except UnicodeDecodeError as error:
        fix = "save it as JSON Lines or CSV in UTF-8, or as .xlsx"
        raise QuotedeskError(f"{path} is not UTF-8 ({error.reason})", fix=fix) from error
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise QuotedeskError(f"cannot read {path}: {problem}", fix="give a .jsonl, .csv or .xlsx file") from error


def _from_json_lines(path: Path) -> Iterator[Found]:
    for number, line in enumerate(_text(path), start=1):
        place = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(place, f"not JSON ({error})", "write one JSON object a line")
            continue
        if isinstance(record, dict):
            yield place, record
        else:
            shown = line.strip()[:60]
            yield Problem(place, f"{shown} is not an object", "write one JSON object a line")


def _from_csv(path: Path) -> Iterator[Found]:
    """A row's number is that of its last line, as the reader counts; "," or ";" separates, as the heading has it."""
    lines = _text(path)
    heading = next(lines, "")
    semicolons = heading.count(";") > heading.count(",")

    def again() -> Iterator[str]:
        yield heading
        yield from lines

    rows = csv.reader(again(), delimiter=";" if semicolons else ",")
    try:
        yield from _from_table(path, ((rows.line_num, row) for row in rows))
    except csv.Error as error:
        raise QuotedeskError(f"{path}:{rows.line_num}: not CSV ({error})", fix="save it as CSV in UTF-8") from error


def _from_xlsx(path: Path) -> Iterator[Found]:
    """The rows of the first sheet."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True).worksheets[0]
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "not a workbook"
        raise QuotedeskError(f"cannot read {path}: {problem}", fix="save it as .xlsx, or as CSV in UTF-8") from error
    yield from _from_table(path, enumerate(sheet.iter_rows(values_only=True), start=1))


def _from_table(path: Path, rows: Iterable[Cells]) -> Iterator[Found]:
    """The rows below the heading; an empty cell is a field that is not given."""
    heading: tuple[str, ...] = ()
    for number, cells in rows:
        place = f"{path}:{number}"
        filled = [cell is not None and str(cell).strip() != "" for cell in cells]
        if not any(filled):
            continue
        if not heading:
            heading = tuple(str(cell or "").strip() for cell in cells)
            continue
        if any(filled[len(heading) :]):
            fix = "give it a heading, or put quotation marks around a cell with commas"
            yield Problem(place, f"there are more cells than the {len(heading)} headings", fix)
            continue
        named = zip(heading, cells, filled, strict=False)
        record = {name: cell_value(name, cell) for name, cell, is_filled in named if name and is_filled}
        wrong = [name for name in LISTS if isinstance(record.get(name), int | float | bool)]
        for name in wrong:
            fix = 'make the cell text: a spreadsheet turns "7,062" into a number, which no article holds'
            yield Problem(place, f'"{name}" is the number {record[name]}', fix)
        if not wrong:
            yield place, record


def cell_value(name: str, cell: object) -> object:
    """A cell as the field that its heading names; what it cannot be is left as it is, to be complained of."""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if name == "id" and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:g}"
    if name in TRUTHS and not isinstance(cell, bool):
        word = str(cell).strip().lower()
        return word in TRUE if word in (*TRUE, *FALSE) else cell
    if name in LISTS and isinstance(cell, str):
        parts = cell.split(SEPARATOR) if SEPARATOR in cell else cell.splitlines()
        return [part.strip(" \r\n") for part in parts if part.strip()]
    return cell


def _cell(value: object) -> str:
    """What ``cell_value`` reads back."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        joined = SEPARATOR.join(str(part) for part in value)
        return joined + SEPARATOR if len(value) == 1 and "\n" in joined else joined
    return "" if value is None else str(value)


def _as_json_lines(records: Sequence[Record]) -> bytes:
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def _table(records: Sequence[Record]) -> Iterator[list[str]]:
    """The heading and a row a record, the contract's fields first."""
    used = {name for record in records for name in record}
    names = [name for name in FIELDS if name in used] + sorted(used - set(FIELDS))
    yield names
    for record in records:
        yield [_cell(record.get(name)) for name in names]


def _as_csv(records: Sequence[Record]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(_table(records))
    return written.getvalue().encode("utf-8-sig")  # Excel takes a CSV file for UTF-8 by this mark alone


def _as_xlsx(records: Sequence[Record]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("questions")
    sheet.freeze_panes = "A2"
    for row in _table(records):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


READERS: dict[str, Callable[[Path], Iterator[Found]]] = {
    "jsonl": _from_json_lines,
    "csv": _from_csv,
    "xlsx": _from_xlsx,
}
WRITERS: dict[str, Callable[[Sequence[Record]], bytes]] = {"jsonl": _as_json_lines, "csv": _as_csv, "xlsx": _as_xlsx}
