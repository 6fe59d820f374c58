"""Rates, latencies and processor time of contestants that answer messages."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.processes import Process
from benchmarks.timing import Chunk, Rates, take_turns

AT_ONCE = 32
_ITEMS = 56


@dataclass(slots=True, kw_only=True)
class Contest:
    """One contestant at one kind of message; `ask` says how many messages it put."""

    process: Process
    latencies: list[float]
    ask: Callable[[], Awaitable[int]]
    cpu: float = 0.0
    asked: int = 0
    waits: list[float] = field(default_factory=list)

    def chunk(self) -> Chunk:
        """Give what is timed, with its latencies and processor time noted beside."""

        async def run() -> int:
            self.latencies.clear()
            before = self.process.cpu_seconds()
            number = await self.ask()
            self.cpu += self.process.cpu_seconds() - before
            self.asked += number
            self.waits += self.latencies
            return number

        return run

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds a message."""
        return 1000 * self.cpu / self.asked

    @property
    def p99_ms(self) -> float:
        """Milliseconds within which 99 of 100 messages are answered."""
        waits = sorted(self.waits)
        return 1000 * waits[len(waits) * 99 // 100]


async def compared(contests: Mapping[str, Contest], *, rounds: int, seconds: float) -> Rates:
    """Let the contestants take turns."""
    chunks = {(name, _ITEMS): contest.chunk() for name, contest in contests.items()}
    return await take_turns(chunks, rounds=rounds, seconds=seconds)


def rate(rates: Rates, who: str) -> float:
    """Give messages per second."""
    return rates.per_second((who, _ITEMS))


def ratio(rates: Rates, who: str, other: str) -> float:
    """Give how many times as fast one is as another."""
    return rates.ratio((who, _ITEMS), (other, _ITEMS))
