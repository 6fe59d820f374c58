"""What can go wrong with the database while it is open, told apart by what to do about it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

# https://www.sqlite.org/rescode.html: nothing was written, and a later try may well succeed.
_PASSING = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_PRIMARY = 0xFF


class StorageFault(Exception):
    """The database could not do its work; nothing of the transaction is on disk.

    `transient`: disk full, read-only or locked; the same work may be handed in again later.
    Otherwise the disk or the file is broken (a failed fsync, a malformed page): what this process
    has in memory can no longer be trusted, and it must end and start again from the disk.
    """

    def __init__(self, detail: str, *, transient: bool, code: int = 0) -> None:
        super().__init__(detail)
        self.detail = detail
        self.transient = transient
        self.code = code
        """SQLite's primary result code; 0 where there is none."""


class AlreadyReceived(Exception):
    """The inbox holds a message with this key: it was handled before."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def result_code(error: BaseException | None) -> int:
    """Give SQLite's primary result code of a driver's exception, 0 where it has none."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn the driver's errors into StorageFault; a broken rule of the schema stays itself."""
    try:
        yield
    except DBAPIError as error:
        code = result_code(error.orig)
        if code == sqlite3.SQLITE_CONSTRAINT:
            raise
        raise StorageFault(str(error.orig), transient=code in _PASSING, code=code) from error
    except sqlite3.Error as error:
        code = result_code(error)
        raise StorageFault(str(error), transient=code in _PASSING, code=code) from error
    except UnicodeDecodeError as error:  # the driver's words about a torn schema, torn themselves
        raise StorageFault(str(error), transient=False, code=sqlite3.SQLITE_CORRUPT) from error
