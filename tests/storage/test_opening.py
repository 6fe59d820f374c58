"""What start-up refuses, and that it never starts an empty ledger over an old one."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from ledger.plan import Plan
from ledger.progress import Entry
from storage.mail import Received
from storage.refusals import Refusal, RefusedToOpen
from storage.schema import SCHEMA
from storage.store import Store
from storage.verify import verify
from tests.storage.samples import NOON, filled, reported, rows, small_plan, tamper, url

ROOT = Path(__file__).parents[2]


def refusal(path: Path, *, read_only: bool = False) -> RefusedToOpen:
    with pytest.raises(RefusedToOpen) as caught:
        Store.open(url(path), read_only=read_only)
    return caught.value


def test_first_start_makes_a_ledger_and_its_marker(path: Path) -> None:
    with Store.open(url(path)) as store:
        assert store.plans() == ()
        assert path.with_name(path.name + ".id").read_text().strip() == store.facts().ledger_id
    assert rows(path, "SELECT version_num FROM alembic_version") == [(SCHEMA.head,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert not list(path.parent.glob("*.new*"))
    assert path.stat().st_mode & 0o077 == 0


def test_relative_url_names_a_file_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open("sqlite:///ledger.db") as store:
        assert store.facts().path == str(tmp_path / "ledger.db")


@pytest.mark.parametrize(
    "wrong",
    [
        "ledger.db",
        "",
        "/var/lib/ledger.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://host/ledger.db",
        "sqlite:///ledger.db?mode=memory",
        "postgresql+psycopg://user:secret@host/duban",
        "mysql://host/x",
        "sqlite:///a\0b",
    ],
)
def test_anything_but_an_sqlite_file_is_unsupported(wrong: str) -> None:
    with pytest.raises(RefusedToOpen) as caught:
        Store.open(wrong)
    assert caught.value.reason is Refusal.UNSUPPORTED
    assert "secret" not in str(caught.value)


def test_lost_file_is_not_replaced_by_an_empty_one(path: Path) -> None:
    filled(path)
    path.unlink()
    assert refusal(path).reason is Refusal.MISSING
    assert not path.exists()


def test_journal_of_a_lost_file_is_not_played_into_a_new_one(path: Path) -> None:
    path.with_name(path.name + "-journal").write_bytes(b"old pages")
    assert refusal(path).reason is Refusal.MISSING
    assert not path.exists()


def test_restored_file_without_marker_is_taken_over(path: Path, tmp_path: Path) -> None:
    filled(path)
    restored = tmp_path / "elsewhere.db"
    shutil.copy(path, restored)
    with Store.open(url(restored)) as store:
        assert len(list(store.entries())) == 5
        marker = restored.with_name(restored.name + ".id").read_text().strip()
        assert marker == store.facts().ledger_id


def test_another_ledger_in_the_place_of_the_old_one_is_refused(path: Path, tmp_path: Path) -> None:
    filled(path)
    other = tmp_path / "other.db"
    filled(other)
    shutil.copy(other, path)
    assert refusal(path).reason is Refusal.OTHER


def test_empty_file_is_refused(path: Path) -> None:
    path.touch()
    assert refusal(path).reason is Refusal.EMPTY
    assert path.stat().st_size == 0


def test_file_of_another_kind_is_refused(path: Path) -> None:
    path.write_text("一份文档" * 1000)
    assert refusal(path).reason is Refusal.DAMAGED


def test_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE customers (id)")
    before = path.read_bytes()
    assert refusal(path).reason is Refusal.NOT_A_LEDGER
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True])
def test_newer_database_is_refused_and_left_alone(path: Path, read_only: bool) -> None:
    filled(path)
    tamper(path, "UPDATE alembic_version SET version_num = '0099'")
    before = path.read_bytes()
    refused = refusal(path, read_only=read_only)
    assert (refused.reason, refused.detail) == (Refusal.NEWER, "0099")
    assert path.read_bytes() == before


def test_directory_that_is_not_there_is_unwritable(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "typo" / "ledger.db")
    assert refused.reason is Refusal.UNWRITABLE
    assert not (tmp_path / "typo").exists()


def test_directory_in_the_place_of_the_file_is_unwritable(path: Path) -> None:
    path.mkdir()
    assert refusal(path).reason is Refusal.UNWRITABLE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_directory_without_permission_is_unwritable(path: Path) -> None:
    filled(path)
    path.parent.chmod(0o500)
    try:
        assert refusal(path).reason is Refusal.UNWRITABLE
    finally:
        path.parent.chmod(0o700)


def test_file_system_that_takes_no_files_is_unwritable() -> None:
    assert refusal(Path("/proc/ledger.db")).reason is Refusal.UNWRITABLE


def test_same_process_opening_twice_is_refused(store: Store, path: Path) -> None:
    refused = refusal(path)
    assert (refused.reason, refused.pid) == (Refusal.IN_USE, os.getpid())
    store.commit(reported(1))


def test_other_name_of_the_same_file_is_refused(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(path)
    assert refusal(tmp_path / "link.db").reason is Refusal.IN_USE
    store.commit(reported(1))


def test_second_process_is_refused_and_told_by_whom(store: Store, path: Path) -> None:
    code = """
        import sys
        from storage.refusals import RefusedToOpen
        from storage.store import Store
        try:
            Store.open(sys.argv[1])
        except RefusedToOpen as refused:
            print(refused.reason, refused.pid)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), url(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["in_use", str(os.getpid())]
    assert store.commit(reported(1))[0].seq == 1


def test_ordinary_start_does_not_load_the_migrations(path: Path) -> None:
    filled(path)
    code = """
        import sys
        from storage.store import Store
        with Store.open(sys.argv[1]) as store:
            print(store.last_entry_seq(), "alembic" in sys.modules)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), url(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["5", "False"]


def test_closed_database_may_be_opened_again(path: Path) -> None:
    filled(path)
    with Store.open(url(path)) as store:
        assert store.last_entry_seq() == 5


def test_reader_looks_on_while_the_bot_writes(store: Store, path: Path) -> None:
    with Store.open(url(path), read_only=True) as reader:
        assert reader.plans() == (small_plan(),)
        store.commit(reported(1))
        assert [entry.message_key for entry in reader.entries()] == ["m1"]


def test_reader_cannot_write(path: Path) -> None:
    filled(path)
    before = path.read_bytes()
    with Store.open(url(path), read_only=True) as reader:
        with pytest.raises(Exception, match="readonly"):
            reader.commit(reported(99))
        with pytest.raises(Exception, match="readonly"):
            reader.save_plan(small_plan(), (), NOON)
    assert path.read_bytes() == before


def test_reader_makes_nothing(path: Path) -> None:
    assert refusal(path, read_only=True).reason is Refusal.MISSING
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET words = '进度 15(6) 完成100%' WHERE seq = 3",
        "UPDATE entry SET at = '2023-01-01 00:00:00.000000' WHERE seq = 3",
        "UPDATE entry SET at = 'yesterday' WHERE seq = 3",
        "UPDATE entry SET kind = 'gone', chain = '' WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 1",
        "UPDATE entry SET seq = 100 WHERE seq = 5",
        "UPDATE item_version SET definition = replace(definition, '一件', '两件') WHERE seq = 2",
        "UPDATE item_version SET definition = '{' WHERE seq = 2",
        "UPDATE item_version SET since = '2020-01-01 00:00:00.000000' WHERE seq = 2",
        "DELETE FROM item_version WHERE seq = 2",
        "UPDATE plan SET title = '别的方案'",
        "DELETE FROM ledger",
        "DELETE FROM alembic_version",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_changed_history_or_plan_is_refused(path: Path, change: str, read_only: bool) -> None:
    filled(path)
    tamper(path, change)
    assert refusal(path, read_only=read_only).reason is Refusal.DAMAGED


def test_truncated_file_is_refused_at_every_size(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    picked = random.Random(4)
    sizes = {picked.randrange(1, len(whole)) for _ in range(60)} | {1, 99, 100, 512, 4096, 8192}
    for size in sorted(sizes):
        path.write_bytes(whole[:size])
        assert refusal(path).reason is Refusal.DAMAGED, size
        assert path.read_bytes() == whole[:size]


Content = tuple[tuple[Plan, ...], list[Entry], list[Received | None]]


def content(store: Store) -> Content:
    messages = [store.received(f"m{n}") for n in range(1, 41)]
    return store.plans(), list(store.entries()), messages


def test_flipped_bytes_are_refused_or_found_or_change_nothing(path: Path) -> None:
    filled(path, 40)
    with Store.open(url(path)) as store:
        expected = content(store)
    whole = path.read_bytes()
    picked = random.Random(7)
    caught = 0
    for _ in range(120):
        torn = bytearray(whole)
        start = picked.randrange(len(torn))
        for place in range(start, min(start + picked.randrange(1, 64), len(torn))):
            torn[place] ^= picked.randrange(1, 256)
        path.write_bytes(torn)
        try:
            store = Store.open(url(path))
        except RefusedToOpen:
            caught += 1
            continue
        with store:
            assert verify(store) or content(store) == expected
    assert caught > 10
