"""A bot that lives a year, and dies: each life is a process of its own, ended by kill -9.

`python -m tests.year.lives FOLDER JOB.json`: lives are forked from one process that has loaded
everything, so that hundreds of deaths take a minute. A life says a byte for each thing that
happens (a tick begins, the world takes a message); it is killed some bytes and up to a few
milliseconds later, so also in the middle of a commit.
"""

import asyncio
import json
import logging
import os
import random
import select
import signal
import sqlite3
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from bot.app import App
from bot.channel import Listener, Message
from bot.config import Settings, load
from bot.importer import prepare, save
from documents.sample import sample_plan
from storage.mail import AddressKind
from storage.store import Store
from tests.bot.command import CONFIG
from tests.year.days import Moment, year

_MOST_EVENTS = 16
_MOST_SECONDS = 0.004
_LONGEST_LIFE = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be lived through."""

    kills: int
    seed: int
    since: str
    until: str
    resend: bool = False
    marks_afterwards: bool = False
    """The control: a bot that sends first and marks afterwards, so forgets what it sent."""


@dataclass
class SetClock:
    """A clock that stands where it was put."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass
class Outside:
    """The world: what it took is in its book, whatever becomes of the sender."""

    clock: SetClock
    book: int
    events: int
    name: str = "outside"
    up: bool = True

    async def run(self, listener: Listener) -> None:
        raise NotImplementedError

    def carries(self, to_kind: AddressKind, to: str) -> bool:  # noqa: ARG002 - it reaches all
        return True

    async def send(self, message: Message) -> str:
        text = "\n".join(message.blocks)
        taken = {"at": self.clock.now().isoformat(), "key": message.key, "text": text}
        os.write(self.book, (json.dumps(taken, ensure_ascii=False) + "\n").encode())
        os.write(self.events, b".")
        await asyncio.sleep(0)
        return text


def main() -> None:
    """Live the year, dying as often as the job says."""
    folder, job = Path(sys.argv[1]), Job(**json.loads(sys.argv[2]))
    logging.disable(logging.CRITICAL)
    dice = random.Random(job.seed)
    first, last = date.fromisoformat(job.since), date.fromisoformat(job.until)
    moments = year(job.seed, first, last)
    found(folder, moments[0].at)
    died = 0
    while not _life(folder, job, moments, dice if died < job.kills else None):
        died += 1
        if job.marks_afterwards:
            forget_what_was_sent(folder)
    sys.stdout.write(f"{died}\n")


def found(folder: Path, now: datetime) -> None:
    """Set the county up: the sample plan, the shipped roster."""
    settings = settings_in(folder)
    with Store.open(settings.database.url) as store:
        save(store, prepare(store, sample_plan(), settings, named=True), now)


def settings_in(folder: Path, *, resend: bool = False) -> Settings:
    """Load the shipped settings on the folder's own database."""
    settings = load(CONFIG, db=f"sqlite:///{folder / 'ledger.db'}")
    rules = settings.rules.model_copy(update={"resend_unknown": resend})
    return settings.model_copy(update={"rules": rules})


def _life(folder: Path, job: Job, moments: tuple[Moment, ...], dice: random.Random | None) -> bool:
    """Let one process live; returns whether it reached the end of the year."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        ended = 1
        try:
            asyncio.run(_live(folder, job, moments, said))
            ended = 0
        finally:
            os._exit(ended)
    os.close(said)
    if dice is not None:
        _wait(heard, dice.randint(1, _MOST_EVENTS))
        # Every other time at once: between the world's taking a message and our noting it.
        time.sleep(dice.choice((0.0, dice.uniform(0, _MOST_SECONDS))))
        os.kill(child, signal.SIGKILL)
    else:
        _wait(heard, sys.maxsize)
    os.close(heard)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError("a life ended with a fault of its own")
    return os.WIFEXITED(status)


def _wait(heard: int, events: int) -> None:
    """Wait for so many events, or for the end of the life."""
    while events > 0:
        ready, _, _ = select.select([heard], [], [], _LONGEST_LIFE)
        if not ready:
            raise RuntimeError("nothing happens any more")
        taken = os.read(heard, min(events, 65_536))
        if not taken:
            return
        events -= len(taken)


async def _live(folder: Path, job: Job, moments: tuple[Moment, ...], events: int) -> None:
    clock = SetClock(moments[0].at)
    book = os.open(folder / "world.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    place = folder / "place"
    first = int(place.read_text()) if place.exists() else 0
    settings = settings_in(folder, resend=job.resend)
    clock.moment = moments[first].at
    with Store.open(settings.database.url) as store:
        app = App(settings, store, clock, [Outside(clock, book, events)])
        async with app.working():
            await app.courier.recover()
            for number in range(first, len(moments)):
                clock.moment = moments[number].at
                os.write(events, b".")
                for inbound in moments[number].said:
                    await app.say(inbound)
                if not moments[number].said:
                    await app.tick()
                _keep(place, number)


def _keep(place: Path, number: int) -> None:
    """Remember how far time has gone: it does not go back when the bot dies."""
    fresh = place.with_suffix(".new")
    fresh.write_text(str(number))
    fresh.replace(place)


def forget_what_was_sent(folder: Path) -> None:
    """Leave the database as one that is marked only after the sending would be left."""
    with sqlite3.connect(folder / "ledger.db") as database:
        database.execute("UPDATE outbox SET state = 'queued' WHERE state = 'sending'")


def job_line(job: Job) -> str:
    """Write a job as the command line takes it."""
    return json.dumps(asdict(job))


if __name__ == "__main__":
    main()
