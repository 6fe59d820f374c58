"""The way from one shape of the database to the next."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from storage.opening import open_to_read, open_to_write
from storage.refusals import Refusal, RefusedToOpen
from storage.schema import SCHEMA, Schema
from storage.store import Store
from tests.storage.samples import filled, rows, url

HISTORY = "SELECT seq, words, chain FROM entry ORDER BY seq"
NEXT_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("lease", sa.Integer(), nullable=True))
    {more}
"""


@pytest.fixture
def next_release(tmp_path: Path) -> Schema:
    return with_step(tmp_path, "pass")


def with_step(tmp_path: Path, more: str) -> Schema:
    folder = tmp_path / "100% migrations"
    shutil.copytree(SCHEMA.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_next.py").write_text(
        NEXT_STEP.format(more=more, before=SCHEMA.head)
    )
    return Schema(folder=folder, revisions=(*SCHEMA.revisions, "9999"))


def test_models_and_migrations_say_the_same(store: Store) -> None:
    with store.engine.connect() as connection:
        migration = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(migration, SQLModel.metadata) == []


def test_known_revisions_are_those_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCHEMA.folder))
    found = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == SCHEMA.revisions


def test_older_database_is_copied_then_migrated(path: Path, next_release: Schema) -> None:
    filled(path)
    before = rows(path, HISTORY)
    opened = open_to_write(url(path), schema=next_release)
    opened.engine.dispose()
    assert opened.revision == "9999"
    assert rows(path, HISTORY) == before
    assert rows(path, "SELECT count(*) FROM extra") == [(0,)]
    copy = path.with_name(f"{path.name}.before-{SCHEMA.head}")
    assert rows(copy, HISTORY) == before
    assert rows(copy, "SELECT version_num FROM alembic_version") == [(SCHEMA.head,)]
    assert copy.stat().st_mode & 0o077 == 0
    assert opened.lock is not None
    opened.lock.release()


def test_reader_does_not_migrate(path: Path, next_release: Schema) -> None:
    filled(path)
    before = path.read_bytes()
    with pytest.raises(RefusedToOpen) as caught:
        open_to_read(url(path), schema=next_release)
    assert caught.value.reason is Refusal.OUTDATED
    assert path.read_bytes() == before


def test_failed_step_leaves_the_old_database_whole(path: Path, tmp_path: Path) -> None:
    filled(path)
    before = rows(path, HISTORY)
    broken = with_step(tmp_path, 'op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(RefusedToOpen, match="nowhere"):
        open_to_write(url(path), schema=broken)
    with Store.open(url(path)) as store:
        assert store.facts().revision == SCHEMA.head
    assert rows(path, HISTORY) == before
    assert rows(path, "SELECT name FROM sqlite_master WHERE name LIKE '%extra%'") == []


def test_database_after_the_step_is_newer_to_this_program(
    path: Path, next_release: Schema
) -> None:
    filled(path)
    opened = open_to_write(url(path), schema=next_release)
    opened.engine.dispose()
    assert opened.lock is not None
    opened.lock.release()
    with pytest.raises(RefusedToOpen) as caught:
        Store.open(url(path))
    assert caught.value.reason is Refusal.NEWER
