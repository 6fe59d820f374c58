"""Answers to reports: what was recorded, said back in full."""

from dataclasses import dataclass
from datetime import datetime

from ledger.errors import LedgerError
from ledger.figures import compare
from ledger.joint import Part
from ledger.plan import Item
from ledger.progress import Entry, EntryKind, Progress, Status
from messages import coordination, errors, items, joint, labels, measures
from messages.text import Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One history row about to be committed, with the item it is about."""

    item: Item
    entry: Entry
    parts: tuple[Part, ...] = ()
    """What each unit of the item has said, this row included."""


def recorded(rows: tuple[Recorded, ...], refused: tuple[LedgerError, ...]) -> Blocks:
    """Repeat what was recorded, line by line, then what was not and why."""
    blocks = [block for row in rows for block in (_line(row), *_measured(row))]
    for error in refused:
        blocks += [f"未记录：{block}" for block in errors.say(error)]
    return tuple(blocks)


def _line(row: Recorded) -> str:
    entry, item = row.entry, row.item
    behalf = "代报，" if entry.on_behalf else ""
    part = "配合部分，" if entry.part else ""
    word = "已更正" if entry.kind is EntryKind.CORRECTED else "已记录"
    when = labels.moment(entry.at, entry.at.date())
    return (
        f"{word} {item.ref} {items.title(item)}：{labels.claim(entry)}"
        f"（{behalf}{part}{entry.unit}，{when}）{_next(row)}{_noted(row.entry)}{_others(row)}"
    )


def _measured(row: Recorded) -> Blocks:
    return measures.compared(compare(row.entry.note or row.entry.metric, row.item.targets))


def _others(row: Recorded) -> str:
    """Tell a lead unit how the others' parts stand, below its own line."""
    if row.entry.part:
        return ""
    today = row.entry.at.date()
    line = joint.told(row.parts, today, without=row.entry.unit)
    return f"\n  {line}。" if line else ""


_MOVES = {
    (Status.OPEN, Status.PENDING): "。已转优化办审核，通过后销号。",
    (Status.PENDING, Status.PENDING): "。仍在等优化办审核。",
    (Status.PENDING, Status.OPEN): "。原办结申请同时收回。",
    (Status.OPEN, Status.CLOSED): "。已销号。",
}


def _next(row: Recorded) -> str:
    entry = row.entry
    move = _MOVES.get((entry.before, entry.after))
    if move is not None:
        return _STANDS if _contradicts(entry) else move
    if entry.progress is Progress.DONE and row.item.ongoing:
        if entry.part:
            return "。配合情况已记；本期进展由牵头单位报，事项长期有效，继续在账。"
        return "。本期已报；事项长期有效，继续在账。"
    if entry.progress is Progress.DONE and entry.part:
        return "。由牵头单位汇总后申请办结。"
    return "。"


def _noted(entry: Entry) -> str:
    return coordination.NOTED if _stuck(entry) else ""


def _stuck(entry: Entry) -> bool:
    return entry.progress is not None and entry.progress.needs_help


_STANDS = "。另一牵头单位的办结申请仍在等优化办审核，已把您的情况一并转告。"


def _contradicts(entry: Entry) -> bool:
    """Whether a lead unit says of an item that another one applied for that work goes on."""
    waits = entry.before is entry.after is Status.PENDING and not entry.part
    return waits and entry.progress is not None and entry.progress is not Progress.DONE


def applied(rows: tuple[Recorded, ...], refused: tuple[LedgerError, ...]) -> Blocks:
    """Repeat the applications for closing that were recorded."""
    blocks = [
        f"已记录 {row.item.ref} {items.title(row.item)} 的办结申请"
        f"（{'代报，' if row.entry.on_behalf else ''}{row.entry.unit}，"
        f"{labels.moment(row.entry.at, row.entry.at.date())}）。"
        f"等优化办审核，通过后销号。{_others(row)}"
        for row in rows
    ]
    for error in refused:
        blocks += [f"未记录：{block}" for block in errors.say(error)]
    return tuple(blocks)


def to_office(row: Recorded) -> str:
    """Tell the office that an item waits for it, and how to answer."""
    ref, entry = row.item.ref, row.entry
    who = " ".join(part for part in (entry.unit, entry.actor_name) if part)
    who += "（代报）" if entry.on_behalf else ""
    measured = "".join(f"{line}\n" for line in _measured(row))
    others = joint.told(row.parts, entry.at.date())
    return (
        f"【待审核】{ref} {items.title(row.item)}\n"
        f"{who} {labels.moment(entry.at)} 报：{entry.words or labels.claim(entry)}\n{measured}"
        f"{others + chr(10) if len(row.parts) > 1 else ''}"
        f"同意请回：同意 {ref} 销号\n退回请回：退回 {ref} 原因"
    )


def news(row: Recorded) -> str:
    """Tell the office of a difficulty, or that a lead unit contradicts another's application."""
    if _stuck(row.entry):
        return coordination.to_office(row.item, row.entry)
    return to_office(row) if _contradicts(row.entry) else ""


def _said(entry: Entry) -> str:
    """Say what was reported; an application for closing need not name a state."""
    applies = entry.progress is None and entry.after is Status.PENDING
    return "申请办结" if applies else labels.claim(entry)


def to_unit(row: Recorded, now: datetime) -> str:
    """Tell a unit that the office reported in its place."""
    return (
        f"优化办已代{row.entry.unit}报送 {row.item.ref} {items.title(row.item)}："
        f"{_said(row.entry)}（{labels.moment(now)}）。有出入请回复更正。"
    )
