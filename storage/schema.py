"""Which shape of the database this program knows, and the way there from older ones."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from storage.database import connect, integrity_problems, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A folder of Alembic migrations and the revisions in it, oldest first.

    The revisions stand here so that Alembic is loaded only when there is something to migrate.
    """

    folder: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        """The newest revision."""
        return self.revisions[-1]


SCHEMA = Schema(
    folder=Path(__file__).parent / "migrations",
    revisions=("0001", "0002", "0003", "0004", "0005", "0006", "0007"),
)


def upgrade(engine: Engine, schema: Schema) -> None:
    """Bring the database to the newest revision, each step in a transaction of its own."""
    from alembic import command  # noqa: PLC0415 - slow to load, seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(schema.folder).replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def back_up(engine: Engine, path: Path, revision: str) -> Path:
    """Copy the whole database beside itself before it is changed; return the copy's path.

    A copy of the same revision is replaced: it is what an interrupted upgrade left, and the
    database still holds all of it.
    """
    copy = path.with_name(f"{path.name}.before-{revision}")
    unfinished = copy.with_name(copy.name + ".new")
    unfinished.unlink(missing_ok=True)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:
            raise RuntimeError("the connection was lost")
        raw.execute("VACUUM INTO ?", (str(unfinished),)).close()
    unfinished.chmod(0o600)
    _require_intact(unfinished)
    make_durable(unfinished, copy)
    return copy


def _require_intact(copy: Path) -> None:
    engine = connect(copy, read_only=True)
    try:
        with reading(engine) as connection:
            if problems := integrity_problems(connection):
                raise OSError(f"the copy is damaged: {problems[0]}")
    finally:
        engine.dispose()


def make_durable(unfinished: Path, final: Path) -> None:
    """Give a finished file its name so that it is whole under it whenever the power goes."""
    _to_disk(unfinished, os.O_RDWR)
    unfinished.replace(final)
    _to_disk(final.parent, os.O_RDONLY)


def _to_disk(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
