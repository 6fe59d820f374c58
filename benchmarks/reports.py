"""Durable reports at every size: one sender and many, against raw inserts and naive sessions."""

import asyncio
from collections.abc import Sequence
from itertools import count

from benchmarks.stage import NOON, SENDERS, Stage
from benchmarks.timing import Chunk, Name, Rates, take_turns

ALONE, TOGETHER, RAW, NAIVE = "alone", "together", "raw", "naive"
WORDS = {ALONE: "from one sender", TOGETHER: f"from {SENDERS} senders at once"}


async def measure(
    stages: Sequence[Stage], *, chunk: int = 64, rounds: int = 11, seconds: float = 35.0
) -> Rates:
    """Report by turns; raises AssertionError where an acknowledged report is not on disk."""
    chunks: dict[Name, Chunk] = {}
    scribes = [_Scribe(stage) for stage in stages]
    for scribe in scribes:
        size = scribe.stage.county.size
        chunks[RAW, size] = scribe.raw(chunk)
        chunks[ALONE, size] = scribe.alone(chunk)
        chunks[TOGETHER, size] = scribe.together(max(1, 8 * chunk // SENDERS))
        chunks[NAIVE, size] = scribe.naive(max(1, chunk // 2))
    rates = await take_turns(chunks, rounds=rounds, seconds=seconds)
    for scribe in scribes:
        scribe.check()
    return rates


class _Scribe:
    """Writes the reports of one county, each under a number of its own."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._numbers = count(1)
        self._acknowledged = 0
        self._before = stage.recorded()

    def check(self) -> None:
        """Compare what was answered with what is on disk."""
        on_disk = self.stage.recorded() - self._before
        assert on_disk == self._acknowledged, f"{self._acknowledged} answered, {on_disk} on disk"

    def alone(self, times: int) -> Chunk:
        """One report after another, each answered before the next is sent."""

        async def chunk() -> int:
            for number in range(times):
                await self._send(number % SENDERS)
            return times

        return chunk

    def together(self, each: int) -> Chunk:
        """Let all senders write at once, each so many reports one after another."""

        async def sender(number: int) -> None:
            for _ in range(each):
                await self._send(number)

        async def chunk() -> int:
            await asyncio.gather(*(sender(number) for number in range(SENDERS)))
            return each * SENDERS

        return chunk

    def raw(self, times: int) -> Chunk:
        """Single inserts, each with its own commit."""

        async def chunk() -> int:
            for number in range(times):
                sender = self.stage.senders[number % SENDERS]
                words = sender.report(number)
                ref = str(sender.item.ref)
                self.stage.raw.insert(ref, sender.printed_unit, sender.user_id, words, NOON)
            return times

        return chunk

    def naive(self, times: int) -> Chunk:
        """Record with a session for each report."""

        async def chunk() -> int:
            for _ in range(times):
                number = next(self._numbers)
                sender = self.stage.senders[number % SENDERS]
                words = sender.report(number)
                self.stage.naive.record(words, sender.user_id, f"report{number}", NOON)
            return times

        return chunk

    async def _send(self, sender_number: int) -> None:
        sender, number = self.stage.senders[sender_number], next(self._numbers)
        said = await self.stage.bot.say(sender.report(number), sender.user_id, f"report{number}")
        assert said.startswith(f"已记录 {sender.item.ref} "), said
        self._acknowledged += 1
