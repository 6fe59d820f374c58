"""From values of the job to rows, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy import Row

from ledger.plan import Item, ItemRef
from ledger.progress import Entry, EntryKind, Progress, Status
from storage.mail import (
    AddressKind,
    Chat,
    Choice,
    Outgoing,
    OutgoingKind,
    OutgoingState,
    Received,
    ReminderKey,
)
from storage.seals import link, seal
from storage.tables import ENTRY, EntryColumns, InboxColumns, OutboxRow

COUNTY = ZoneInfo("Asia/Shanghai")
"""The zone of every moment that leaves this package."""
ITEM = TypeAdapter(Item)

# The order is part of the chain. A column added later joins at the end, with its name, and only
# in rows where it is set, so that the rows written before keep their digests.
_ADDED = ("until", "concerns", "person", "person_name", "post", "was", "other")
_CHAINED = tuple(c.name for c in ENTRY.columns if c.name not in {"chain", *_ADDED})
_chained = attrgetter(*_CHAINED)


def local(moment: datetime) -> datetime:
    """Give a moment in the county's zone."""
    return moment.astimezone(COUNTY)


def ref_of(objective: int | None, number: int | None) -> ItemRef | None:
    """Give the item a history row is about; None for a row about a whole plan."""
    return None if objective is None else ItemRef(objective, number or 0)


def entry_row(entry: Entry, seq: int, previous: str) -> EntryColumns:
    """Make the row that stands after the one sealed `previous`."""
    row = EntryColumns(
        seq=seq,
        plan=entry.plan,
        objective=entry.ref.objective if entry.ref else None,
        number=entry.ref.number if entry.ref else None,
        kind=entry.kind.value,
        at=entry.at,
        actor=entry.actor,
        actor_name=entry.actor_name,
        unit=entry.unit,
        on_behalf=entry.on_behalf,
        part=entry.part,
        words=entry.words,
        progress=entry.progress.value if entry.progress else None,
        percent=entry.percent,
        percent_words=entry.percent_words,
        metric=entry.metric,
        note=entry.note,
        status_before=entry.before.value,
        status_after=entry.after.value,
        message_key=entry.message_key,
        chain="",
        until=entry.until,
        concerns=entry.concerns,
        person=entry.person or None,
        person_name=entry.person_name or None,
        post=entry.post or None,
        was=ITEM.dump_json(entry.was).decode() if entry.was else None,
        other=str(entry.other) if entry.other else None,
    )
    row.chain = chain(previous, row)
    return row


def chain(previous: str, row: EntryColumns | Row[Any]) -> str:
    """Give the seal of a history row that stands after the one sealed `previous`."""
    added = [(name, value) for name in _ADDED if (value := getattr(row, name)) is not None]
    return link(previous, (*_chained(row), *added))


def entry_of(row: Row[Any]) -> Entry:
    """Read a history row; raises ValueError for a code nobody knows."""
    return Entry(
        seq=row.seq,
        plan=row.plan,
        ref=ref_of(row.objective, row.number),
        kind=EntryKind(row.kind),
        at=local(row.at),
        actor=row.actor,
        actor_name=row.actor_name,
        unit=row.unit,
        on_behalf=row.on_behalf,
        part=row.part,
        words=row.words,
        progress=Progress(row.progress) if row.progress else None,
        percent=row.percent,
        percent_words=row.percent_words,
        metric=row.metric,
        note=row.note,
        until=row.until,
        concerns=row.concerns,
        person=row.person or "",
        person_name=row.person_name or "",
        post=row.post or "",
        was=ITEM.validate_json(row.was) if row.was else None,
        other=ItemRef.parse(row.other) if row.other else None,
        before=Status(row.status_before),
        after=Status(row.status_after),
        message_key=row.message_key,
    )


def inbox_row(received: Received) -> InboxColumns:
    """Make the row of a message that changed something."""
    reply = list(received.reply)
    return InboxColumns(
        key=received.key,
        at=received.at,
        digest=received.digest,
        reply=reply,
        seal=seal((received.key, received.at, received.digest, reply)),
    )


def received_of(row: Row[Any]) -> Received:
    """Read an inbox row."""
    return Received(key=row.key, at=local(row.at), digest=row.digest, reply=tuple(row.reply))


_SAME = tuple(
    field.name
    for field in fields(Outgoing)
    if field.name not in {"id", "kind", "to_kind", "to", "state", "choices"}
)
"""Fields of Outgoing that stand in the table under their own name."""


def outbox_row(outgoing: Outgoing) -> OutboxRow:
    """Make the row of a message on its way out; the database gives it its id."""
    return OutboxRow(
        kind=outgoing.kind.value,
        to_kind=outgoing.to_kind.value,
        recipient=outgoing.to,
        state=outgoing.state.value,
        choices=[asdict(choice) for choice in outgoing.choices],
        **{name: getattr(outgoing, name) for name in _SAME},
    )


def outgoing_of(row: Row[Any]) -> Outgoing:
    """Read an outbox row; raises ValueError for a code nobody knows."""
    same = {name: _localised(row._mapping[name]) for name in _SAME}  # noqa: SLF001 - public, despite its name
    return Outgoing(
        id=row.id,
        kind=OutgoingKind(row.kind),
        to_kind=AddressKind(row.to_kind),
        to=row.recipient,
        state=OutgoingState(row.state),
        choices=tuple(Choice(**choice) for choice in row.choices),
        **same,
    )


def _localised(value: Any) -> Any:
    return local(value) if isinstance(value, datetime) else value


def chat_of(row: Row[Any]) -> Chat:
    """Read the row of a conversation."""
    return Chat(
        channel=row.channel,
        kind=AddressKind(row.kind),
        id=row.id,
        first_at=local(row.first_at),
        last_at=local(row.last_at),
        reachable=row.reachable,
    )


def reminder_cells(key: ReminderKey) -> dict[str, Any]:
    """Make the row of a fact to remind of, as plain cells.

    A large county's morning has tens of thousands, and a model of each took most of the commit.
    """
    return {
        "step": key.step,
        "plan": key.plan,
        "objective": key.ref.objective,
        "number": key.ref.number,
        "unit": key.unit,
        "day": key.day,
        "outgoing_key": key.outgoing_key,
    }


def reminder_of(row: Row[Any]) -> ReminderKey:
    """Read a reminder row."""
    return ReminderKey(
        step=row.step,
        plan=row.plan,
        ref=ItemRef(row.objective, row.number),
        unit=row.unit,
        day=row.day,
        outgoing_key=row.outgoing_key,
    )


def plan_seal(name: str, title: str, members: list[str], *, sample: bool) -> str:
    """Give the seal of a plan's head."""
    return seal((name, title, members, sample))


def version_seal(row: Mapping[str, Any]) -> str:
    """Give the seal of a version of an item."""
    return seal(
        row[name]
        for name in (
            "seq",
            "plan_id",
            "position",
            "objective",
            "number",
            "since",
            "definition",
            "retired",
        )
    )
