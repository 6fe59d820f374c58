"""C: what waits behind a limit, a length or a call that hangs is kept, whole and in order."""

import asyncio
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from time import perf_counter

from bot.app import App
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, Passing, queue
from tests.soak.indoors import everywhere
from tests.soak.living import platform
from tests.soak.outcome import Outcome, percentile
from tests.wecom_simulator.simulator import Simulator

_PER_MINUTE = 18
"""What a webhook is given at the most, below WeCom's 20."""
_LENGTHS = (2_047, 2_048, 2_049, 4_095, 4_096, 4_097, 20_479, 20_480, 20_481)
_CALL_SECONDS = 10.0
_TRIES = 3
_BEAT = 0.01


async def too_often(minutes: int, folder: Path) -> Outcome:
    """C7: a webhook says 45009 for some minutes; forty rows wait behind it."""
    outcome = Outcome("C7", f"45009 for {minutes} minutes, 40 rows waiting")
    async with platform() as sim:
        passing = Passing(sim)
        async with everywhere(sim, folder, passing) as app:
            await sim.fault("errcode", times=None, code=45009, on="webhook/send")
            await queue(app, *(_row(app, f"n{n:02}", GROUP) for n in range(40)))
            for _ in range(minutes):
                await passing.by(61, app)
            refused = len(sim.journal.refusals)
            sim.faults.clear()
            carried = []
            for _ in range(4):
                before = len(sim.sent())
                await passing.by(61, app)
                carried.append(len(sim.sent()) - before)
            states = {row.state for row in app.store.outbox()}
        order = [key for sent in sim.sent() for key in re.findall(r"n\d\d", sent.text)]
    outcome.figures |= {"refused": refused, "carried a minute": carried, "arrived": len(order)}
    outcome.must(order == [f"n{n:02}" for n in range(40)], "not all, or not in order")
    outcome.must(states == {OutgoingState.SENT}, f"ended as {states}")
    outcome.must(refused <= minutes + 1, "it did not rest a minute")
    outcome.must(max(carried) <= _PER_MINUTE, "more than a minute holds")
    return outcome


async def too_long(times: int, folder: Path) -> Outcome:
    """C10: texts about as long as each surface carries, in Chinese, over each of them."""
    outcome = Outcome("C10", f"texts of {_LENGTHS[0]} to {_LENGTHS[-1]} bytes × {times}")
    numbers = count()
    async with platform() as sim:
        passing = Passing(sim)
        async with everywhere(sim, folder, passing) as app:
            await sim.say("帮助", user="lihua")
            for length in _LENGTHS * times:
                for to in (GROUP, "zhangqiang", "lihua"):
                    lines = _lines(next(numbers), length)
                    before = len(sim.sent())
                    await queue(app, _row(app, f"n{lines[0]}", to, "\n".join(lines)))
                    await passing.by(120, app)
                    said = "\n".join(sent.text for sent in sim.sent()[before:])
                    missing = [line for line in lines if line not in said]
                    outcome.must(not missing, f"{length} bytes to {to}: {missing[:1]} is missing")
        outcome.figures |= {"texts": next(numbers), "refused": len(sim.journal.refusals)}
        outcome.must(sim.journal.refusals == [], "the platform refused a part")
    return outcome


async def a_call_that_hangs(tries: int, folder: Path) -> Outcome:
    """C12, C2: one push hangs; others wait their turn, who speaks is answered at once."""
    outcome = Outcome("C12", f"a push hangs in {tries} of {_TRIES} tries, people go on speaking")
    async with platform() as sim:
        passing = Passing(sim)
        async with everywhere(sim, folder, passing) as app:
            await sim.say("帮助", user="lihua")
            await sim.fault("stall", times=tries, seconds=30.0, on="message/send")
            tos = ("zhangqiang", "huangtao", GROUP, "lihua")
            await queue(app, *(_row(app, f"n{to}", to) for to in tos))
            began = perf_counter()
            pushing = asyncio.ensure_future(app.tick())
            lags, waits = await _meanwhile(sim, pushing)
            seconds = perf_counter() - began
            states = {row.key: row.state for row in app.store.outbox()}
    first, *others = states.values()
    ends = OutgoingState.UNKNOWN if tries == _TRIES else OutgoingState.SENT
    slow = {"callback": percentile(waits, 0.99), "loop": percentile(lags, 0.99)}
    outcome.figures |= {
        "pushed after": f"{seconds:.1f} s",
        "answers": len(waits),
        "callback p99": f"{1000 * slow['callback']:.0f} ms",
        "loop lag p99": f"{1000 * slow['loop']:.0f} ms",
    }
    outcome.must_last(
        seconds, tries * (_CALL_SECONDS + 0.3), "a call took more than 10 s", slow=2.0
    )
    outcome.must(first is ends, f"the one that hung is {first}")
    outcome.must(set(others) == {OutgoingState.SENT}, f"the others are {others}")
    outcome.must_last(slow["callback"], 1.0, "a callback took more than a second")
    outcome.must_last(slow["loop"], 0.1, "the loop stood still")
    return outcome


async def _meanwhile(
    sim: Simulator, pushing: asyncio.Future[None]
) -> tuple[list[float], list[float]]:
    """Ask the own app from ever new people and watch the loop, until all is pushed."""
    lags: list[float] = []
    waits: list[float] = []
    watching = asyncio.ensure_future(_watch(lags))
    for number in count():
        if pushing.done():
            break
        began = perf_counter()
        said = await sim.say("逾期", user=f"staff{number}", app=True, settle=0.0)
        assert said.answers, said.why
        waits.append(perf_counter() - began)
        await asyncio.sleep(0.05)
    watching.cancel()
    await pushing
    return lags, waits


async def _watch(lags: list[float]) -> None:
    while True:
        began = perf_counter()
        await asyncio.sleep(_BEAT)
        lags.append(perf_counter() - began - _BEAT)


def _row(app: App, key: str, to: str, text: str = "") -> Outgoing:
    return Outgoing(
        key=key,
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.GROUP if to == GROUP else AddressKind.PERSON,
        to=to,
        due_at=app.world.clock.now(),
        text=text or key,
    )


def _lines(number: int, length: int) -> Sequence[str]:
    """Make a text of so many bytes in lines of differing lengths, each with its own number."""
    lines: list[str] = []
    left = length
    while left > 0:
        line = f"{number:05}{len(lines):05}" + "督办事项" * (1 + len(lines) % 29)
        line = line.encode()[:left].decode(errors="ignore")
        lines.append(line)
        left -= len(line.encode()) + 1
    return [line for line in lines if line]
