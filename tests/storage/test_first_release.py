"""A ledger of the first release, brought to today's shape: `ledger_0001.sql` is one with rows."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ledger.progress import Entry, EntryKind
from storage.checks import first_damage
from storage.refusals import Refusal, RefusedToOpen
from storage.schema import SCHEMA
from storage.store import Batch, Store
from storage.verify import verify
from tests.storage.samples import message, report, rows, tamper, url

SCRIPT = Path(__file__).with_name("ledger_0001.sql")
HISTORY = "SELECT seq, words, chain FROM entry WHERE seq <= 3 ORDER BY seq"
LATER = date(2024, 1, 31)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "duban.db"
    with closing(sqlite3.connect(found)) as other:
        other.executescript(SCRIPT.read_text("utf-8"))
    return found


def granted(n: int) -> Entry:
    return report(n, kind=EntryKind.EXTENSION_GRANTED, progress=None, percent=None, until=LATER)


def extended(path: Path) -> None:
    with Store.open(url(path)) as store:
        store.commit(Batch(entries=(granted(4),), received=(message(4),)))


def test_its_rows_keep_their_seals_and_everything_verifies(path: Path) -> None:
    before = rows(path, HISTORY)
    assert len(before) == 3
    with Store.open(url(path)) as store:
        assert store.facts().revision == SCHEMA.head
        assert verify(store) == ()
        assert [(e.percent, e.until) for e in store.entries()] == [(1, None), (2, None), (3, None)]
    assert rows(path, HISTORY) == before


def test_it_is_copied_before_it_is_changed(path: Path) -> None:
    before = rows(path, HISTORY)
    Store.open(url(path)).close()
    copy = path.with_name(path.name + ".before-0001")
    assert rows(copy, HISTORY) == before
    assert rows(copy, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_an_extension_stands_in_the_chain_behind_the_old_rows(path: Path) -> None:
    extended(path)
    with Store.open(url(path)) as store:
        assert verify(store) == ()
        last = list(store.entries())[-1]
    assert last == replace(granted(4), seq=4)


def test_the_database_still_refuses_to_change_what_was_written(path: Path) -> None:
    extended(path)
    with closing(sqlite3.connect(path)) as other:
        for statement in (
            "UPDATE entry SET until = '2024-12-31'",
            "DELETE FROM entry",
            "INSERT OR REPLACE INTO entry SELECT * FROM entry LIMIT 1",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                other.execute(statement)


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE entry SET until = '2024-12-31' WHERE seq = 4", 4),
        ("UPDATE entry SET until = NULL WHERE seq = 4", 4),
        ("UPDATE entry SET until = '2024-12-31' WHERE seq = 2", 2),
    ],
)
def test_a_new_date_changed_behind_our_back_is_seen(path: Path, change: str, seq: int) -> None:
    extended(path)
    tamper(path, change)
    with Store.open(url(path), check=False) as store:
        assert first_damage(store.engine) == f"entry {seq} was changed"
    with pytest.raises(RefusedToOpen) as caught:
        Store.open(url(path))
    assert caught.value.reason is Refusal.DAMAGED
