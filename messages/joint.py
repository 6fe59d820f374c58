"""How the parts of joint work are written: who reported what, and who is silent."""

from collections.abc import Iterable
from datetime import date

from ledger.joint import Part
from ledger.progress import Entry, EntryKind, ItemState
from messages import labels
from messages.text import Blocks


def told(parts: tuple[Part, ...], today: date, *, without: str = "") -> str:
    """Say in one line how the other units' parts stand; empty where nobody else is named."""
    others = [part for part in parts if part.unit != without]
    return "。".join(
        line
        for line in (
            _line("共同牵头" if without else "牵头", (p for p in others if p.leads), today),
            _line("配合", (p for p in others if not p.leads), today),
        )
        if line
    )


def _line(word: str, parts: Iterable[Part], today: date) -> str:
    """Write who reported what, then who is silent."""
    rows = [*parts]
    spoken = [f"{p.unit} {said(p.last, today)}" for p in rows if p.last is not None]
    silent = [part.unit for part in rows if part.last is None]
    if silent:
        spoken.append(f"{'、'.join(silent)}还没报")
    return f"{word}：{'；'.join(spoken)}" if spoken else ""


def said(entry: Entry, today: date) -> str:
    """Say in standard words, without those of the report, what a unit last said and when."""
    percent = f"{entry.percent}%" if entry.percent is not None else entry.percent_words
    if entry.kind is EntryKind.APPLIED:
        words = labels.KIND_WORDS[entry.kind]
    elif entry.progress is None:
        words = percent or "已报"
    else:
        words = labels.PROGRESS_WORDS[entry.progress]
        shown = percent and percent != "100%"
        words = f"{words} {percent}" if shown else words
    return f"{words}（{labels.day(entry.at.date(), today)}）"


def silent_leads(parts: Iterable[Part]) -> str:
    """Name the lead units that never said anything; empty where all did."""
    silent = [part.unit for part in parts if part.leads and part.last is None]
    return f"牵头单位{'、'.join(silent)}还没有报过。" if silent else ""


def waiting(state: ItemState, today: date, *, words: bool = True) -> Blocks:
    """Show with an item which units wait for the office; `words`: may the reader see theirs."""
    return tuple(
        f"需协调：{one.entry.unit} {labels.day(one.since.date(), today)}起"
        f"{'，' + (one.entry.words or labels.claim(one.entry)) if words else ''}"
        for one in state.difficulties
    )
