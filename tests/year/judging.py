"""What came of a year: every reminder traced, none doubled, none out of hours, none for closed."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.holidays import work_calendar
from ledger.progress import EntryKind, Status
from storage.mail import Outgoing, OutgoingKind, OutgoingState, ReminderKey
from storage.store import Store
from storage.verify import verify

_RESENT = "补发"
_REF = re.compile(r"^(?:\S{0,2}\s)?(\d{1,2}(?:\(\d{1,2}\))?) ", re.MULTILINE)
_ENDED = {
    OutgoingState.SENT,
    OutgoingState.UNKNOWN,
    OutgoingState.CANCELLED,
}
_REMINDERS = {OutgoingKind.REMINDER, OutgoingKind.GROUP_LIST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message the world took."""

    at: datetime
    key: str
    text: str

    @property
    def resent(self) -> bool:
        """Whether it says that it is a copy."""
        return _RESENT in self.text.splitlines()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What the world took and what the database says."""

    taken: tuple[Taken, ...]
    rows: dict[str, Outgoing]
    facts: frozenset[tuple[str, str, str, str]]
    """(step, item, unit, day) of every reminder that was ever queued."""
    closed: tuple[tuple[str, datetime], ...]
    faults: tuple[str, ...]


def read_year(folder: Path) -> Year:
    """Read the book of the world and the database."""
    lines = (folder / "world.jsonl").read_text().splitlines()
    book = (json.loads(line) for line in lines)
    taken = tuple(
        Taken(at=datetime.fromisoformat(one["at"]), key=one["key"], text=one["text"])
        for one in book
    )
    with Store.open(f"sqlite:///{folder / 'ledger.db'}") as store:
        rows = {row.key: row for row in store.outbox()}
        facts = frozenset(_fact(key) for row in rows for key in store.reminders_of(row))
        closed = tuple(
            (str(entry.ref), entry.at)
            for entry in store.entries()
            if entry.kind is EntryKind.CLOSED or entry.after is Status.CLOSED
        )
        faults = tuple(map(str, verify(store)))
    return Year(taken=taken, rows=rows, facts=facts, closed=closed, faults=faults)


def _fact(key: ReminderKey) -> tuple[str, str, str, str]:
    return key.step, str(key.ref), key.unit, str(key.day)


def without_trace(year: Year) -> list[str]:
    """Name the rows that never ended, or that say sent though nobody got them."""
    arrived = {taken.key for taken in year.taken}
    return [
        f"{key} {row.state} {row.error}"
        for key, row in year.rows.items()
        if row.state not in _ENDED or (row.state is OutgoingState.SENT and key not in arrived)
    ]


def unmarked_doubles(year: Year) -> list[str]:
    """Name the messages that arrived more than once without saying so."""
    plain = Counter(taken.key for taken in year.taken if not taken.resent)
    return [key for key, copies in plain.items() if copies > 1]


def marked_copies(year: Year) -> int:
    """Count the copies that say what they are."""
    copies = Counter(taken.key for taken in year.taken)
    return sum(number - 1 for number in copies.values())


def out_of_hours(year: Year, settings: Settings) -> list[str]:
    """Name the reminders that arrived on a day off or in the quiet hours."""
    calendar, rules = work_calendar(settings.calendar), settings.rules.rules()
    return [
        f"{taken.at} {taken.key}"
        for taken in year.taken
        if year.rows[taken.key].kind in _REMINDERS
        and not (
            calendar.is_working(taken.at.date())
            and rules.group_list_at <= taken.at.time() < rules.quiet_from
        )
    ]


def for_closed_items(year: Year) -> list[str]:
    """Name the reminders that speak of an item that was closed before."""
    return [
        f"{taken.at} {taken.key} {ref}"
        for taken in year.taken
        if year.rows[taken.key].kind is OutgoingKind.REMINDER
        for ref in _REF.findall(taken.text)
        if any(item == ref and at < taken.at for item, at in year.closed)
    ]


def breaches(year: Year, settings: Settings) -> dict[str, list[str]]:
    """Judge a year by all that was promised; empty where everything was kept."""
    found = {
        "lost": without_trace(year),
        "doubled": unmarked_doubles(year),
        "out of hours": out_of_hours(year, settings),
        "for closed items": for_closed_items(year),
        "faults": list(year.faults),
    }
    return {promise: broken for promise, broken in found.items() if broken}
