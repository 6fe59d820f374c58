"""From raw rows to the items of a plan: page breaks, blank cells and broken words mended."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from documents.columns import Column, columns_of, is_header
from documents.raw import RawDocument, RawRow
from documents.reading import Doubt, NotAPlan
from documents.words import rejoin, rejoin_units
from ledger.plan import ItemRef

MAX_ITEMS = 9_999
"""As many as numbers of four digits can name."""

_OBJECTIVE_NUMBER = re.compile(r"(\d{1,4})\s?[.．、]\s?(?!\d)")
_OWN_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
_ITEM_NUMBER = re.compile(r"[(（]\s?(\d{1,4})\s?[)）]\s?")
_HAN = "[一二三四五六七八九十]{1,3}"
_SECTION = re.compile(rf"{_HAN}、|[(（]{_HAN}[)）]|第{_HAN}(?:部分|板块|方面|章)")
_NOTE = re.compile(r"[*＊]?(?:备?注|说明|填表|填报|制表|审核)[^、]{0,6}?[:：]")
_SPANNED = 3
"""A text over so many columns is a heading and no cell."""
_LONGEST_CELL = 32_767
"""Letters, as in a spreadsheet: no cell of a plan comes near it."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One item of the table, in words, with the number it is known by."""

    ref: ItemRef
    place: str
    section: str
    objective: str
    text: str
    lead: str
    units: str
    deadline: str


@dataclass(slots=True)
class _Carried:
    """What the rows above said, for cells left blank and for words that go on."""

    section: str = ""
    objective: str = ""
    objective_number: int = 0
    objectives: int = 0
    lead: str = ""
    deadline: str = ""
    running: int = 0
    told: bool = False
    sections: dict[str, str] = field(default_factory=dict)


def lines_of(document: RawDocument) -> tuple[tuple[Line, ...], tuple[Doubt, ...]]:
    """Read the table's lines in order; raises NotAPlan where there is no plan table."""
    doubts: list[Doubt] = []
    lines: list[Line] = []
    carried = _Carried()
    for row, cells in _described(document.rows):
        if len(lines) >= MAX_ITEMS:
            raise NotAPlan("表格行数过多，不像是任务清单，没有读取。")
        _read_row(row, cells, carried, lines, doubts)
    doubts += _number_rest(lines)
    if not lines:
        raise NotAPlan("没有找到任务清单：表头里要有“工作事项”“牵头单位”“完成时限”这类栏目。")
    return tuple(lines), tuple(doubts)


def _described(rows: Iterable[RawRow]) -> Iterator[tuple[RawRow, dict[Column, str]]]:
    """Pair each row below a header with what its cells are; repeated headers vanish."""
    known = tuple(rows)
    width = max((len(row.cells) for row in known if not is_header(row.cells)), default=0)
    columns: tuple[Column, ...] | None = None
    headed = (0, 0)
    for row in known:
        if is_header(row.cells):
            columns = columns_of(row.cells, max(width, len(row.cells)))
            headed = row.table, len(row.cells)
        elif row.table != headed[0] and len(row.cells) != headed[1]:
            columns = None  # another table, of another kind
        elif columns is not None and (cells := _cells(row, columns)):
            yield row, cells


def _cells(row: RawRow, columns: tuple[Column, ...]) -> dict[Column, str]:
    cells: dict[Column, str] = {}
    for column, cell in zip(columns, row.cells, strict=False):
        if len(cell) > _LONGEST_CELL:
            raise NotAPlan(f"{row.place}有一格文字过长，不像是任务清单，没有读取。")
        words = rejoin_units(cell) if column in {Column.LEAD, Column.UNITS} else rejoin(cell)
        # A second column of the same meaning (协办 beside 责任) adds to the first.
        if words and words != cells.get(column):
            cells[column] = "、".join(filter(None, (cells.get(column), words)))
    return cells


def _read_row(
    row: RawRow,
    cells: dict[Column, str],
    carried: _Carried,
    lines: list[Line],
    doubts: list[Doubt],
) -> None:
    heading = _heading(cells)
    if heading:
        if _OBJECTIVE_NUMBER.match(heading):
            _start_objective(heading, row, carried, doubts)
        elif not _NOTE.match(heading):
            _start_section(heading, carried)
        return
    _start_section(cells.get(Column.SECTION, ""), carried)
    _start_objective(cells.get(Column.OBJECTIVE, ""), row, carried, doubts)
    words = cells.get(Column.ITEM, "")
    if _goes_on(cells, words, lines):
        _append(cells, lines[-1], row, doubts)
        return
    if not words:
        return
    ref, text = _numbered(words, cells.get(Column.NUMBER, ""), carried)
    if carried.running == 1 and not carried.told:
        carried.told = True
        doubts.append(Doubt(place=row.place, words=text[:20], reason="没有编号，按先后次序编号"))
    line = Line(
        ref=ref,
        place=row.place,
        section=carried.section,
        objective=carried.objective,
        text=text,
        lead=cells.get(Column.LEAD, ""),
        units=cells.get(Column.UNITS, ""),
        deadline=cells.get(Column.DEADLINE, ""),
    )
    _fill_blanks(line, carried, doubts)
    lines.append(line)


def _heading(cells: dict[Column, str]) -> str:
    """Give the words of a row that is one text over all columns (一、…); empty for others."""
    values = set(cells.values())
    words = values.pop()
    alone = not values and (len(cells) >= _SPANNED or _SECTION.match(words) or _NOTE.match(words))
    return words if alone else ""


def _start_section(words: str, carried: _Carried) -> None:
    if not words:
        return
    number = _SECTION.match(words)
    # After a page break the heading comes again; the first print of it is kept.
    carried.section = carried.sections.setdefault(number[0] if number else words, words)


def _start_objective(words: str, row: RawRow, carried: _Carried, doubts: list[Doubt]) -> None:
    if not words or words == carried.objective:
        return
    number = _OBJECTIVE_NUMBER.match(words)
    found = int(number[1]) if number else 0
    if found and found == carried.objective_number:
        doubts.append(Doubt(place=row.place, words=words, reason="与上文同号的任务名称不一样"))
        return
    carried.objective = words
    carried.objective_number = found
    carried.objectives += 1


def _goes_on(cells: dict[Column, str], words: str, lines: list[Line]) -> bool:
    """Whether a row is the rest of the one above, cut by a page: nothing new begins in it."""
    if not lines or _ITEM_NUMBER.match(words) or _OBJECTIVE_NUMBER.match(words):
        return False
    starts = cells.keys() & {Column.NUMBER, Column.OBJECTIVE}
    complete = Column.LEAD in cells or Column.DEADLINE in cells
    if words:
        return not complete and not starts
    return bool(cells.keys() & {Column.LEAD, Column.UNITS, Column.DEADLINE})


def _append(cells: dict[Column, str], line: Line, row: RawRow, doubts: list[Doubt]) -> None:
    line.text += cells.get(Column.ITEM, "")
    for column, name in (
        (Column.LEAD, "lead"),
        (Column.UNITS, "units"),
        (Column.DEADLINE, "deadline"),
    ):
        setattr(line, name, getattr(line, name) + cells.get(column, ""))
    words = "".join(cells.values())[:20]
    doubts.append(Doubt(place=row.place, words=words, reason=f"并入上一行的{line.ref}"))


def _numbered(words: str, number_cell: str, carried: _Carried) -> tuple[ItemRef, str]:
    """Give the item's number and its text without it."""
    sub = _ITEM_NUMBER.match(words)
    if sub and carried.objectives:
        objective = carried.objective_number or carried.objectives
        return ItemRef(objective, int(sub[1])), words[sub.end() :]
    own = _OBJECTIVE_NUMBER.match(words)
    if carried.objective_number and not own:
        return ItemRef(carried.objective_number), words
    if _OWN_NUMBER.fullmatch(number_cell):
        return ItemRef(int(number_cell)), words[own.end() :] if own else words
    if own:
        return ItemRef(int(own[1])), words[own.end() :]
    carried.running += 1
    return ItemRef(carried.running), words[sub.end() :] if sub else words


def _number_rest(lines: list[Line]) -> Iterator[Doubt]:
    """Give numbers to the items of an objective that has several without one of their own."""
    alike = Counter(line.ref for line in lines if not line.ref.number)
    taken = {line.ref.objective: 0 for line in lines if alike[line.ref] > 1}
    for line in lines:
        objective = line.ref.objective
        if objective in taken and not line.ref.number and alike[line.ref] > 1:
            taken[objective] += 1
            line.ref = ItemRef(objective, taken[objective])
            yield Doubt(
                place=line.place, words=line.text[:20], reason=f"没有单独的编号，编为{line.ref}"
            )


def _fill_blanks(line: Line, carried: _Carried, doubts: list[Doubt]) -> None:
    """Blank cells continue the cell above, which is said."""
    for name, above, label in (
        ("lead", carried.lead, "牵头单位"),
        ("deadline", carried.deadline, "完成时限"),
    ):
        if not getattr(line, name) and above:
            setattr(line, name, above)
            reason = f"{label}是空白，沿用上一行的“{above}”"
            doubts.append(Doubt(place=line.place, words=str(line.ref), reason=reason))
    carried.lead, carried.deadline = line.lead, line.deadline
