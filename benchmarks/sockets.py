"""Over the long connection: duban, a naive bot, a bare echo, the platform maker's own SDK."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from benchmarks.figures import AT_ONCE, Contest, compared, rate, ratio
from benchmarks.gateway import Gateway
from benchmarks.ground import Ground, Said, duban, program, questions, reports, settings_of
from benchmarks.node import NoNode, has_sqlite, with_sdk
from benchmarks.processes import Process
from benchmarks.table import Line, at_least, within
from benchmarks.timing import Rates

OURS, NAIVE, BARE, NODE = "duban", "naive", "bare", "node"


@dataclass(frozen=True, slots=True)
class Ready:
    """A contestant that is subscribed."""

    gateway: Gateway
    process: Process

    def contest(self, said: Said) -> Contest:
        """Let it answer these."""
        gateway = self.gateway
        return Contest(
            process=self.process,
            latencies=gateway.latencies,
            ask=lambda: gateway.ask(said, AT_ONCE),
        )


def started(ground: Ground, name: str, url: str) -> Process:
    """Start duban against a gateway; the pace WeCom asks for is not what is measured."""
    path = settings_of(
        ground,
        name,
        web="port = 0",
        wecom=f'gateway_url = "{url}"',
        smart_bot='bot_id = "b"\nsecret = "s"\nanswers_per_minute = 0',
    )
    return duban(ground, name, path)


async def measure(
    ground: Ground, *, chunk: int = 1_500, rounds: int = 9, seconds: float = 25.0
) -> list[Line]:
    """Measure and word the lines."""
    async with AsyncExitStack() as stack:
        ready = {
            OURS: await stack.enter_async_context(_ready(ground, OURS)),
            NAIVE: await stack.enter_async_context(_ready(ground, NAIVE)),
            BARE: await stack.enter_async_context(_ready(ground, BARE)),
        }
        missing = ""
        try:
            ready[NODE] = await stack.enter_async_context(_ready(ground, NODE))
        except NoNode as error:
            missing = str(error)
        asked = {who: one.contest(questions(ground, chunk)) for who, one in ready.items()}
        question_rates = await compared(asked, rounds=rounds, seconds=seconds)
        _check_words(ground, ready)
        lines = list(_questions(question_rates, asked, missing))
        told = {
            who: Contest(
                process=ready[who].process,
                latencies=ready[who].gateway.latencies,
                ask=partial(_report, ready[who], ground),
            )
            for who in (OURS, NAIVE)
        }
        report_rates = await compared(told, rounds=5, seconds=seconds)
        assert ready[OURS].gateway.last.startswith("已记录"), ready[OURS].gateway.last
        ours, naive = rate(report_rates, OURS), rate(report_rates, NAIVE)
        reported = at_least(
            "(e) durable reports over the long connection",
            f"{ours:,.0f}/s (naive {naive:,.0f}/s)",
            ratio(report_rates, OURS, NAIVE),
            6,
            "naive",
        )
        return [*lines, reported, *await _start(ground)]


async def _report(ready: Ready, ground: Ground) -> int:
    return await ready.gateway.ask(reports(ground, 640), AT_ONCE)


def _questions(rates: Rates, asked: Mapping[str, Contest], missing: str) -> Iterator[Line]:
    shown = f"{rate(rates, OURS):,.0f}/s"
    what = "(d) a unit's question over the long connection"
    naive = f"{shown} (naive {rate(rates, NAIVE):,.0f}/s)"
    yield at_least(what, naive, ratio(rates, OURS, NAIVE), 6, "naive")
    echo = f"{shown} (echo {rate(rates, BARE):,.0f}/s)"
    yield at_least("    against a bare echo", echo, ratio(rates, OURS, BARE), 0.4, "echo")
    if missing:
        yield Line(what="    the maker's Node SDK", figure=f"left out: {missing}")
    else:
        node = f"{shown} (Node SDK {rate(rates, NODE):,.0f}/s)"
        where = "with better-sqlite3" if has_sqlite() else "answers in memory"
        against = f"    against the maker's Node SDK, {where}"
        yield at_least(against, node, ratio(rates, OURS, NODE), 1, "Node SDK")
    yield within("    p99, 32 at once", asked[OURS].p99_ms, 12, "ms")
    yield within("    processor time a message", asked[OURS].cpu_ms, 0.5, "ms")


async def _start(ground: Ground) -> list[Line]:
    """Measure from the start of the process to its first answer over the connection."""
    found = []
    for number in range(5):
        async with Gateway() as gateway:
            began = perf_counter()
            with started(ground, f"start{number}", gateway.url) as process:
                await gateway.ready(process)
                await gateway.ask(questions(ground, 1), 1)
                found.append((perf_counter() - began, process.megabytes()))
    seconds, megabytes = sorted(found)[len(found) // 2]
    return [
        within("(f) `duban run` to its first answer in the group", seconds, 1, "s"),
        within("    memory (RSS) after it", megabytes, 90, "MB"),
    ]


@asynccontextmanager
async def _ready(ground: Ground, who: str) -> AsyncIterator[Ready]:
    async with Gateway() as gateway:
        if who == NODE:
            process = with_sdk(ground, gateway.url)
        elif who == NAIVE:
            process = program(
                ground, "naive_socket", gateway.url, str(ground.folder / "naive_socket.db")
            )
        elif who == BARE:
            process = program(ground, "echo_socket", gateway.url)
        else:
            process = started(ground, "socket", gateway.url)
        with process:
            await gateway.ready(process)
            yield Ready(gateway=gateway, process=process)


def _check_words(ground: Ground, ready: dict[str, Ready]) -> None:
    """Raise AssertionError where the last answers are not the same words."""
    ours, naive = ready[OURS].gateway.last, ready[NAIVE].gateway.last
    assert ours.replace("**", "") == naive, f"{ours}\n---\n{naive}\n{ground.folder}"
