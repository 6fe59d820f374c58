"""Reads a plan document of any kind into a plan, with doubts for the clerk to look at."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from documents.doubts import doubts_about
from documents.from_docx import read_docx
from documents.from_text import read_text
from documents.from_xlsx import read_xlsx
from documents.intake import Kind, take_in
from documents.plan_table import Line, lines_of
from documents.raw import RawDocument
from documents.reading import NotAPlan, Reading
from documents.words import rejoin
from ledger.due import milestones_in, parse_deadline, targets_in
from ledger.plan import Item, ItemRef, Plan
from ledger.unit_cell import split_units

_YEAR = re.compile(r"20\d\d(?=年)")
_TITLE = re.compile(r".*(?:清单|台账|分解表|任务表|方案|要点|一览表|责任表)(?:[(（].*[)）])?")
_ANNEX = re.compile(r"附件\s?\d*(?:[-—]\d+)?[:：]?")
_MEMBERS = re.compile(
    r"成员单位(?:主要)?(?:包括|有|为|由|：|:)(?P<names>.{2,2000}?)等(?:单位|部门)"
)


def read_plan(path: Path, name: str = "") -> Reading:
    """Read a plan from .docx, .xlsx, .txt or .csv, told apart by content.

    `name` is what the ledger will call the plan; the document's title where it is empty. Raises
    NotAPlan with a sentence for whatever is no plan, damaged, too large or hostile.
    """
    return reading_of(_document(path), name, path.stem)


def _document(path: Path) -> RawDocument:
    taken = take_in(path)
    if taken.kind is Kind.DOCX:
        return read_docx(taken.parts)
    if taken.kind is Kind.XLSX:
        return read_xlsx(taken.parts)
    return read_text(taken.content)


def reading_of(document: RawDocument, name: str, fallback: str) -> Reading:
    """Make a plan of a raw document; `fallback` names it where it has no title."""
    lines, doubts = lines_of(document)
    _refuse_repeated(lines)
    paragraphs = tuple(rejoin(words) for words in document.paragraphs)
    year = _year((*(line.deadline for line in lines), *paragraphs))
    title = _title(paragraphs) or fallback
    plan = Plan(
        name=name or title,
        title=title,
        items=tuple(_item(line, year) for line in lines),
        members=_members(paragraphs),
    )
    places = {line.ref: line.place for line in lines}
    return Reading(plan=plan, doubts=(*doubts, *doubts_about(plan, lines, places)))


def _refuse_repeated(lines: Iterable[Line]) -> None:
    """Refuse a number that stands for two items: nobody could ask for or report on it."""
    seen: dict[ItemRef, str] = {}
    for line in lines:
        if line.ref in seen:
            raise NotAPlan(
                f"{line.place}的编号{line.ref}和{seen[line.ref]}重复，请改正编号后再导入。"
            )
        seen[line.ref] = line.place


def _item(line: Line, year: int | None) -> Item:
    cell = split_units(line.units)
    return Item(
        ref=line.ref,
        section=line.section,
        objective=line.objective,
        text=line.text,
        lead=split_units(line.lead).units,
        units=cell.units,
        units_text=cell.text,
        units_open=cell.open,
        deadline=parse_deadline(line.deadline, year),
        milestones=milestones_in(line.text, year),
        targets=targets_in(line.text),
    )


def _year(words: Iterable[str]) -> int | None:
    """Give the year the document names most often, deadlines first."""
    found = Counter(int(year) for each in words for year in _YEAR.findall(each))
    return max(found, key=lambda year: found[year], default=None)


def _title(paragraphs: tuple[str, ...]) -> str:
    """Give the heading nearest above the table that reads like a plan's title."""
    for words in reversed(paragraphs):
        bare = _ANNEX.sub("", words)
        if len(bare) <= 60 and _TITLE.fullmatch(bare):
            return bare
    return ""


def _members(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    for words in paragraphs:
        found = _MEMBERS.search(words)
        if found:
            return split_units(found["names"]).units
    return ()
