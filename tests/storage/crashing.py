"""A process to be killed: forks a fresh child for each line it reads and says how it ended."""

import json
import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from alembic import command  # noqa: F401 - loaded once, so that each child starts in no time

from storage.mail import OutgoingState
from storage.opening import open_to_write
from storage.schema import SCHEMA, Schema
from storage.store import Batch, Store
from tests.storage.samples import NOON, message, report, small_plan, url


def acknowledge(acks: int, words: str) -> None:
    """Say it where the killer cannot take it back."""
    os.write(acks, f"{words}\n".encode())


def create(path: Path, _acks: int, _job: dict[str, Any]) -> None:
    Store.open(url(path)).close()


def migrate(path: Path, _acks: int, job: dict[str, Any]) -> None:
    schema = Schema(folder=Path(job["migrations"]), revisions=(*SCHEMA.revisions, "9999"))
    open_to_write(url(path), schema=schema)


def import_plan(path: Path, acks: int, _job: dict[str, Any]) -> None:
    with Store.open(url(path)) as store:
        acknowledge(acks, "open")
        store.save_plan(small_plan(), (report(0, message_key=""),), NOON)
        acknowledge(acks, "saved")


def commit(path: Path, acks: int, job: dict[str, Any]) -> None:
    with Store.open(url(path)) as store:
        first = job["first"]
        for start in range(first, first + 1_000_000, 3):
            numbers = range(start, start + 3)
            store.commit(
                Batch(
                    entries=tuple(report(n) for n in numbers),
                    received=tuple(message(n) for n in numbers),
                )
            )
            acknowledge(acks, f"{start}")


def send(path: Path, acks: int, job: dict[str, Any]) -> None:
    """Send what is due; a line in `acks` stands for a message that reached its receiver."""
    with Store.open(url(path)) as store:
        store.recover(NOON, resend=job["resend"])
        while claimed := store.claim(NOON, 3):
            for one in claimed:
                acknowledge(acks, f"{one.key} {'late' if one.late else 'first'}")
                store.settle(
                    replace(
                        one,
                        state=OutgoingState.SENT,
                        text="请报送",
                        sent_to=one.to,
                        sent_at=NOON,
                    )
                )


JOBS = {f.__name__: f for f in (create, migrate, import_plan, commit, send)}


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            acks = os.open(job["acks"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                JOBS[job["job"]](Path(job["path"]), acks, job)
            except BaseException as error:  # noqa: BLE001 - told to the test by its words
                acknowledge(acks, f"FAILED {error!r}")
            os._exit(0)
        if job["kill_after"] is not None:
            time.sleep(job["kill_after"])
            os.kill(child, signal.SIGKILL)  # at worst a zombie: nobody else has its number yet
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
