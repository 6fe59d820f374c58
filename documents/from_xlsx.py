"""Reads a workbook: each sheet's cells, merged ranges carried into every place they cover."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from documents.columns import is_header
from documents.raw import RawDocument, RawRow
from documents.reading import NotAPlan
from documents.sheet_limits import MAX_CELLS, check_sheets

MAX_SHEETS = 50

_UNREADABLE = "Excel文件的内部结构读不懂，请用Excel另存一份再导入。"


def read_xlsx(parts: dict[str, bytes]) -> RawDocument:
    """Read the sheets that hold a table with headings, in order; raises NotAPlan."""
    paragraphs: list[str] = []
    rows: list[RawRow] = []
    for sheet in sheets(parts):
        if any(is_header(row.cells) for row in sheet):
            paragraphs += _above(sheet)
            rows += sheet
    return RawDocument(paragraphs=tuple(paragraphs), rows=tuple(rows))


def _above(sheet: list[RawRow]) -> Iterator[str]:
    """Give the title and whatever else stands alone in its row above the headings."""
    for row in sheet:
        if is_header(row.cells):
            return
        filled = {cell for cell in row.cells if cell.strip()}
        if len(filled) == 1:
            yield filled.pop()


def sheets(parts: dict[str, bytes]) -> Iterator[list[RawRow]]:
    """Read every sheet's rows, whatever stands in them; raises NotAPlan."""
    check_sheets(parts)
    # Imported here: the library costs start-up time that only an import needs.
    import python_calamine  # noqa: PLC0415

    room = MAX_CELLS
    try:
        book = python_calamine.load_workbook(_packed(parts))
        for name in _names(book):
            sheet = book.get_sheet_by_name(name)
            # Several names may stand for one part of the file: each use of it counts.
            room -= sheet.total_height * sheet.total_width
            yield list(_rows(sheet, name, room))
    except (python_calamine.CalamineError, OSError, ValueError, TypeError) as error:
        raise NotAPlan(_UNREADABLE) from error
    except BaseException as error:
        # A fault inside the library's Rust comes as no Exception, and under no public name.
        if type(error).__name__ == "PanicException":
            raise NotAPlan(_UNREADABLE) from error
        raise


def _names(book: Any) -> list[str]:
    names: list[str] = book.sheet_names
    if len(names) > MAX_SHEETS:
        raise NotAPlan(f"工作表超过{MAX_SHEETS}张，请只留任务清单再导入。")
    return names


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """Pack the parts that were looked at: the library never sees the file as it came."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    packed.seek(0)
    return packed


def _rows(sheet: Any, name: str, room: int) -> Iterator[RawRow]:
    if room < 0:
        raise NotAPlan("工作表过多、过大，不像是任务清单，没有读取。")
    grid = [[_words(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(grid) or left >= len(grid[top]):
            continue
        for row in grid[top : bottom + 1]:
            last = min(right + 1, len(row))
            row[left:last] = [grid[top][left]] * (last - left)
            covered += max(last - left, 1)
        if covered > MAX_CELLS:
            raise NotAPlan("合并的单元格过多，不像是任务清单，没有读取。")
    for at, cells in enumerate(grid, 1):
        if any(cell.strip() for cell in cells):
            yield RawRow(place=f"工作表“{name}”第{at}行", cells=tuple(cells))


def _words(value: Any) -> str:
    """Write a cell's value as it is read: 1.0 as 1, a date as its ISO form."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)
