"""Through the callback, decrypt → answer → encrypt: duban, a naive handler, the bare floor."""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median

from benchmarks.caller import Address, Caller
from benchmarks.figures import AT_ONCE, Contest, compared, rate, ratio
from benchmarks.ground import Ground, Said, duban, program, questions, reports, settings_of
from benchmarks.processes import Process
from benchmarks.table import Line, at_least, within
from benchmarks.timing import Rates

OURS, NAIVE, BARE = "duban", "naive", "bare"
_TOKEN, _KEY = "benchmarkToken", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
_ALONE = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """A contestant that listens."""

    caller: Caller
    process: Process


async def measure(
    ground: Ground, *, chunk: int = 800, rounds: int = 9, seconds: float = 25.0
) -> list[Line]:
    """Measure and word the lines."""
    async with AsyncExitStack() as stack:
        ready = {
            who: await stack.enter_async_context(listening(ground, who))
            for who in (OURS, NAIVE, BARE)
        }
        asked = {who: _contest(one, questions, ground, chunk) for who, one in ready.items()}
        question_rates = await compared(asked, rounds=rounds, seconds=seconds)
        ours = ready[OURS].caller.open_last()
        assert ours.replace("**", "") == ready[BARE].caller.open_last(), ours
        alone = await _alone_ms(ready[OURS], ground)
        told = {who: _contest(ready[who], reports, ground, 640) for who in (OURS, NAIVE)}
        report_rates = await compared(told, rounds=5, seconds=seconds)
        assert ready[OURS].caller.open_last().startswith("已记录")
        return [
            *_questions(question_rates, asked[OURS], alone),
            *_reports(report_rates, told[OURS]),
        ]


def _questions(rates: Rates, ours: Contest, alone: float) -> Iterator[Line]:
    shown = f"{rate(rates, OURS):,.0f}/s"
    naive = f"{shown} (naive {rate(rates, NAIVE):,.0f}/s)"
    what = "(g) a unit's question through the callback"
    yield at_least(what, naive, ratio(rates, OURS, NAIVE), 4, "naive")
    floor = f"{shown} (floor {rate(rates, BARE):,.0f}/s)"
    yield at_least("    against the floor", floor, ratio(rates, OURS, BARE), 0.7, "floor")
    yield within("    p99, 32 at once", ours.p99_ms, 25, "ms")
    yield Line(what="    p50 alone", figure=f"{alone:.2f} ms")
    yield within("    processor time a message", ours.cpu_ms, 0.5, "ms")


def _reports(rates: Rates, ours: Contest) -> Iterator[Line]:
    shown = f"{rate(rates, OURS):,.0f}/s (naive {rate(rates, NAIVE):,.0f}/s)"
    what = "(h) durable reports through the callback"
    yield at_least(what, shown, ratio(rates, OURS, NAIVE), 6, "naive")
    yield within("    p99, 32 at once", ours.p99_ms, 50, "ms")


def _contest(
    ready: Ready, kind: Callable[[Ground, int], Said], ground: Ground, number: int
) -> Contest:
    """Sign and encrypt outside the time that is measured: each round its own messages."""
    caller = ready.caller

    async def ask() -> int:
        return await caller.ask(prepared.pop(), AT_ONCE)

    prepared = [caller.requests(kind(ground, number)) for _ in range(12)]
    return Contest(process=ready.process, latencies=caller.latencies, ask=ask)


async def _alone_ms(ready: Ready, ground: Ground) -> float:
    ready.caller.latencies.clear()
    await ready.caller.ask(ready.caller.requests(questions(ground, _ALONE)), 1)
    return 1000 * median(ready.caller.latencies)


@asynccontextmanager
async def listening(ground: Ground, who: str) -> AsyncIterator[Ready]:
    """Start a contestant and wait until it listens."""
    port = _free_port()
    path = "/wecom/smart-bot" if who == OURS else "/"
    caller = Caller(Address(port, path, _TOKEN, _KEY))
    with _process(ground, who, port) as process:
        await caller.ready(process)
        yield Ready(caller=caller, process=process)


def _process(ground: Ground, who: str, port: int) -> Process:
    if who == NAIVE:
        database = str(ground.folder / "naive_callback.db")
        return program(ground, "naive_callback", str(port), database, _TOKEN, _KEY)
    if who == BARE:
        return program(ground, "floor_callback", str(port), str(ground.answers), _TOKEN, _KEY)
    config = settings_of(
        ground,
        "callback",
        web=f"port = {port}",
        smart_bot_callback=(
            f'token = "{_TOKEN}"\nencoding_aes_key = "{_KEY}"\nanswers_per_minute = 0'
        ),
    )
    return duban(ground, "callback", config)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
