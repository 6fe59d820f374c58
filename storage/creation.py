"""A new database: whole under its name, or not there, whenever the process is killed."""

import uuid
from pathlib import Path

from sqlalchemy import insert

from storage.database import connect, writing
from storage.faults import faults_named
from storage.refusals import Refusal, RefusedToOpen
from storage.schema import Schema, make_durable, upgrade
from storage.tables import LEDGER, LedgerRow


def marker_of(path: Path) -> Path:
    """Name the file that says which ledger belongs at `path`."""
    return path.with_name(f"{path.name}.id")


def read_marker(path: Path) -> str | None:
    """Read the id of the ledger that belongs at `path`; None where none was ever there."""
    try:
        return marker_of(path).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None


def write_marker(path: Path, ledger_id: str) -> None:
    """Note which ledger belongs at `path`."""
    marker = marker_of(path)
    unfinished = marker.with_name(marker.name + ".new")
    unfinished.write_text(ledger_id + "\n", encoding="ascii")
    make_durable(unfinished, marker)


def create(path: Path, schema: Schema) -> None:
    """Make an empty ledger under another name, then give it its own.

    The marker comes after: killed between the two, the next start finds a whole ledger and
    writes it. Raises RefusedToOpen where the journal of an earlier database is left.
    """
    journals = [path.with_name(path.name + suffix) for suffix in ("-journal", "-wal")]
    if any(journal.exists() and journal.stat().st_size for journal in journals):
        # It would be played into the new database, and it proves that there was an old one.
        raise RefusedToOpen(Refusal.MISSING, path=path)
    unfinished = path.with_name(path.name + ".new")
    _discard(unfinished)
    unfinished.touch(mode=0o600)
    engine = connect(unfinished)
    try:
        with faults_named():
            upgrade(engine, schema)
        with writing(engine) as connection:
            row = LedgerRow(uuid=str(uuid.uuid4()))
            connection.execute(insert(LEDGER).values(row.model_dump()))
        engine.dispose()
        for journal in journals:
            journal.unlink(missing_ok=True)
        make_durable(unfinished, path)
    finally:
        engine.dispose()
        _discard(unfinished)


def _discard(unfinished: Path) -> None:
    for suffix in ("", "-journal"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
