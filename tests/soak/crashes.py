"""A: kill -9 and SIGTERM while reports come in; what the disk is asked for each of them."""

import asyncio
import contextlib
import random
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from storage.mail import OutgoingState
from storage.store import Store
from tests.bot.wecom.conftest import GROUP
from tests.soak.living import Living, platform
from tests.soak.outcome import Outcome, percentile
from tests.soak.speakers import Speakers, recorded

_FORGETFUL = Path(__file__).with_name("forgetful_bot.py")
_READY_SECONDS = 5.0
_END_SECONDS = 10.0
_EACH = 20
"""At least so many answers for each kill, or the test shows nothing."""


async def reports_under_kills(kills: int, folder: Path, *, forgetful: bool = False) -> Outcome:
    """A1: kill the bot at random moments while reports stream in."""
    outcome = Outcome("A1", f"kill -9 × {kills} while reports stream in")
    dice = random.Random(1)
    ready: list[float] = []
    async with platform() as sim:
        bot = Living(sim, folder)
        if forgetful:
            bot.runs(str(_FORGETFUL), sim.gateway_url, str(bot.database))
        speakers = Speakers(sim, seed=2)
        for _ in range(kills):
            began = perf_counter()
            async with bot.life() as process, _speaking(speakers):
                ready.append(perf_counter() - began)
                await asyncio.sleep(dice.uniform(0.01, 0.35))
                process.kill()  # in the middle of their words
                await process.wait()
        if not forgetful:
            async with bot.life(signal.SIGTERM), _speaking(speakers):
                await asyncio.sleep(0.5)
        found = _of_the_forgetful(bot.database) if forgetful else recorded(bot.database, outcome)
        speakers.judge(outcome, found)
    slow = percentile(ready, 0.95)
    outcome.figures["ready p95"] = f"{slow:.1f} s"
    outcome.must(slow <= _READY_SECONDS, "not ready in time")
    outcome.must(len(speakers.acknowledged()) >= _EACH * kills, "too few were acknowledged")
    return outcome


async def stops_under_load(times: int, folder: Path) -> Outcome:
    """A6: SIGTERM in the middle of the traffic, as at every upgrade."""
    outcome = Outcome("A6", f"SIGTERM × {times} under load")
    seconds: list[float] = []
    async with platform() as sim:
        bot = Living(sim, folder)
        speakers = Speakers(sim, seed=4)
        for _ in range(times):
            async with bot.life() as process, _speaking(speakers):
                await asyncio.sleep(0.2)
                began = perf_counter()
                process.terminate()
                await process.wait()
                seconds.append(perf_counter() - began)
        speakers.judge(outcome, recorded(bot.database, outcome))
    with Store.open(f"sqlite:///{bot.database}") as store:
        unknown = [row.key for row in store.outbox() if row.state is OutgoingState.UNKNOWN]
    outcome.figures |= {"unknown": len(unknown), "slowest end": f"{max(seconds):.1f} s"}
    outcome.must(not unknown, f"the outcome is unknown of {unknown[:3]}")
    outcome.must(max(seconds) <= _END_SECONDS, "an end took too long")
    return outcome


async def disk_is_asked(reports: int, folder: Path) -> Outcome:
    """A5: one report after the other; each answer waits for the disk."""
    outcome = Outcome("A5", f"{reports} reports one by one, the bot's calls traced")
    if (strace := shutil.which("strace")) is None:
        outcome.figures["skipped"] = "strace is not installed"
        return outcome
    trace = folder / "trace"
    async with platform() as sim:
        bot = Living(sim, folder)
        bot.watched_by(strace, "-D", "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace), "--")
        async with bot.life(signal.SIGTERM):
            before = _syncs(trace)
            for number in range(reports):
                said = await sim.say(
                    f"@督办助手 进度 15(6) 已退税{1000 + number}户",
                    user="lihua",
                    chat=GROUP,
                    settle=0.0,
                )
                outcome.must("已记录" in said.text, f"{number} was not recorded: {said.text}")
            calls = _syncs(trace) - before
    outcome.figures["sync calls"] = calls
    outcome.must(calls >= reports, "fewer sync calls than answers")
    return outcome


@contextlib.asynccontextmanager
async def _speaking(speakers: Speakers) -> AsyncIterator[None]:
    talk = asyncio.ensure_future(speakers.speak())
    try:
        yield
    finally:
        talk.cancel()
        await asyncio.gather(talk, return_exceptions=True)


def _syncs(trace: Path) -> int:
    lines = trace.read_text().splitlines()
    return sum(("fsync(" in line or "fdatasync(" in line) for line in lines)


def _of_the_forgetful(database: Path) -> Counter[int]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT number FROM report")
        return Counter(int(number) for (number,) in rows)
