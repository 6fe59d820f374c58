"""How 需协调 is written: the notice to the office, the list, the answer and who hears of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import LedgerError
from ledger.plan import Item
from ledger.progress import Difficulty, Entry, ItemState
from messages import errors, items, labels
from messages.text import Blocks

NOTED = "已列入需协调并转告优化办，有答复就通知。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer of the office about to be committed, with the state it found."""

    before: ItemState
    entry: Entry
    told: tuple[str, ...] = ()
    """The units that are sent the answer."""


def to_office(item: Item, entry: Entry) -> str:
    """Tell the office of a difficulty, and how to answer it."""
    return (
        f"【需协调】{item.ref} {items.title(item)}\n"
        f"{_who(entry)} {labels.moment(entry.at)} 报：{entry.words or labels.claim(entry)}\n"
        f"协调后请回：答复 {item.ref} 怎样办的"
    )


def _who(entry: Entry) -> str:
    behalf = "（代报）" if entry.on_behalf else ""
    name = entry.actor_name or entry.actor
    return " ".join(part for part in (entry.unit, f"{name}{behalf}") if part)


def listed(states: Sequence[ItemState], today: date) -> Blocks:
    """List what waits to be coordinated: items, who, since when, in which words."""
    if not states:
        return ("没有等协调的困难。",)
    rows = tuple(_row(state, one, today) for state in states for one in state.difficulties)
    return (f"需协调{len(states)}项：", *rows, "答复请发：答复 编号 怎样办的")


def _row(state: ItemState, one: Difficulty, today: date) -> str:
    said = one.entry.words or labels.claim(one.entry)
    since = labels.day(one.since.date(), today)
    return f"{state.ref} {items.title(state.item)}\n  {_who(one.entry)} {since}起：{said}"


def short(state: ItemState, today: date) -> str:
    """Name an item with the units that wait, as the summary does."""
    units = "、".join(
        f"{one.entry.unit}（{labels.day(one.since.date(), today)}起）"
        for one in state.difficulties
    )
    return f"{state.ref} {units}"


def answered(rows: Sequence[Answered], refused: Iterable[LedgerError]) -> Blocks:
    """Repeat each answer and whom it goes to, then what was not recorded and why."""
    blocks = [_line(row) for row in rows]
    for error in refused:
        blocks += [f"未记录：{block}" for block in errors.say(error)]
    return tuple(blocks)


def _line(row: Answered) -> str:
    told = f"已转告{'、'.join(row.told)}，" if row.told else ""
    item = row.before.item
    return (
        f"已记录 {item.ref} {items.title(item)} 的协调答复：{row.entry.note}。"
        f"{told}不再列入需协调。"
    )


def to_reporter(row: Answered) -> str:
    """Tell whoever reported the difficulty how it was answered."""
    item = row.before.item
    return (
        f"【协调答复】{item.ref} {items.title(item)}：{row.entry.note}\n"
        f"还有困难请再报：进度 {item.ref} 有困难 …"
    )
