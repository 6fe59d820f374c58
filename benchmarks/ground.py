"""What the contestants of the transports start from: one plan on disk, settings, processes."""

import json
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.county import PLAN, County
from benchmarks.naive import Naive
from benchmarks.processes import Process
from benchmarks.stage import NOON, SENDERS
from benchmarks.whole_path import BOT, COUNTY, opened, save_plan
from bot.clock import SystemClock

_GROUPS = tuple(f"group{number}" for number in range(8))

Said = Sequence[tuple[str, str]]
"""Words and who says them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The files that the contestants start from."""

    folder: Path
    county: County

    @property
    def answers(self) -> Path:
        """Lines of each unit's answer, for those who neither read nor think."""
        return self.folder / "answers.json"

    def worded(self) -> dict[str, list[str]]:
        """Read them."""
        lines: dict[str, list[str]] = json.loads(self.answers.read_text())
        return lines


@asynccontextmanager
async def prepared() -> AsyncIterator[Ground]:
    """Put one plan on disk for everybody, and remove all of it afterwards."""
    county = County(1)
    senders = county.senders(SENDERS)
    with TemporaryDirectory(prefix="duban-bench-") as name:
        ground = Ground(folder=Path(name), county=county)
        save_plan(ground.folder / "duban.db", county.plan, NOON)
        async with opened(ground.folder / "duban.db", senders, NOON) as bot:
            book, contacts = bot.app.desk.ledger.books[PLAN], bot.app.world.roster.contacts
            naive = Naive(ground.folder / "naive.db", bot.app.world.calendar)
            naive.fill(book, contacts)
            now = SystemClock().now()
            answers = {
                question.split()[0]: naive.answer(question, "asker", now).splitlines()
                for question in county.questions
            }
            naive.close()
        ground.answers.write_text(json.dumps(answers, ensure_ascii=False))
        yield ground


def settings_of(ground: Ground, name: str, **sections: str) -> Path:
    """Write a config.toml as a county would."""
    contacts = "".join(
        f'[[people.contacts]]\nid = "{s.user_id}"\nname = "{s.name}"\nunit = "{s.printed_unit}"\n'
        for s in ground.county.senders(SENDERS)
    )
    groups = json.dumps(list(_GROUPS))
    text = (
        f'[county]\nname = "{COUNTY}"\n[bot]\nnames = ["{BOT}"]\n[log]\nlevel = "WARNING"\n'
        f"[groups]\ndaily = []\nallowed = {groups}\n{contacts}"
    )
    text += "".join(f"[{section}]\n{lines}\n" for section, lines in sections.items())
    path = ground.folder / f"{name}.toml"
    path.write_text(text)
    return path


def duban(ground: Ground, name: str, config: Path) -> Process:
    """Start the bot as a user starts it, on a copy of the prepared database."""
    for suffix in ("", ".id"):
        shutil.copy(ground.folder / f"duban.db{suffix}", ground.folder / f"{name}.db{suffix}")
    database = f"sqlite:///{ground.folder / name}.db"
    command = [sys.executable, "-m", "bot", "run", "--config", str(config), "--db", database]
    return Process(command, log=ground.folder / f"{name}.log", folder=ground.folder, extra={})


def program(ground: Ground, module: str, *arguments: str) -> Process:
    """Start one of the other contestants."""
    if module.startswith("naive"):
        shutil.copy(ground.folder / "naive.db", ground.folder / f"{module}.db")
    command = [sys.executable, "-m", f"benchmarks.contestants.{module}", *arguments]
    return Process(command, log=ground.folder / f"{module}.log", folder=ground.folder, extra={})


def questions(ground: Ground, number: int) -> Said:
    """Make questions as they are said in a group."""
    asked = ground.county.questions
    return [(f"@{BOT} {asked[n % len(asked)]}", "contact0") for n in range(number)]


_reports = count()


def reports(ground: Ground, number: int) -> Said:
    """Make reports of 64 contacts, each by turns."""
    senders = ground.county.senders(SENDERS)
    numbers = [next(_reports) for _ in range(number)]
    chosen = [(senders[n % SENDERS], n) for n in numbers]
    return [(f"@{BOT} {sender.report(n)}", sender.user_id) for sender, n in chosen]
