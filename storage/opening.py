"""Start-up: what is at the path, whether it may be used, and how a new ledger comes to be.

Beside `FILE` stand `FILE.id` (which ledger belongs there; proof that one was there before),
`FILE.lock` (held while a process has it open) and `FILE.pid` (whose process that is).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import BaseFileLock
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from storage.checks import first_damage
from storage.creation import create, marker_of, read_marker, write_marker
from storage.database import connect, probe_writable, reading
from storage.faults import StorageFault, faults_named
from storage.locking import give_back, take
from storage.refusals import Refusal, RefusedToOpen, refusal_for
from storage.schema import SCHEMA, Schema, back_up, upgrade
from storage.tables import LEDGER

__all__ = ["Opened", "Refusal", "RefusedToOpen", "open_to_read", "open_to_write", "path_of"]

_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A database that passed every check; `lock` is None where it was opened to read."""

    path: Path
    engine: Engine
    lock: BaseFileLock | None
    ledger_id: str
    revision: str


def path_of(url: str) -> Path:
    """Give the file a `sqlite:///` URL names; raises RefusedToOpen for anything else."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise RefusedToOpen(Refusal.UNSUPPORTED, path=url) from error
    name = parsed.database or ""
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"} or parsed.host or parsed.query:
        raise RefusedToOpen(Refusal.UNSUPPORTED, path=parsed.render_as_string())
    if not name or name.startswith(":memory:") or "\0" in name:
        raise RefusedToOpen(Refusal.UNSUPPORTED, path=url)
    try:
        return Path(name).resolve()  # two names of one file must share one lock
    except (OSError, RuntimeError) as error:
        raise RefusedToOpen(Refusal.UNWRITABLE, path=name, detail=str(error)) from error


def open_to_write(url: str, *, check: bool = True, schema: Schema = SCHEMA) -> Opened:
    """Open, check and if need be make or migrate the database; raises RefusedToOpen."""
    path = path_of(url)
    lock = take(path)
    try:
        with _refusing(path):
            _prepare(path, schema)
            return _examine(path, lock, check=check, schema=schema)
    except BaseException:
        give_back(path, lock)
        raise


def open_to_read(url: str, *, check: bool = True, schema: Schema = SCHEMA) -> Opened:
    """Open an existing database beside the process that writes it; raises RefusedToOpen."""
    path = path_of(url)
    with _refusing(path):
        if not path.exists():
            raise RefusedToOpen(Refusal.MISSING, path=path)
        return _examine(path, None, check=check, schema=schema)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except StorageFault as fault:
        raise RefusedToOpen(refusal_for(fault), path=path, detail=fault.detail) from fault
    except OSError as error:
        raise RefusedToOpen(Refusal.UNWRITABLE, path=path, detail=str(error)) from error


def _prepare(path: Path, schema: Schema) -> None:
    if path.exists():
        return
    if marker_of(path).exists():
        raise RefusedToOpen(Refusal.MISSING, path=path, detail=read_marker(path) or "")
    create(path, schema)


def _examine(path: Path, lock: BaseFileLock | None, *, check: bool, schema: Schema) -> Opened:
    _require_sqlite(path)
    engine = connect(path, read_only=lock is None)
    try:
        if lock is not None:
            _migrate(engine, path, schema)
            probe_writable(engine)
        _require_current(engine, path, schema)
        if check:
            _require_undamaged(engine, path)
        ledger_id = _identity(engine, path)
        if lock is not None and read_marker(path) is None:
            write_marker(path, ledger_id)  # a restored file, or killed while it was made
        return Opened(
            path=path,
            engine=engine,
            lock=lock,
            ledger_id=ledger_id,
            revision=schema.head,
        )
    except BaseException:
        engine.dispose()
        raise


def _require_sqlite(path: Path) -> None:
    if not path.is_file():
        raise RefusedToOpen(Refusal.UNWRITABLE, path=path, detail="not a file")
    with path.open("rb") as file:
        start = file.read(len(_HEADER))
    if not start:
        raise RefusedToOpen(Refusal.EMPTY, path=path)
    if start != _HEADER:
        raise RefusedToOpen(Refusal.DAMAGED, path=path, detail="file is not a database")


def _revision(engine: Engine, path: Path, schema: Schema) -> str:
    """Tell which revision the database has; raises RefusedToOpen for one we do not know."""
    with reading(engine) as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {row[0] for row in names}
        if not tables >= {"alembic_version", LEDGER.name}:
            raise RefusedToOpen(Refusal.NOT_A_LEDGER, path=path)
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        revisions = [str(number) for number in found]
    if len(revisions) != 1:
        raise RefusedToOpen(Refusal.DAMAGED, path=path, detail=f"revisions {revisions}")
    if revisions[0] not in schema.revisions:
        raise RefusedToOpen(Refusal.NEWER, path=path, detail=revisions[0])
    return revisions[0]


def _require_current(engine: Engine, path: Path, schema: Schema) -> None:
    revision = _revision(engine, path, schema)
    if revision != schema.head:
        raise RefusedToOpen(Refusal.OUTDATED, path=path, detail=revision)


def _require_undamaged(engine: Engine, path: Path, *, structure_only: bool = False) -> None:
    if damage := first_damage(engine, structure_only=structure_only):
        raise RefusedToOpen(Refusal.DAMAGED, path=path, detail=damage)


def _migrate(engine: Engine, path: Path, schema: Schema) -> None:
    revision = _revision(engine, path, schema)
    if revision == schema.head:
        return
    _require_undamaged(engine, path, structure_only=True)
    with faults_named():
        back_up(engine, path, revision)
        upgrade(engine, schema)


def _identity(engine: Engine, path: Path) -> str:
    with reading(engine) as connection:
        found = connection.scalars(LEDGER.select()).all()
    if len(found) != 1:
        raise RefusedToOpen(Refusal.DAMAGED, path=path, detail=f"{len(found)} identities")
    marked = read_marker(path)
    if marked is not None and marked != found[0]:
        raise RefusedToOpen(Refusal.OTHER, path=path, detail=f"{marked} ≠ {found[0]}")
    return str(found[0])
