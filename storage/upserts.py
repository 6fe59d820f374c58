"""INSERT … ON CONFLICT, which each database spells with its own construct."""

from typing import Any

from sqlalchemy import Connection, Table


def insert_into(connection: Connection, table: Table) -> Any:
    """Give the insert that can say what to do with a row whose key is there already."""
    # Loaded only when it is the one in use: the dialects take their time.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as on_postgresql  # noqa: PLC0415

        return on_postgresql(table)
    from sqlalchemy.dialects.sqlite import insert as on_sqlite  # noqa: PLC0415

    return on_sqlite(table)
