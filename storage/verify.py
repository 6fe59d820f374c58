"""A full look at an open database: everything that must be true of what is stored."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, distinct, func, select

from ledger.progress import Status
from storage.checks import UNREADABLE, broken_chain, broken_items, broken_plans
from storage.database import integrity_problems, reading
from storage.faults import StorageFault
from storage.mail import AddressKind, OutgoingKind, OutgoingState
from storage.seals import seal
from storage.store import Store
from storage.tables import (
    APPEND_ONLY,
    ENTRY,
    INBOX,
    ITEM_VERSION,
    OUTBOX,
    PLAN,
    REMINDER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it must be.

    `code` is one of `integrity`, `unprotected`, `history`, `item`, `plan`, `inbox`,
    `entry_without_message`, `message_without_entry`, `entry_without_item`, `status_chain`,
    `outbox`, `reminder_without_outgoing`, `reminder_sent_twice`, `unreadable`.
    """

    code: str
    facts: str


def verify(store: Store) -> tuple[Finding, ...]:
    """Check a store, also one opened with `check=False`; nothing found: all is well."""
    found: list[Finding] = []
    for code, facts in (
        ("history", broken_chain),
        ("item", broken_items),
        ("plan", broken_plans),
    ):
        found += _gather(code, partial(facts, store.engine))
    if not any(finding.code == "history" for finding in found):
        found += _gather("history", partial(_cut_short, store))
    for code, check in _CHECKS:
        found += _gather(code, partial(_look, store, check))
    return tuple(found)


def _cut_short(store: Store) -> Iterator[str]:
    if short := store.cut_short():
        yield short


def _gather(code: str, check: Callable[[], Iterator[str]]) -> Iterator[Finding]:
    try:
        for facts in check():
            yield Finding(code=code, facts=facts)
    except (StorageFault, *UNREADABLE) as error:
        yield Finding(code="unreadable", facts=f"{code}: {error}")


def _look(store: Store, check: Callable[[Connection], Iterator[str]]) -> Iterator[str]:
    with reading(store.engine) as connection:
        yield from check(connection)


def _unprotected(connection: Connection) -> Iterator[str]:
    """Name append-only tables whose triggers are gone."""
    triggers = connection.exec_driver_sql(
        "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
    )
    counts = Counter({row[0]: row[1] for row in triggers})
    for table in APPEND_ONLY:
        if counts[table] < _TRIGGERS:
            yield table


_TRIGGERS = 3
"""On UPDATE, on DELETE, and on the INSERT that would replace a row."""


def _inbox_seals(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(INBOX)):
        if row.seal != seal((row.key, row.at, row.digest, row.reply)):
            yield f"{row.key} was changed"


def _entries_without_message(connection: Connection) -> Iterator[str]:
    query = (
        select(ENTRY.c.seq, ENTRY.c.message_key)
        .outerjoin(INBOX, INBOX.c.key == ENTRY.c.message_key)
        .where(ENTRY.c.message_key != "", INBOX.c.key.is_(None))
    )
    yield from _worded(connection, query)


def _messages_without_entry(connection: Connection) -> Iterator[str]:
    # 催办 changes nothing in the ledger: what it left is the messages it sent.
    sent = select(OUTBOX.c.id).where(
        OUTBOX.c.kind == OutgoingKind.URGE.value,
        OUTBOX.c.key.startswith("urge:" + INBOX.c.key + ":"),
    )
    query = select(INBOX.c.key).where(
        INBOX.c.key.not_in(select(ENTRY.c.message_key)), ~sent.exists()
    )
    yield from _worded(connection, query)


def _entries_without_item(connection: Connection) -> Iterator[str]:
    items = select(PLAN.c.name, ITEM_VERSION.c.objective, ITEM_VERSION.c.number).join_from(
        PLAN, ITEM_VERSION, PLAN.c.id == ITEM_VERSION.c.plan_id
    )
    known = items.distinct().subquery()
    query = (
        select(ENTRY.c.seq, ENTRY.c.plan, ENTRY.c.objective, ENTRY.c.number)
        .outerjoin(
            known,
            and_(
                known.c.name == ENTRY.c.plan,
                known.c.objective == ENTRY.c.objective,
                known.c.number == ENTRY.c.number,
            ),
        )
        .where(ENTRY.c.objective.is_not(None), known.c.name.is_(None))
    )
    yield from _worded(connection, query)


def _status_chain(connection: Connection) -> Iterator[str]:
    """Each row starts in the state in which the row before it left the item."""
    number = (ENTRY.c.plan, ENTRY.c.objective, ENTRY.c.number)
    query = (
        select(*number, ENTRY.c.seq, ENTRY.c.status_before, ENTRY.c.status_after)
        .where(ENTRY.c.objective.is_not(None))
        .order_by(*number, ENTRY.c.seq)
    )
    for _, rows in groupby(connection.execute(query), key=lambda row: row[:3]):
        status = Status.OPEN.value
        for row in rows:
            if row.status_before != status:
                yield f"entry {row.seq}: {row.status_before} after {status}"
            status = row.status_after


def _outbox_states(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(OUTBOX).order_by(OUTBOX.c.id)):
        if wrong := _wrong_with(row):
            yield f"{row.key}: {wrong}"


def _wrong_with(row: Row[Any]) -> str:
    for value, codes in (
        (row.state, OutgoingState),
        (row.kind, OutgoingKind),
        (row.to_kind, AddressKind),
    ):
        if value not in list(codes):
            return f"{codes.__name__} {value}"
    needed = _NEEDED.get(OutgoingState(row.state), ())
    missing = [name for name in needed if not getattr(row, name)]
    return f"{row.state} without {', '.join(missing)}" if missing else ""


_NEEDED: dict[OutgoingState, tuple[str, ...]] = {
    OutgoingState.SENDING: ("attempts",),
    OutgoingState.SENT: ("attempts", "sent_at", "sent_to", "text"),
    OutgoingState.RETRY: ("attempts",),
    OutgoingState.FAILED: ("attempts", "error"),
    OutgoingState.UNKNOWN: ("attempts",),
}


def _reminders_without_outgoing(connection: Connection) -> Iterator[str]:
    query = select(REMINDER.c.id, REMINDER.c.outgoing_key).where(
        REMINDER.c.outgoing_key.not_in(select(OUTBOX.c.key))
    )
    yield from _worded(connection, query)


def _reminders_sent_twice(connection: Connection) -> Iterator[str]:
    """Name what a unit was told in two messages: the same step on the same day."""
    fact = (REMINDER.c.step, REMINDER.c.unit, REMINDER.c.day)
    query = (
        select(*fact)
        .join(OUTBOX, OUTBOX.c.key == REMINDER.c.outgoing_key)
        .where(OUTBOX.c.state == OutgoingState.SENT.value)
        .group_by(*fact)
        .having(func.count(distinct(OUTBOX.c.key)) > 1)
    )
    yield from _worded(connection, query)


def _worded(connection: Connection, query: Select[Any]) -> Iterator[str]:
    for row in connection.execute(query):
        yield " ".join(map(str, row))


_CHECKS: tuple[tuple[str, Callable[[Connection], Iterator[str]]], ...] = (
    ("integrity", lambda connection: iter(integrity_problems(connection))),
    ("unprotected", _unprotected),
    ("inbox", _inbox_seals),
    ("entry_without_message", _entries_without_message),
    ("message_without_entry", _messages_without_entry),
    ("entry_without_item", _entries_without_item),
    ("status_chain", _status_chain),
    ("outbox", _outbox_states),
    ("reminder_without_outgoing", _reminders_without_outgoing),
    ("reminder_sent_twice", _reminders_sent_twice),
)
