"""Reads a roster of contacts from .xlsx or .csv: 单位, 姓名, 手机, 用户ID, 主/备."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.from_text import read_text
from documents.from_xlsx import sheets
from documents.intake import Kind, take_in
from documents.raw import RawRow
from documents.reading import Doubt, NotAPlan
from ledger.people import Post

_HEADINGS: dict[str, re.Pattern[str]] = {
    "unit": re.compile(r"单位|部门"),
    "name": re.compile(r"姓名|联络员|联系人"),
    "phone": re.compile(r"手机|电话"),
    "user_id": re.compile(r"用户id|userid|账号|帐号|编号", re.IGNORECASE),
    "post": re.compile(r"主/?备|角色|类别"),
}
_POSTS: tuple[tuple[str, Post], ...] = (
    ("负责", "head"),
    ("领导", "head"),
    ("分管", "head"),
    ("备", "backup"),
    ("副", "backup"),
    ("主", "main"),
    ("正", "main"),
)
_SEVERAL = re.compile(r"[、,，;；/\n]")
_MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """One contact as the file has him."""

    place: str
    unit: str
    user_id: str
    name: str = ""
    phone: str = ""
    post: Post | None = None
    """None where the file does not say."""


def read_roster(path: Path) -> tuple[tuple[RosterLine, ...], tuple[Doubt, ...]]:
    """Read the contacts, and what a clerk should look at.

    Raises NotAPlan with a sentence for a file that is no roster.
    """
    rows = tuple(_rows(path))
    at = next((n for n, row in enumerate(rows) if _columns(row)), None)
    if at is None:
        raise NotAPlan(
            "没有找到名册的表头，要有“单位”和“用户ID”两列，例：单位,姓名,手机,用户ID,主/备"
        )
    columns = _columns(rows[at])
    doubts: list[Doubt] = []
    lines = [line for row in rows[at + 1 :] if (line := _line(row, columns, doubts)) is not None]
    return tuple(lines), (*doubts, *_twice(lines))


def several(cell: str) -> list[str]:
    """Cut a cell that names several units."""
    return [name for part in _SEVERAL.split(cell) if (name := part.strip())]


def _rows(path: Path) -> Iterable[RawRow]:
    taken = take_in(path)
    if taken.kind is Kind.XLSX:
        return [row for sheet in sheets(taken.parts) for row in sheet]
    if taken.kind is Kind.TEXT:
        return read_text(taken.content).rows
    raise NotAPlan("名册要用 .xlsx 或 .csv 文件。")


def _columns(row: RawRow) -> dict[str, int]:
    """Say in which column each thing stands; empty where the row is no heading."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        name = next((n for n, p in _HEADINGS.items() if n not in found and p.search(cell)), "")
        if name:
            found[name] = at
    return found if {"unit", "user_id"} <= found.keys() else {}


def _line(row: RawRow, columns: dict[str, int], doubts: list[Doubt]) -> RosterLine | None:
    def cell(name: str) -> str:
        at = columns.get(name, len(row.cells))
        return row.cells[at].strip() if at < len(row.cells) else ""

    unit, user_id, phone = cell("unit"), cell("user_id"), re.sub(r"[\s-]", "", cell("phone"))
    if not unit and not user_id:
        return None
    if not unit or not user_id:
        named = " ".join(part for part in (unit, cell("name"), user_id) if part)
        doubts.append(Doubt(place=row.place, words=named, reason="缺单位或用户ID，没有收"))
        return None
    if phone and not _MOBILE.fullmatch(phone):
        doubts.append(Doubt(place=row.place, words=phone, reason="不像手机号，没有收"))
        phone = ""
    said = cell("post")
    post = next((code for word, code in _POSTS if word in said), None)
    if said and post is None:
        doubts.append(Doubt(place=row.place, words=said, reason="看不懂主/备，按没写算"))
    return RosterLine(
        place=row.place, unit=unit, user_id=user_id, name=cell("name"), phone=phone, post=post
    )


def _twice(lines: Iterable[RosterLine]) -> Iterator[Doubt]:
    """Name whoever stands twice for one unit; the last line counts."""
    seen: set[tuple[str, str]] = set()
    for line in lines:
        if (line.unit, line.user_id) in seen:
            yield Doubt(place=line.place, words=line.user_id, reason="重复，以最后一行为准")
        seen.add((line.unit, line.user_id))
