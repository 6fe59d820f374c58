"""Killed with -9 at any moment: what was acknowledged is there, and nothing is half-made."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from storage.mail import OutgoingState
from storage.schema import SCHEMA
from storage.store import Batch, Store
from storage.verify import verify
from tests.storage.samples import NOON, filled, reminder, rows, small_plan, url
from tests.storage.test_migrations import HISTORY, with_step

ROOT = Path(__file__).parents[2]
PICKED = random.Random(20231115)


class Crasher:
    """Starts jobs of `crashing.py` and kills them."""

    def __init__(self, process: "subprocess.Popen[str]", acks: Path) -> None:
        self.process = process
        self.acks = acks

    def run(self, job: str, path: Path, *, kill_after: float | None, **more: Any) -> list[str]:
        """Run a job, kill it after so many seconds, and return what it has acknowledged."""
        self.acks.unlink(missing_ok=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line: dict[str, Any] = {"job": job, "path": str(path), "acks": str(self.acks)}
        line |= {"kill_after": kill_after} | more
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        self.process.stdout.readline()
        said = self.acks.read_text().splitlines() if self.acks.exists() else []
        assert not [words for words in said if words.startswith("FAILED")], said
        return said


@pytest.fixture
def crasher(tmp_path: Path) -> Iterator[Crasher]:
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("crashing.py"))],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Crasher(process, tmp_path / "acks")
        assert process.stdin is not None
        process.stdin.close()


def test_every_acknowledged_report_survives(crasher: Crasher, path: Path) -> None:
    filled(path, 0)
    acknowledged: list[int] = []
    for kill in range(40):
        said = crasher.run(
            "commit", path, first=10_000 * kill, kill_after=PICKED.uniform(0.005, 0.15)
        )
        acknowledged += map(int, said)
        whole = rows(path, "SELECT count(*) % 3 FROM entry")
        assert whole == [(0,)], "a batch of three is there or not"
    assert acknowledged, "every kill came before the first commit: nothing was shown"
    with Store.open(url(path)) as store:
        there = {entry.message_key for entry in store.entries()}
        assert {f"m{n + k}" for n in acknowledged for k in range(3)} <= there
        assert verify(store) == ()


def test_new_ledger_is_whole_or_not_there(crasher: Crasher, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    crasher.run("create", tmp_path / "warm.db", kill_after=None)
    started = time.perf_counter()
    crasher.run("create", tmp_path / "measured.db", kill_after=None)
    whole = min(time.perf_counter() - started, 0.3)
    for kill in range(30):
        path = tmp_path / f"{kill}.db"
        crasher.run("create", path, kill_after=whole * 1.2 * kill / 30)
        if path.exists():
            seen["made"] += 1
            assert rows(path, "PRAGMA integrity_check") == [("ok",)]
            assert rows(path, "SELECT count(*) FROM ledger") == [(1,)]
        else:
            seen["not made"] += 1
            assert not path.with_name(path.name + ".id").exists()
        with Store.open(url(path)) as store:
            store.save_plan(small_plan(), (), NOON)
            assert verify(store) == ()
        for left in tmp_path.glob(f"{kill}.db*"):
            left.unlink()
    assert seen["not made"] > 3


def test_import_is_there_whole_or_not_at_all(crasher: Crasher, tmp_path: Path) -> None:
    for kill in range(15):
        path = tmp_path / f"{kill}.db"
        Store.open(url(path)).close()
        said = crasher.run("import_plan", path, kill_after=PICKED.uniform(0, 0.03))
        with Store.open(url(path)) as store:
            there = store.plans()
            assert there in {(), (small_plan(),)}
            assert store.last_entry_seq() == len(there)
            assert there or "saved" not in said
            assert verify(store) == ()


def test_migration_is_done_or_not_begun(crasher: Crasher, path: Path, tmp_path: Path) -> None:
    migrations = with_step(tmp_path, "pass").folder
    filled(path)
    history = rows(path, HISTORY)
    kept = {p: p.read_bytes() for p in (path, path.with_name(path.name + ".id"))}
    seen = set()
    for kill in range(25):
        for file, content in kept.items():
            file.write_bytes(content)
        path.with_name(f"{path.name}.before-{SCHEMA.head}").unlink(missing_ok=True)
        crasher.run("migrate", path, kill_after=0.01 * kill, migrations=str(migrations))
        tables = len(rows(path, "SELECT 1 FROM sqlite_master WHERE name = 'extra'"))
        ((revision,),) = rows(path, "SELECT version_num FROM alembic_version")
        seen.add(revision)
        assert (revision, tables) in {(SCHEMA.head, 0), ("9999", 1)}
        assert rows(path, HISTORY) == history
        if revision == "9999":
            assert rows(path.with_name(f"{path.name}.before-{SCHEMA.head}"), HISTORY) == history
        crasher.run("migrate", path, kill_after=None, migrations=str(migrations))
        assert rows(path, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert SCHEMA.head in seen


@pytest.mark.parametrize("resend", [False, True])
def test_no_message_is_lost_silently_or_sent_twice_unmarked(
    crasher: Crasher, path: Path, resend: bool
) -> None:
    filled(path, 0)
    day = date(2023, 11, 15)
    with Store.open(url(path)) as store:
        store.commit(Batch(outgoing=tuple(reminder(f"单位{n}", day) for n in range(120))))
    arrived: Counter[str] = Counter()
    for _ in range(15):
        arrived.update(
            crasher.run("send", path, resend=resend, kill_after=PICKED.uniform(0.005, 0.05))
        )
    arrived.update(crasher.run("send", path, resend=resend, kill_after=None))
    assert set(arrived.values()) == {1}
    with Store.open(url(path)) as store:
        ends = {row.key: row.state for row in store.outbox()}
        assert verify(store) == ()
    assert set(ends.values()) <= {OutgoingState.SENT, OutgoingState.UNKNOWN}
    first = {words.removesuffix(" first") for words in arrived if words.endswith("first")}
    late = {words.removesuffix(" late") for words in arrived if words.endswith("late")}
    silent = {key for key, state in ends.items() if state is OutgoingState.SENT}
    assert silent <= first | late
    assert not late or resend
