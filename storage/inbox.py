"""The inbox: each message that changed something is written once, with the reply it got."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select

from storage.faults import AlreadyReceived
from storage.mail import Received
from storage.rows import inbox_row, received_of
from storage.seals import require_storable
from storage.tables import INBOX

_KNOWN = select(INBOX.c.key).where(INBOX.c.key.in_(bindparam("keys", expanding=True)))
_ADD = insert(INBOX)


def add_received(connection: Connection, messages: Sequence[Received]) -> None:
    """Write messages; raises AlreadyReceived for a key that is there, or twice among them."""
    rows = [inbox_row(message).model_dump() for message in messages]
    require_storable(rows)
    keys: set[str] = set()
    for message in messages:
        if message.key in keys:
            raise AlreadyReceived(message.key)
        keys.add(message.key)
    there = connection.scalars(_KNOWN, {"keys": sorted(keys)}).first()
    if there is not None:
        raise AlreadyReceived(there)
    connection.execute(_ADD, rows)


def keys(connection: Connection) -> tuple[str, ...]:
    """List the keys of all messages that were handled."""
    return tuple(connection.scalars(select(INBOX.c.key)))


def find_received(connection: Connection, key: str) -> Received | None:
    """Find a message by its key."""
    row = connection.execute(select(INBOX).where(INBOX.c.key == key)).first()
    return received_of(row) if row else None
