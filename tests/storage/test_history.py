"""The append-only history: what goes in comes out, and nobody changes it."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, Progress, Status
from storage.checks import first_damage
from storage.store import Batch, Store
from tests.storage.samples import NOON, PLAN, item, report, small_plan, url

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ENTRIES = st.builds(
    Entry,
    plan=st.just(PLAN),
    ref=st.one_of(st.none(), st.builds(ItemRef, st.integers(1, 9999), st.integers(0, 9999))),
    kind=st.sampled_from(EntryKind),
    at=st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1 < at.year < 9999),
    actor=TEXT,
    actor_name=TEXT,
    unit=TEXT,
    on_behalf=st.booleans(),
    part=st.booleans(),
    words=TEXT,
    progress=st.one_of(st.none(), st.sampled_from(Progress)),
    percent=st.one_of(st.none(), st.integers(-(2**62), 2**62)),
    percent_words=TEXT,
    metric=TEXT,
    note=TEXT,
    until=st.one_of(st.none(), st.dates()),
    before=st.sampled_from(Status),
    after=st.sampled_from(Status),
    message_key=TEXT,
    was=st.one_of(st.none(), st.just(item("15(6)")), st.builds(item, st.just("9"), TEXT)),
    other=st.one_of(st.none(), st.builds(ItemRef, st.integers(1, 9999), st.integers(0, 9999))),
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(url(Path(folder, "x.db"))) as store:
        store.save_plan(small_plan(), (), NOON)
        yield store


@settings(deadline=None, max_examples=150)
@given(entries=st.lists(ENTRIES, max_size=4))
def test_every_entry_comes_back_as_it_was(shared: Store, entries: list[Entry]) -> None:
    before = shared.last_entry_seq()
    written = shared.commit(Batch(entries=tuple(entries)))
    assert tuple(entry for entry in shared.entries() if entry.seq > before) == written
    assert [e.words for e in written] == [e.words for e in entries]


def test_chain_of_arbitrary_rows_holds(shared: Store) -> None:
    assert first_damage(shared.engine) == ""


@pytest.mark.parametrize("table", ["entry", "item_version"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET objective = 99",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
        "INSERT OR IGNORE INTO {table} SELECT * FROM {table} LIMIT 1",
    ],
)
def test_database_itself_refuses_to_change_what_was_written(
    store: Store, path: Path, table: str, statement: str
) -> None:
    store.commit(Batch(entries=(report(1),)))
    everything = f"SELECT * FROM {table}"  # noqa: S608 - a name from the list above
    with closing(sqlite3.connect(path)) as other:
        before = other.execute(everything).fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement.format(table=table))
        assert other.execute(everything).fetchall() == before
