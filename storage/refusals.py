"""Why a database is not opened, as facts; `messages` words them."""

import sqlite3
from enum import StrEnum
from pathlib import Path

from storage.faults import StorageFault


class Refusal(StrEnum):
    """Why a database is not opened."""

    DAMAGED = "damaged"
    """No SQLite file, torn, or its history was changed; restore a copy."""
    NEWER = "newer"
    """Written by a newer version of the program; `detail` is its revision."""
    IN_USE = "in_use"
    """Another process has it open; `pid` says which, where that is known."""
    MISSING = "missing"
    """There was a ledger here, and its file is gone; or there is nothing to read."""
    EMPTY = "empty"
    """A file of 0 bytes."""
    NOT_A_LEDGER = "not_a_ledger"
    """An SQLite file of some other program."""
    UNWRITABLE = "unwritable"
    """No such directory, no permission, no space."""
    UNSUPPORTED = "unsupported"
    """The URL names something other than an SQLite file."""
    OUTDATED = "outdated"
    """Written by an older version; only the process that may write brings it up to date."""
    OTHER = "other"
    """A ledger, but not the one that belongs at this path (`FILE.id` names another)."""


class RefusedToOpen(Exception):
    """The database is not opened; nothing was changed."""

    def __init__(
        self, reason: Refusal, *, path: Path | str = "", detail: str = "", pid: int | None = None
    ) -> None:
        super().__init__(f"{reason.value}: {path} {detail}".rstrip())
        self.reason = reason
        self.path = str(path)
        self.detail = detail
        self.pid = pid


_REASONS = {
    sqlite3.SQLITE_BUSY: Refusal.IN_USE,
    sqlite3.SQLITE_LOCKED: Refusal.IN_USE,
    sqlite3.SQLITE_PERM: Refusal.UNWRITABLE,
    sqlite3.SQLITE_READONLY: Refusal.UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: Refusal.UNWRITABLE,
    sqlite3.SQLITE_FULL: Refusal.UNWRITABLE,
}


def refusal_for(fault: StorageFault) -> Refusal:
    """Name the refusal a fault at start-up comes down to."""
    return _REASONS.get(fault.code, Refusal.DAMAGED)
