"""Conversations the bot was spoken to in, and when something last held."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.mail import Chat
from storage.rows import chat_of, local
from storage.seals import require_storable
from storage.tables import CHAT, MARK, ChatRow, MarkRow
from storage.upserts import insert_into


def listed(connection: Connection) -> tuple[Chat, ...]:
    """List them, the longest known first."""
    query = select(CHAT).order_by(CHAT.c.first_at, CHAT.c.channel, CHAT.c.id)
    return tuple(chat_of(row) for row in connection.execute(query))


def note(connection: Connection, chat: Chat) -> None:
    """Write a conversation; where it is known, its last moment and whether it is reachable."""
    row = ChatRow(
        channel=chat.channel,
        kind=chat.kind.value,
        id=chat.id,
        first_at=chat.first_at,
        last_at=chat.last_at,
        reachable=chat.reachable,
    ).model_dump()
    require_storable(row)
    known = {name: row[name] for name in ("last_at", "reachable")}
    insert = insert_into(connection, CHAT).values(row)
    key = [CHAT.c.channel, CHAT.c.kind, CHAT.c.id]
    connection.execute(insert.on_conflict_do_update(index_elements=key, set_=known))


def mark(connection: Connection, name: str, at: datetime) -> None:
    """Write when something last held."""
    insert = insert_into(connection, MARK).values(MarkRow(name=name, at=at).model_dump())
    connection.execute(insert.on_conflict_do_update(index_elements=[MARK.c.name], set_={"at": at}))


def marked(connection: Connection, name: str) -> datetime | None:
    """Read when something last held; None where it never did."""
    at = connection.scalar(select(MARK.c.at).where(MARK.c.name == name))
    return None if at is None else local(at)
