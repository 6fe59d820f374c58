"""G: faults of the long connection that take minutes, with the times of the field.

At another scale all these times shrink alike, the bot's and the platform's.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from bot.app import App
from bot.wecom.timing import Timing
from tests.bot.wecom.conftest import OFFICE, Passing
from tests.factories import at
from tests.soak.indoors import everywhere
from tests.soak.living import GROUP, open_files, platform
from tests.soak.outcome import Outcome
from tests.wecom_simulator.simulator import Simulator

_HALF_OPEN_SECONDS = 90.0
_OUTAGE_SECONDS = 1_800.0
_BACK_SECONDS = 60.0
_DEAF_SECONDS = 900.0
"""A quarter of an hour stands for the two hours of the field."""
_KICKS = 3
_QUICK = 0.02
"""The scale of those that wait for nothing."""
_LEAST = {"reach": 5.0, "connect": 5.0, "ack": 5.0, "ping": 0.5, "last_words": 1.0}
"""Seconds that a machine with other work needs at any scale."""
_FRAMES = ("malformed_frame", "non_object_json", "unknown_command", "control_characters")


async def half_open(scale: float, folder: Path) -> Outcome:
    """G2: the peer is gone, and nothing says so."""
    outcome = Outcome("G2", "a connection that is half open")
    # A ping is waited for as long as an ack, so this one keeps to the scale.
    async with _connected(folder, scale, ack=max(10 * scale, 1.0)) as (sim, app):
        await sim.fault("black_hole")
        seconds = await _back(sim, app, outcome, within=2 * _HALF_OPEN_SECONDS * scale + 20)
        await _reports(sim, outcome)
    outcome.figures["back after"] = f"{seconds:.1f} s"
    outcome.must_last(seconds, _HALF_OPEN_SECONDS * scale + 2, "noticed too late")
    return outcome


async def kicked(scale: float, folder: Path) -> Outcome:
    """G4: another process takes the bot over as soon as it is back."""
    outcome = Outcome("G4", f"taken over {_KICKS} times")
    waits: list[float] = []
    async with _connected(folder, scale) as (sim, app):
        for person in OFFICE:
            await sim.say("帮助", user=person)
        for _ in range(_KICKS):
            await sim.fault("takeover")
            if len(waits) < _KICKS - 1:
                waits.append(await _back(sim, app, outcome, within=1_400 * scale + 20))
        told = await sim.until(lambda: _alarmed(app))
        rest = Timing().stand_aside * scale
        outcome.must(not await sim.until(sim.connected, within=min(rest, 30.0)), "it fights")
    outcome.figures["stood aside"] = ", ".join(f"{wait:.0f} s" for wait in waits)
    outcome.must(told, "no security alarm")
    outcome.must(waits[0] >= rest and waits[1] >= 2 * rest, "back too soon")
    return outcome


async def long_outage(scale: float, folder: Path) -> Outcome:
    """G5, G7: half an hour without a platform; then the groups are told what was missed."""
    outcome = Outcome("G5", f"the platform is away for {_OUTAGE_SECONDS * scale:g} s")
    async with _connected(folder, scale) as (sim, app):
        await _reports(sim, outcome)
        began = app.world.clock.now()
        await sim.fault("outage", on="gateway", seconds=_OUTAGE_SECONDS * scale)
        await sim.until(lambda: not sim.connected())
        await asyncio.sleep(_OUTAGE_SECONDS * scale)
        seconds = await _back(sim, app, outcome, within=2 * _BACK_SECONDS)
        ended = app.world.clock.now()
        await sim.until(lambda: bool(_told(sim)))
        await _reports(sim, outcome)
        told = _told(sim)
    outcome.figures |= {"back after": f"{seconds:.1f} s", "told": " ".join(told)}
    outcome.must_last(seconds, _BACK_SECONDS * scale + 1, "back too late")
    # A minute may have ended between the last word heard and the outage.
    spans = {
        f"{since:%H:%M}–{until:%H:%M} 断线，期间的消息未收到，请重发。"
        for since in (began, began - timedelta(minutes=1))
        for until in (ended, ended - timedelta(minutes=1))
    }
    outcome.must(len(told) == 1 and {*told} <= spans, f"told {told}")
    return outcome


async def deaf(scale: float, folder: Path) -> Outcome:
    """G6: pings are answered, and no message ever comes."""
    seconds = _DEAF_SECONDS * scale
    outcome = Outcome("G6", f"deaf, found out after {seconds:g} s of working time")
    async with _connected(folder, scale, deaf_after=seconds) as (sim, app):
        await _reports(sim, outcome)
        await sim.fault("deaf")
        took = await _back(sim, app, outcome, within=2 * seconds + 30)
        await _reports(sim, outcome)
    outcome.figures["back after"] = f"{took:.0f} s"
    return outcome


async def flapping(ends: int, folder: Path) -> Outcome:
    """G1: the connection ends twice a second; what is started for each must end with it."""
    outcome = Outcome("G1+", f"the connection ends {ends} times, twice a second")
    async with _connected(folder, _QUICK) as (sim, app):
        await _reports(sim, outcome)
        before = (len(asyncio.all_tasks()), open_files(os.getpid()))
        for number in range(ends):
            await sim.fault("clean_close" if number % 2 else "abort")
            await _back(sim, app, outcome, within=30)
            await _reports(sim, outcome, number + 1)
            await asyncio.sleep(0.4)
        after = (len(asyncio.all_tasks()), open_files(os.getpid()))
        recorded = sum("已退税" in entry.words for entry in app.store.entries())
    outcome.figures |= {
        "recorded": recorded,
        "tasks": f"{before[0]} → {after[0]}",
        "open files": f"{before[1]} → {after[1]}",
    }
    outcome.must(recorded == ends + 1, "not each exactly once")
    outcome.must(after[0] <= before[0] + 2, "tasks are left over")
    outcome.must(after[1] <= before[1] + 2, "files stay open")
    return outcome


async def frames_without_sense(rounds: int, folder: Path) -> Outcome:
    """G8: what is no JSON, no object, nothing known; and answers without an ack."""
    outcome = Outcome("G8", f"{rounds} × {len(_FRAMES)} frames that make no sense")
    async with _connected(folder, _QUICK) as (sim, app):
        files = open_files(os.getpid())
        for number in range(rounds):
            for kind in _FRAMES:
                await sim.fault(kind)
            await _reports(sim, outcome, number)
        await sim.fault("errcode", on="aibot_respond_msg", code=846605)
        await sim.say(_words(rounds), user="lihua", chat=GROUP, within=0.2)
        pushed = await sim.until(lambda: any("已记录" in one.text for one in sim.sent()))
        recorded = sum("已退税" in entry.words for entry in app.store.entries())
        connections = [one["number"] for one in sim.state()["connections"]]
        grown = open_files(os.getpid()) - files
    outcome.figures |= {"recorded": recorded, "connections": len(connections)}
    outcome.must(recorded == rounds + 1, "not each exactly once")
    outcome.must(connections == [1], "it reconnected")
    outcome.must(pushed, "an answer that was refused was not pushed")
    outcome.must(grown <= 2, f"{grown} files stay open")
    return outcome


@contextlib.asynccontextmanager
async def _connected(
    folder: Path, scale: float, **timing: float
) -> AsyncIterator[tuple[Simulator, App]]:
    """Run a bot in working time, with the field's times at a scale."""
    field = asdict(Timing()).items()
    times = {name: max(seconds * scale, _LEAST.get(name, 0.0)) for name, seconds in field}
    async with platform() as sim:
        passing = Passing(sim)
        passing.set(at("2023-10-16 10:00"))
        async with everywhere(sim, folder, passing, Timing(**(times | timing))) as app:
            yield sim, app


async def _back(sim: Simulator, app: App, outcome: Outcome, within: float) -> float:
    """Wait for a connection after the present one; give the seconds it took."""
    present = max((one["number"] for one in sim.state()["connections"]), default=0)
    began = perf_counter()

    def again() -> bool:
        fresh = (one for one in sim.state()["connections"] if one["number"] > present)
        return any(one["subscribed"] for one in fresh) and app.switchboard.up

    outcome.must(await sim.until(again, within=within), "it did not come back")
    return perf_counter() - began


async def _reports(sim: Simulator, outcome: Outcome, number: int = 0) -> None:
    said = await sim.say(_words(number), user="lihua", chat=GROUP, settle=0.0)
    outcome.must("已记录" in said.text, f"report {number} was not recorded: {said.text}{said.why}")


def _words(number: int) -> str:
    return f"@督办助手 进度 15(6) 已退税{1_000 + number}户"


def _told(sim: Simulator) -> list[str]:
    return [sent.text for sent in sim.sent() if sent.chat == GROUP and "断线" in sent.text]


def _alarmed(app: App) -> bool:
    return any("安全提醒" in row.text for row in app.store.outbox())
