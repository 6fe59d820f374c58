"""The outbox: what is queued once, claimed by one, and settled."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, func, or_, select, update

from storage.mail import Outgoing, OutgoingKind, OutgoingState, ReminderKey, RoundKey
from storage.rows import outbox_row, outgoing_of, reminder_cells, reminder_of
from storage.seals import require_storable
from storage.tables import OUTBOX, REMINDER, ROUND, RoundRow
from storage.upserts import insert_into

FOLDED = "folded"
"""Why a row was cancelled: a later round's message carries its facts."""
INTERRUPTED = "interrupted"
"""Why an outcome is unknown: the process ended between `sending` and `sent`."""

_WAITING = (OutgoingState.QUEUED.value, OutgoingState.RETRY.value)
_DAILY = frozenset(
    {
        OutgoingKind.REMINDER,
        OutgoingKind.GROUP_LIST,
        OutgoingKind.OFFICE_NOTE,
        OutgoingKind.LEADER_NOTE,
    }
)
_IN_TROUBLE = (OutgoingState.FAILED.value, OutgoingState.UNKNOWN.value)


def _add_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Insert the rows whose unique keys are not there yet; return how many."""
    if not rows:
        return 0
    for row in rows:
        require_storable(row)
    statement = insert_into(connection, table).on_conflict_do_nothing()
    return connection.execute(statement, rows).rowcount


def enqueue(connection: Connection, outgoing: Iterable[Outgoing]) -> None:
    """Queue messages; one whose key is there already is not queued again.

    A new round's message takes over what an older one for the same receiver has not yet said.
    """
    for one in outgoing:
        row = outbox_row(one).model_dump(exclude={"id"})
        if _add_new(connection, OUTBOX, [row]) and one.kind in _DAILY and one.day is not None:
            _fold_older(connection, one, one.day)


def _fold_older(connection: Connection, new: Outgoing, day: date) -> None:
    older = connection.scalars(
        select(OUTBOX.c.key).where(
            OUTBOX.c.kind == new.kind.value,
            OUTBOX.c.to_kind == new.to_kind.value,
            OUTBOX.c.recipient == new.to,
            OUTBOX.c.day < day,
            OUTBOX.c.state.in_(_WAITING),
        )
    ).all()
    if not older:
        return
    connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.key.in_(older))
        .values(state=OutgoingState.CANCELLED.value, error=FOLDED)
    )
    connection.execute(
        update(REMINDER).where(REMINDER.c.outgoing_key.in_(older)).values(outgoing_key=new.key)
    )


def add_reminders(connection: Connection, keys: Iterable[ReminderKey]) -> None:
    """Note which facts a queued message stands for; a fact noted before stays where it is."""
    _add_new(connection, REMINDER, [reminder_cells(key) for key in keys])


def add_rounds(connection: Connection, keys: Iterable[RoundKey]) -> None:
    """Note that rounds were issued."""
    rows = [RoundRow(name=key.name, day=key.day).model_dump() for key in keys]
    _add_new(connection, ROUND, rows)


def reminders_of(connection: Connection, outgoing_key: str) -> tuple[ReminderKey, ...]:
    """List the facts a message stands for, in the order they were noted."""
    query = select(REMINDER).where(REMINDER.c.outgoing_key == outgoing_key)
    return tuple(reminder_of(row) for row in connection.execute(query.order_by(REMINDER.c.id)))


def listed(connection: Connection, day: date | None) -> tuple[Outgoing, ...]:
    """List messages, newest last; those of one day where `day` is given."""
    query = select(OUTBOX).order_by(OUTBOX.c.id)
    if day is not None:
        query = query.where(OUTBOX.c.day == day)
    return tuple(outgoing_of(row) for row in connection.execute(query))


def in_trouble(connection: Connection, since: datetime, day: date | None) -> tuple[Outgoing, ...]:
    """List what failed, or was found to be of unknown outcome, since a moment.

    It goes by when that came out: a row may have been due days before, with the bot down. With
    `day` also what has been waiting since a day before it: whatever carries it is down.
    """
    ended = func.coalesce(OUTBOX.c.sent_at, OUTBOX.c.due_at)
    found = and_(OUTBOX.c.state.in_(_IN_TROUBLE), ended >= since)
    if day is not None:
        found = or_(found, and_(OUTBOX.c.state.in_(_WAITING), OUTBOX.c.day < day))
    query = select(OUTBOX).where(found)
    return tuple(outgoing_of(row) for row in connection.execute(query.order_by(OUTBOX.c.id)))


def last_note(connection: Connection, note: Outgoing) -> datetime | None:
    """Tell when the addressee of a morning note was last told, or there was nothing to tell."""
    query = select(OUTBOX).where(
        OUTBOX.c.kind == note.kind.value,
        OUTBOX.c.recipient == note.to,
        OUTBOX.c.day < note.day,
        or_(
            OUTBOX.c.state == OutgoingState.SENT.value,
            and_(OUTBOX.c.state == OutgoingState.CANCELLED.value, OUTBOX.c.error != FOLDED),
        ),
    )
    row = connection.execute(query.order_by(OUTBOX.c.day.desc()).limit(1)).first()
    return None if row is None else (outgoing_of(row).sent_at or outgoing_of(row).due_at)


def waiting(connection: Connection) -> int:
    """Count the messages that wait for their turn."""
    query = select(func.count()).where(OUTBOX.c.state.in_(_WAITING))
    return connection.execute(query).scalar_one()


def claim(connection: Connection, now: datetime, limit: int) -> tuple[Outgoing, ...]:
    """Turn messages whose time has come to `sending`, the longest due first."""
    query = _waiting().where(
        OUTBOX.c.due_at <= now,
        or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now),
    )
    return _claim(connection, query.limit(limit))


def claim_beside(connection: Connection, first: Outgoing, limit: int) -> tuple[Outgoing, ...]:
    """Turn further messages of a kind for the conversation of a claimed one to `sending`.

    Those that were to wait longer are taken too: together they need one turn.
    """
    query = _waiting().where(
        OUTBOX.c.kind == first.kind.value,
        OUTBOX.c.channel == first.channel,
        OUTBOX.c.to_kind == first.to_kind.value,
        OUTBOX.c.recipient == first.to,
    )
    return _claim(connection, query.limit(limit))


def _waiting() -> Select[Any]:
    in_order = (OUTBOX.c.due_at, OUTBOX.c.id)
    return select(OUTBOX).where(OUTBOX.c.state.in_(_WAITING)).order_by(*in_order)


def _claim(connection: Connection, query: Select[Any]) -> tuple[Outgoing, ...]:
    claimed: list[Outgoing] = []
    for row in connection.execute(query).all():
        one = outgoing_of(row)
        taken = replace(one, state=OutgoingState.SENDING, attempts=one.attempts + 1)
        changed = connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id == one.id, OUTBOX.c.state == one.state.value)
            .values(state=taken.state.value, attempts=taken.attempts)
        )
        if changed.rowcount == 1:
            claimed.append(taken)
    return tuple(claimed)


def settle(connection: Connection, outgoing: Outgoing) -> None:
    """Write how a claimed message ended; raises LookupError where it is not being sent."""
    ended = {
        "state": outgoing.state.value,
        "text": outgoing.text,
        "attempts": outgoing.attempts,
        "not_before": outgoing.not_before,
        "late": outgoing.late,
        "sent_to": outgoing.sent_to,
        "sent_at": outgoing.sent_at,
        "error": outgoing.error,
    }
    require_storable(ended)
    changed = connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.key == outgoing.key, OUTBOX.c.state == OutgoingState.SENDING.value)
        .values(ended)
    )
    if changed.rowcount != 1:
        raise LookupError(f"not being sent: {outgoing.key}")


def recover(connection: Connection, now: datetime, *, resend: bool) -> tuple[Outgoing, ...]:
    """End what a dead process was sending: outcome unknown, or with `resend` once more, marked."""
    recovered: list[Outgoing] = []
    query = select(OUTBOX).where(OUTBOX.c.state == OutgoingState.SENDING.value)
    for row in connection.execute(query.order_by(OUTBOX.c.id)).all():
        again = resend and row.resends == 0
        ended = (
            replace(outgoing_of(row), state=OutgoingState.QUEUED, late=True, not_before=now)
            if again
            else replace(
                outgoing_of(row), state=OutgoingState.UNKNOWN, error=INTERRUPTED, sent_at=now
            )
        )
        connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.id == row.id)
            .values(
                state=ended.state.value,
                late=ended.late,
                not_before=ended.not_before,
                sent_at=ended.sent_at,
                error=ended.error,
                resends=row.resends + again,
            )
        )
        recovered.append(ended)
    return tuple(recovered)
