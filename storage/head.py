"""The seal of the newest history row, kept beside the database: it shows a tail that was cut off.

Each row's seal covers all rows before it, but nothing in the table covers the last one. So after
every commit `FILE.head` says how far the history went and how it was sealed. It is written without
waiting for the disk: after a power cut it may lag behind the history, never run ahead of it. Where
it contradicts the history it is left alone, as evidence, until a person removes it.
"""

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from storage.database import reading
from storage.faults import StorageFault
from storage.history import last
from storage.tables import ENTRY

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """How far the history of a ledger went, and the seal of its last row."""

    seq: int
    seal: str


def head_of(path: Path) -> Path:
    """Name the file that holds the last seal of the history at `path`."""
    return path.with_name(f"{path.name}.head")


def read_head(path: Path, ledger_id: str) -> Noted | None:
    """Read what was noted last of this ledger; None where nothing readable was."""
    try:
        owner, seq, seal = head_of(path).read_text("ascii", "replace").split()
        return Noted(seq=int(seq), seal=seal) if owner == ledger_id else None
    except (OSError, ValueError):
        return None


def contradiction(engine: Engine, noted: Noted | None) -> str:
    """Say in a few technical words where the history falls short of what was noted.

    The note must have been read before: a writer may be adding rows meanwhile.
    """
    if noted is None or noted.seq == 0:
        return ""
    with reading(engine) as connection:
        seq, _ = last(connection)
        if seq < noted.seq:
            return f"entry {seq + 1} is missing: the history went to {noted.seq}"
        seal = connection.scalar(select(ENTRY.c.chain).where(ENTRY.c.seq == noted.seq))
    return "" if seal == noted.seal else f"entry {noted.seq} has another seal than was noted"


class Head:
    """Notes the last seal after each commit; for the one process that writes."""

    def __init__(self, path: Path, ledger_id: str, engine: Engine) -> None:
        self._path = head_of(path)
        self._owner = ledger_id
        self._file: int | None = None
        try:
            short = contradiction(engine, read_head(path, ledger_id))
        except StorageFault as fault:
            short = fault.detail
        self._left_alone = bool(short)
        if short:
            _LOG.warning("security: %s contradicts the history: %s", self._path, short)

    def note(self, seq: int, seal: str) -> None:
        """Note the newest row. A failure is not raised: the row itself is on disk."""
        if self._left_alone:
            return
        with suppress(OSError):
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            os.pwrite(self._file, f"{self._owner} {seq:020d} {seal}\n".encode("ascii"), 0)

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
