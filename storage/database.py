"""The engine: one SQLite file, every commit on disk before it returns."""

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from storage.faults import faults_named

_READING = "duban_reading"
# TRUNCATE, not WAL: SQLite 3.7.0 to 3.51.2 can lose committed rows with WAL and two connections
# (https://www.sqlite.org/changes.html). FULL: NORMAL loses acknowledged rows at a power cut.
_DURABLE = ("journal_mode = TRUNCATE", "synchronous = FULL")
_ALWAYS = ("busy_timeout = 5000", "foreign_keys = ON")


def connect(path: Path, *, read_only: bool = False) -> Engine:
    """Give an engine on an existing file; `read_only` connections cannot change its content.

    A read-only connection still rolls back what a killed writer left half-done, as every SQLite
    connection must before it can read.
    """
    pragmas = (*_ALWAYS, "query_only = ON") if read_only else (*_ALWAYS, *_DURABLE)
    engine = create_engine(
        URL.create(
            "sqlite", database=f"file:{_quoted(path)}", query={"uri": "true", "mode": "rw"}
        ),
        json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
    )

    @event.listens_for(engine, "connect")
    def _prepare(raw: sqlite3.Connection, _record: Any) -> None:
        raw.isolation_level = None  # the driver opens no transactions behind our back
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A read that is upgraded to a write fails at once when another writes; IMMEDIATE waits.
        reading = connection.get_execution_options().get(_READING, read_only)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _quoted(path: Path) -> str:
    return path.as_uri().removeprefix("file://")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Look at one unchanging state of the database; raises StorageFault."""
    with faults_named(), engine.connect() as connection:
        yield connection.execution_options(**{_READING: True})


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Change the database in one transaction, all or nothing; raises StorageFault."""
    with faults_named(), engine.begin() as connection:
        yield connection


def probe_writable(engine: Engine) -> None:
    """Try a write and take it back; raises StorageFault where the disk takes none."""
    with faults_named(), engine.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql("UPDATE ledger SET uuid = uuid")
        transaction.rollback()


def integrity_problems(connection: Connection) -> tuple[str, ...]:
    """Ask SQLite for torn pages, broken indexes and dangling foreign keys."""
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    dangling = [
        f"{table} row {rowid}: {parent}"
        for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return (*(words for words in found if words != "ok"), *dangling, *_cut_short(connection))


def _cut_short(connection: Connection) -> Iterator[str]:
    """Compare lengths: SQLite reads a page that is cut as if it ended in zeros."""
    names = {row[1]: row[2] for row in connection.exec_driver_sql("PRAGMA database_list")}
    sizes = (connection.exec_driver_sql(f"PRAGMA {name}") for name in ("page_size", "page_count"))
    expected = math.prod(size.scalar_one() for size in sizes)
    if (length := Path(names["main"]).stat().st_size) < expected:
        yield f"{length} bytes of {expected}"
