"""Writes a long table as .xlsx row by row: memory stays the same however long it is.

Whatever people typed stays text: a cell is never a formula, also not after somebody edits it or
saves the sheet, and what no XML may hold is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | datetime | None

_ROWS_ON_A_SHEET = 1_000_000
"""Excel ends at 1,048,576 rows; what is longer goes on on another sheet."""
_LONGEST = 32_767
"""Characters (UTF-16 units) that Excel takes in one cell."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads _x000D_ as a character; the underscore itself is spelt out."""
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_HEADING = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the sheet: its heading, and its width in characters."""

    heading: str
    width: int


def write_table(
    path: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write a sheet with a frozen heading and a filter; return how many rows it has.

    Moments stand as they are, without their zone. The file appears under its name when it is
    whole; only its owner may read it. Raises OSError.
    """
    workbook = Workbook(write_only=True)
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.touch(mode=0o600)
    count = 0
    try:
        for number, part in enumerate(_sheets(rows), 1):
            count += _sheet(workbook, title if number == 1 else f"{title}{number}", columns, part)
        workbook.save(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _sheets(rows: Iterable[Sequence[Cell]]) -> Iterator[Iterable[Sequence[Cell]]]:
    """Cut the rows into sheets; there is one also where there are no rows."""
    rest = iter(rows)
    yield islice(rest, _ROWS_ON_A_SHEET)
    for first in rest:
        yield chain((first,), islice(rest, _ROWS_ON_A_SHEET - 1))


def _sheet(
    workbook: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    sheet = workbook.create_sheet(title)
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.append([_text(sheet, column.heading, heading=True) for column in columns])
    count = 0
    try:
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
            count += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    finally:
        sheet.close()  # also where the rows broke off: it holds a file open
    return count


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> SheetCell | int | None:
    if isinstance(value, datetime):
        moment = WriteOnlyCell(sheet, value=value.replace(tzinfo=None))
        moment.number_format = _MOMENT
        return moment
    if isinstance(value, str):
        text = _ESCAPE.sub("_x005F_", _NOT_IN_XML.sub("", _fitting(value)))
        return _text(sheet, text) if text else None
    return value


def _text(sheet: WriteOnlyWorksheet, value: str, *, heading: bool = False) -> SheetCell:
    cell = WriteOnlyCell(sheet)
    cell.value = value
    # Set after the value: openpyxl takes what begins with = for a formula.
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    if value.startswith(_STARTS_A_FORMULA):
        cell.quotePrefix = True
    if heading:
        cell.font = _HEADING
    return cell


def _fitting(text: str) -> str:
    """Cut a text to what a cell takes; characters beyond the first plane count twice."""
    if len(text) * 2 <= _LONGEST:
        return text
    coded = text.encode("utf-16-le", "replace")[: _LONGEST * 2]
    return coded.decode("utf-16-le", "ignore")
