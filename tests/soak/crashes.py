"""A: kill -9 and SIGTERM while reports come in and notices go out."""

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

from storage.mail import Outgoing, OutgoingKind, OutgoingState
from storage.store import Store
from storage.verify import verify
from tests.soak.living import GROUP, Living, platform
from tests.soak.outcome import Outcome, percentile
from tests.soak.speakers import Speakers, number_in, recorded
from tests.wecom_simulator.simulator import Simulator

_FORGETFUL = Path(__file__).with_name("forgetful_bot.py")
_READY_SECONDS = 5.0
_END_SECONDS = 10.0
_EACH = 20
"""At least so many answers for each kill, or the test shows nothing."""
_AT_ONCE = 6
_RESEND = {"resend_unknown = false": "resend_unknown = true"}
_MARK = "补发"


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
            async with bot.life(), _speaking(speakers):
                ready.append(perf_counter() - began)
                await asyncio.sleep(dice.uniform(0.01, 0.35))
                await bot.die()  # in the middle of their words
        if not forgetful:
            async with bot.life(signal.SIGTERM), _speaking(speakers):
                await asyncio.sleep(0.5)
        found = _of_the_forgetful(bot.database) if forgetful else recorded(bot.database, outcome)
        speakers.judge(outcome, found)
    slow = percentile(ready, 0.95)
    outcome.figures["ready p95"] = f"{slow:.1f} s"
    outcome.must_last(slow, _READY_SECONDS, "not ready in time")
    outcome.must(len(speakers.acknowledged()) >= _EACH * kills, "too few were acknowledged")
    return outcome


async def notices_under_kills(kills: int, folder: Path, *, resend: bool = False) -> Outcome:
    """A2: kill the bot at random moments while notices go out."""
    setting = " and are sent again" if resend else ""
    outcome = Outcome("A2", f"kill -9 × {kills} while notices go out{setting}")
    dice = random.Random(3)
    async with platform() as sim:
        bot = Living(sim, folder, _RESEND if resend else None)
        for life in range(kills):
            async with bot.life():
                await _act(sim, 1_000 + _AT_ONCE * life)
                await asyncio.sleep(dice.uniform(0.0, 0.08))
        async with bot.life(signal.SIGTERM):
            ended = await sim.until(lambda: not _waiting(bot.database), within=60)
            outcome.must(ended, "rows still wait")
        arrived = [sent.text for sent in sim.sent() if sent.chat == "lihua"]
    with Store.open(f"sqlite:///{bot.database}") as store:
        outcome.must(verify(store) == (), "verify found something")
        rows = [row for row in store.outbox() if row.kind is OutgoingKind.NOTICE]
        acts = [entry for entry in store.entries() if number_in(entry.words)]
    _judge(outcome, rows, arrived)
    outcome.must(len(acts) > 0, "nothing was recorded")
    outcome.must(len(rows) == len(acts), "an act without its notice")
    return outcome


async def _act(sim: Simulator, first: int) -> None:
    """Report for another unit: each such act tells its contact, who must have spoken once."""
    await sim.say("帮助", user="lihua", within=10, settle=0.0)
    for number in range(first, first + _AT_ONCE):
        sim.post(f"代 县税务局 15(6) 已退税{number}户", user="hemei")


def _judge(outcome: Outcome, rows: list[Outgoing], arrived: list[str]) -> None:
    states = Counter(row.state for row in rows)
    marked = Counter(number_in(text) for text in arrived if _MARK in text)
    unmarked = Counter(number_in(text) for text in arrived if _MARK not in text)
    copies = marked + unmarked
    sent = {number_in(row.text) for row in rows if row.state is OutgoingState.SENT}
    outcome.figures |= {
        "notices": len(rows),
        "sent": states[OutgoingState.SENT],
        "unknown": states[OutgoingState.UNKNOWN],
        "arrived": len(copies),
        "marked copies": marked.total(),
    }
    ended = {OutgoingState.SENT, OutgoingState.UNKNOWN}
    outcome.must(set(states) <= ended, f"not ended: {dict(states)}")
    outcome.must(sent <= copies.keys(), "said to be sent, but did not arrive")
    twice = [number for number, times in unmarked.items() if times > 1]
    outcome.must(not twice, f"two unmarked copies of {twice[:5]}")
    outcome.must(max(marked.values(), default=0) <= 1, "two marked copies")


async def stops_under_load(times: int, folder: Path) -> Outcome:
    """A6: SIGTERM in the middle of the traffic, as at every upgrade."""
    outcome = Outcome("A6", f"SIGTERM × {times} under load")
    seconds: list[float] = []
    async with platform() as sim:
        bot = Living(sim, folder)
        speakers = Speakers(sim, seed=4)
        for _ in range(times):
            async with bot.life(), _speaking(speakers):
                await asyncio.sleep(0.2)
                began = perf_counter()
                await bot.die(signal.SIGTERM)
                seconds.append(perf_counter() - began)
        speakers.judge(outcome, recorded(bot.database, outcome))
    with Store.open(f"sqlite:///{bot.database}") as store:
        unknown = [row.key for row in store.outbox() if row.state is OutgoingState.UNKNOWN]
    outcome.figures |= {"unknown": len(unknown), "slowest end": f"{max(seconds):.1f} s"}
    outcome.must(not unknown, f"the outcome is unknown of {unknown[:3]}")
    outcome.must_last(max(seconds), _END_SECONDS, "an end took too long")
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


def _waiting(database: Path) -> bool:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'retry', 'sending')"
        found: int = connection.execute(query).fetchone()[0]
        return found > 0
