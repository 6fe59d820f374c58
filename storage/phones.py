"""Phone numbers by user id; unlike the history they can be changed and deleted."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from storage.mail import Phone
from storage.seals import require_storable
from storage.tables import PHONE, PhoneRow
from storage.upserts import insert_into


def listed(connection: Connection) -> dict[str, str]:
    """Give all numbers."""
    return {row.person: row.number for row in connection.execute(select(PHONE))}


def note(connection: Connection, phones: Iterable[Phone]) -> None:
    """Write numbers; an empty one deletes what was there."""
    for phone in phones:
        if not phone.number:
            connection.execute(delete(PHONE).where(PHONE.c.person == phone.person))
            continue
        row = PhoneRow(person=phone.person, number=phone.number).model_dump()
        require_storable(row)
        insert = insert_into(connection, PHONE).values(row)
        known = {"number": phone.number}
        connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=known))
