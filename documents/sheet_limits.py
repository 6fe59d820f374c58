"""Counts what the parts of a workbook would become once loaded: cells, and repeated texts."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from documents.reading import NotAPlan

MAX_CELLS = 500_000
"""Rows times columns of all sheets: one cell far out makes all the grid before it."""
MAX_TEXT = 20_000_000
"""Letters of all cells: many cells may share one long text, which is then loaded for each."""

_MARKS = (b"sheetData", b"<si", b":si")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_TOO_WIDE = "表格范围过大（可能有远处的空单元格），请删去空行空列再导入。"
_UNREADABLE = "Excel文件的内部结构读不懂，请用Excel另存一份再导入。"


def check_sheets(parts: dict[str, bytes]) -> None:
    """Refuse a workbook that would unfold beyond the limits; raises NotAPlan."""
    area = 0
    shared: list[int] = []
    uses: list[int] = []
    for body in parts.values():
        if not any(mark in body for mark in _MARKS):
            continue
        part = _Part()
        part.read(body)
        area += part.rows * part.columns
        shared += part.lengths
        uses += part.uses
    if area > MAX_CELLS:
        raise NotAPlan(_TOO_WIDE)
    longest = max(shared, default=0)
    # The dearest reading first, which needs no look at each use.
    if longest * len(uses) <= MAX_TEXT:
        return
    if sum(shared[use] if use < len(shared) else longest for use in uses) > MAX_TEXT:
        raise NotAPlan("表格文字过多，不像是任务清单，没有读取。")


@dataclass(slots=True)
class _Part:
    """One XML part, read by its tokens: nothing is built from it."""

    rows: int = 0
    columns: int = 0
    lengths: list[int] = field(default_factory=list)
    """Letters of each shared text."""
    uses: list[int] = field(default_factory=list)
    """Number of the shared text for each cell that holds one."""
    _row: int = 0
    _column: int = 0
    _open: bool = False
    _shared: bool = False
    _value: list[str] | None = None

    def read(self, body: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            raise NotAPlan(_UNREADABLE) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell(attributes.get("r"))
            self._shared = attributes.get("t") == "s"
        elif self._open:
            self._fill(name)
        elif name == "row":
            self._row = _positive(attributes.get("r"), self._row + 1)
            self._column = 0
        elif name == "si":
            self.lengths.append(0)

    def _cell(self, place: str | None) -> None:
        self._open = True
        self._column += 1
        if place is not None:
            found = _PLACE.fullmatch(place.upper())
            if found is None:
                raise NotAPlan(_UNREADABLE)
            self._row = int(found[2])
            self._column = 0
            for letter in found[1]:
                self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def _fill(self, name: str) -> None:
        # A cell with a look and nothing in it is not loaded: whole columns of them are common.
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)
        if name == "v" and self._shared:
            self._value = []

    def _text(self, words: str) -> None:
        if self._value is not None:
            self._value.append(words)
        elif self.lengths:
            self.lengths[-1] += len(words)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._open = False
        elif name == "v" and self._value is not None:
            self.uses.append(_positive("".join(self._value).strip(), 0))
            self._value = None


def _positive(words: str | None, otherwise: int) -> int:
    if words is None:
        return otherwise
    if not (words.isascii() and words.isdigit() and len(words) < 9):
        raise NotAPlan(_UNREADABLE)
    return int(words)
