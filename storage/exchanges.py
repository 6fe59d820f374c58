"""The last exchanges that await an answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.mail import Remembered
from storage.rows import local
from storage.seals import require_storable
from storage.tables import EXCHANGE, ExchangeRow
from storage.upserts import insert_into


def remember(connection: Connection, exchanges: Iterable[Remembered]) -> None:
    """Write each in the place of the person's former one in that chat."""
    for one in exchanges:
        row = ExchangeRow(
            chat=one.chat, person=one.person, at=one.at, content=one.content
        ).model_dump()
        require_storable(row)
        insert = insert_into(connection, EXCHANGE).values(row)
        key = [EXCHANGE.c.chat, EXCHANGE.c.person]
        known = {name: row[name] for name in ("at", "content")}
        connection.execute(insert.on_conflict_do_update(index_elements=key, set_=known))


def since(connection: Connection, moment: datetime) -> tuple[Remembered, ...]:
    """List those since a moment, oldest first."""
    query = select(EXCHANGE).where(EXCHANGE.c.at >= moment).order_by(EXCHANGE.c.at)
    return tuple(
        Remembered(chat=row.chat, person=row.person, at=local(row.at), content=row.content)
        for row in connection.execute(query)
    )


def forget(connection: Connection, before: datetime) -> None:
    """Drop those nobody can refer to any more."""
    connection.execute(delete(EXCHANGE).where(EXCHANGE.c.at < before))
