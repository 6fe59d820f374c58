"""Runs everything once, in under three minutes, and prints one table."""

import asyncio
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import callbacks, first_answer, questions, reports, single_messages, sockets
from benchmarks.county import County
from benchmarks.ground import prepared
from benchmarks.node import NoNode, compile_sqlite, has_sqlite
from benchmarks.stage import NOON, Stage, staged
from benchmarks.table import Line, as_markdown, at_least, at_most, within
from benchmarks.timing import Rates
from benchmarks.whole_path import save_plan

_COPIES = (1, 100, 1000)


def main() -> None:
    """Measure and print."""
    if not has_sqlite():
        _say("compiling SQLite for Node, once")
        with suppress(NoNode):  # the table says which Node SDK was measured
            compile_sqlite()
    began = perf_counter()
    machine = f"{os.cpu_count()} cores, {platform.python_implementation()}"
    print(f"{machine} {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    start = list(_start())  # first, while nothing else is in memory
    print(as_markdown([*asyncio.run(_with_ledgers()), *start, *asyncio.run(_transports())]))
    print(f"{perf_counter() - began:.0f} s in all")


async def _with_ledgers() -> list[Line]:
    async with AsyncExitStack() as stages:
        _say("setting up 56, 5,600 and 56,000 items")
        sizes = [await stages.enter_async_context(staged(copies)) for copies in _COPIES]
        _say("questions")
        asked = list(_questions(await questions.measure(sizes), sizes))
        _say("reports")
        reported = list(_reports(await reports.measure(sizes), sizes))
        _say("single messages")
        return [*asked, *reported, *_single(sizes[0])]


async def _transports() -> list[Line]:
    async with prepared() as ground:
        _say("the long connection")
        over_sockets = await sockets.measure(ground)
        _say("callbacks")
        return [*over_sockets, *await callbacks.measure(ground)]


def _questions(rates: Rates, stages: list[Stage]) -> Iterator[Line]:
    sizes = [stage.county.size for stage in stages]
    for size in sizes:
        ours, naive = (questions.OURS, size), (questions.NAIVE, size)
        figure = f"{rates.per_second(ours):,.0f}/s (naive {rates.per_second(naive):,.0f}/s)"
        what = f"(a) a unit's question, {size:,} items"
        yield at_least(what, figure, rates.ratio(ours, naive), 10, "naive")
    fresh, naive = (questions.FRESH, sizes[0]), (questions.NAIVE, sizes[0])
    figure = f"{rates.per_second(fresh):,.0f}/s"
    what = f"    the same in writing not met before, {sizes[0]} items"
    yield at_least(what, figure, rates.ratio(fresh, naive), 10, "naive")
    for size in sizes[1:]:
        ours = (questions.OURS, size)
        growth = rates.ratio((questions.OURS, sizes[0]), ours)
        figure = f"{1e6 / rates.per_second(ours):,.0f} µs"
        yield at_most(f"(c) its cost at {size:,} items", figure, growth, 1.5, f"at {sizes[0]}")


def _reports(rates: Rates, stages: list[Stage]) -> Iterator[Line]:
    bounds = ((reports.ALONE, 0.3), (reports.TOGETHER, 2.0))
    for size in (stage.county.size for stage in stages):
        for name, least in bounds:
            ours, raw = (name, size), (reports.RAW, size)
            figure = f"{rates.per_second(ours):,.0f}/s (raw {rates.per_second(raw):,.0f}/s)"
            what = f"(b) durable reports {reports.WORDS[name]}, {size:,} items"
            yield at_least(what, figure, rates.ratio(ours, raw), least, "raw")
    size = stages[0].county.size
    for name, _ in bounds:
        ours, naive = (name, size), (reports.NAIVE, size)
        yield Line(
            what=f"    the same {reports.WORDS[name]}, {size} items",
            figure=f"{rates.per_second(ours):,.0f}/s (naive {rates.per_second(naive):,.0f}/s)",
            ratio=f"{rates.ratio(ours, naive):.2f} × naive",
        )


def _single(stage: Stage) -> Iterator[Line]:
    sender = stage.bot.app.world.roster.actor(stage.senders[0].user_id)
    answer = single_messages.answer_of(stage.bot.app, sender)
    each = {
        text: single_messages.median_ms(answer, text, 100) for text in single_messages.MESSAGES
    }
    yield within("parse + handle + render, median message", median(each.values()), 1, "ms")
    worst = max(each, key=each.__getitem__)
    yield within(f"    the slowest of {len(each)}: {worst}", each[worst], 1, "ms")
    long, kind = single_messages.slowest(answer, single_messages.long_messages(), 5)
    yield within(f"    4,000 characters, the slowest kind: {kind}", long, 10, "ms")


def _start() -> Iterator[Line]:
    _say("start")
    county = County(1)
    with TemporaryDirectory(prefix="duban-bench-") as folder:
        database = Path(folder, "duban.db")
        save_plan(database, county.plan, NOON)
        start = first_answer.measure(database, county.questions[0])
    yield within("start to first answer, 56 items", start.seconds, 1, "s")
    yield within("    memory (RSS) after it", start.megabytes, 90, "MB")


def _say(what: str) -> None:
    print(f"{what} …", flush=True)


if __name__ == "__main__":
    main()
