"""Answers to reports: what was recorded, said back in full."""

from dataclasses import dataclass
from datetime import datetime

from ledger.errors import LedgerError
from ledger.figures import compare
from ledger.plan import Item
from ledger.progress import Entry, EntryKind, Progress, Status
from messages import errors, items, labels, measures
from messages.text import Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One history row about to be committed, with the item it is about."""

    item: Item
    entry: Entry


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
        f"（{behalf}{part}{entry.unit}，{when}）{_next(row)}"
    )


def _measured(row: Recorded) -> Blocks:
    return measures.compared(compare(row.entry.note or row.entry.metric, row.item.targets))


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
        return move
    if entry.progress is Progress.DONE and entry.part:
        return "。由牵头单位汇总后申请办结。"
    if entry.progress is Progress.DONE and row.item.ongoing:
        return "。本期已报；事项长期有效，继续在账。"
    return "。"


def applied(rows: tuple[Recorded, ...], refused: tuple[LedgerError, ...]) -> Blocks:
    """Repeat the applications for closing that were recorded."""
    blocks = [
        f"已记录 {row.item.ref} {items.title(row.item)} 的办结申请"
        f"（{row.entry.unit}，{labels.moment(row.entry.at, row.entry.at.date())}）。"
        "等优化办审核，通过后销号。"
        for row in rows
    ]
    for error in refused:
        blocks += [f"未记录：{block}" for block in errors.say(error)]
    return tuple(blocks)


def to_office(row: Recorded) -> str:
    """Tell the office that an item waits for it, and how to answer."""
    ref, entry = row.item.ref, row.entry
    who = " ".join(part for part in (entry.unit, entry.actor_name) if part)
    measured = "".join(f"{line}\n" for line in _measured(row))
    return (
        f"【待审核】{ref} {items.title(row.item)}\n"
        f"{who} {labels.moment(entry.at)} 报：{entry.words or labels.claim(entry)}\n{measured}"
        f"同意请回：同意 {ref} 销号\n退回请回：退回 {ref} 原因"
    )


def to_unit(row: Recorded, now: datetime) -> str:
    """Tell a unit that the office reported in its place."""
    return (
        f"优化办已代{row.entry.unit}报送 {row.item.ref} {items.title(row.item)}："
        f"{labels.claim(row.entry)}（{labels.moment(now)}）。有出入请回复更正。"
    )
