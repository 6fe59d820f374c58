"""Reads a text export: cells a line each with a tab before them, or lines of CSV or TSV."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from documents.columns import is_header
from documents.raw import RawDocument, RawRow
from documents.reading import NotAPlan

MAX_CELL = 32_767
"""Letters; a spreadsheet cell holds no more."""
MAX_CELLS = 500_000
_TAB = "\t"


def decode(content: bytes) -> str:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, or GB18030; raises NotAPlan."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise NotAPlan("这不是文本文件，请用 .docx、.xlsx、.txt 或 .csv 文件。")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotAPlan("认不出文件的文字编码，请另存为 UTF-8 再导入。")


def read_text(content: bytes) -> RawDocument:
    """Read a text file in either of its forms; raises NotAPlan."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if sum(text.count(mark) for mark in "\n\t,") > MAX_CELLS:
        raise NotAPlan("文件内容过于庞大，不像是任务清单，没有读取。")
    if any(line.startswith(_TAB) for line in text.split("\n")):
        return _read_cells(text)
    return _read_csv(text)


def _read_csv(text: str) -> RawDocument:
    delimiter = _TAB if text.count(_TAB) > text.count(",") else ","
    paragraphs: list[str] = []
    rows: list[RawRow] = []
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=delimiter):
            filled = [cell for cell in cells if cell.strip()]
            # Below the headings a lone cell is a section's heading or a cell carried over.
            if len(filled) > 1 or (filled and rows):
                rows.append(RawRow(place=f"第{len(rows) + 1}行", cells=tuple(cells)))
            elif filled:
                paragraphs.append(filled[0].strip())
    except csv.Error as error:
        raise NotAPlan("文件不是可以识别的表格。") from error
    return RawDocument(paragraphs=tuple(paragraphs), rows=tuple(rows))


def _read_cells(text: str) -> RawDocument:
    """Read the form of a Word export: blank lines between rows, a tab before each cell."""
    paragraphs: list[str] = []
    groups: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_TAB):
            if fresh or not groups:
                groups.append((number, []))
            groups[-1][1].append(line[1:])
            fresh = False
        elif not line.strip():
            fresh = True
        elif groups and not fresh and len(groups[-1][1][-1]) < MAX_CELL:
            groups[-1][1][-1] += "\n" + line
        else:
            paragraphs.append(line.strip())
    return RawDocument(paragraphs=tuple(paragraphs), rows=tuple(_rows(groups)))


def _rows(groups: list[tuple[int, list[str]]]) -> Iterator[RawRow]:
    """Make rows of one width: a blank line inside a row, or none between two, is mended."""
    lengths = Counter(len(cells) for _, cells in groups if not is_header(cells))
    width = max(lengths, key=lambda n: (lengths[n], n), default=0)
    pending: list[str] = []
    place = ""
    for number, cells in groups:
        if is_header(cells):
            yield RawRow(place=f"文本第{number}行", cells=tuple(cells))
            continue
        if not pending:
            place = f"文本第{number}行"
        pending += cells
        while len(pending) >= width > 0:
            yield RawRow(place=place, cells=tuple(pending[:width]))
            pending = pending[width:]
    if any(cell.strip() for cell in pending):
        yield RawRow(place=place, cells=tuple(pending))
