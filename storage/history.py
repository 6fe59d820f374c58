"""The append-only history: rows are added at the end and read in order, nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, insert, select

from ledger.plan import ItemRef
from ledger.progress import Entry
from storage.database import reading
from storage.rows import entry_of, entry_row, local
from storage.seals import GENESIS, require_storable
from storage.tables import ENTRY

_PAGE = 5_000
_LAST = select(ENTRY.c.seq, ENTRY.c.chain).order_by(ENTRY.c.seq.desc()).limit(1)
_ADD = insert(ENTRY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A history row with the seal it was written with."""

    entry: Entry
    seal: str


def append(connection: Connection, entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], str]:
    """Add rows behind the last one; return them with their `seq`, and the last one's seal.

    Raises ValueError. The seal is empty where there was nothing to add.
    """
    if not entries:
        return (), ""
    seq, previous = last(connection)
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, seq + 1):
        row = entry_row(entry, number, previous)
        previous = row.chain
        rows.append(row.model_dump())
        require_storable(rows[-1])
    connection.execute(_ADD, rows)
    written = tuple(
        replace(entry, seq=row["seq"], at=local(entry.at))
        for entry, row in zip(entries, rows, strict=True)
    )
    return written, previous


def last(connection: Connection) -> tuple[int, str]:
    """Give number and seal of the last row; 0 and GENESIS where there is none."""
    row = connection.execute(_LAST).first()
    return (row.seq, row.chain) if row else (0, GENESIS)


def pages(engine: Engine, *conditions: ColumnElement[bool]) -> Iterator[Sequence[Row[Any]]]:
    """Read rows in order, some thousand at a time, so that a slow reader keeps no writer out."""
    after = 0
    while True:
        query = select(ENTRY).where(ENTRY.c.seq > after, *conditions)
        with reading(engine) as connection:
            rows = connection.execute(query.order_by(ENTRY.c.seq).limit(_PAGE)).all()
        if rows:
            yield rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def _of(plan: str, ref: ItemRef | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if plan:
        conditions.append(ENTRY.c.plan == plan)
    if ref is not None:
        conditions += [ENTRY.c.objective == ref.objective, ENTRY.c.number == ref.number]
    return conditions


def entries(
    engine: Engine, *, plan: str = "", ref: ItemRef | None = None, until: datetime | None = None
) -> Iterator[Entry]:
    """Go through the history in order, that of one plan, one item, or up to a moment."""
    conditions = _of(plan, ref)
    if until is not None:
        conditions.append(ENTRY.c.at <= until)
    for rows in pages(engine, *conditions):
        yield from map(entry_of, rows)


def sealed(engine: Engine, *, plan: str = "", ref: ItemRef | None = None) -> Iterator[Sealed]:
    """Go through the history in order, with the seals."""
    for rows in pages(engine, *_of(plan, ref)):
        yield from (Sealed(entry=entry_of(row), seal=row.chain) for row in rows)
