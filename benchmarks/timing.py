"""Takes turns: every contestant runs a short chunk in every round, so that all share the drift."""

import gc
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Name = tuple[str, int]
"""Who, on a ledger of how many items."""
Chunk = Callable[[], Awaitable[int]]
"""Does a fixed piece of work and says how many operations it was."""

_FEWEST_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Operations per second of each contestant, round by round."""

    by_name: Mapping[Name, tuple[float, ...]]

    def per_second(self, name: Name) -> float:
        """Give the median over the rounds."""
        return median(self.by_name[name])

    def ratio(self, name: Name, other: Name) -> float:
        """Give the median of the ratios taken round by round."""
        pairs = zip(self.by_name[name], self.by_name[other], strict=True)
        return median(mine / theirs for mine, theirs in pairs)


async def take_turns(chunks: Mapping[Name, Chunk], *, rounds: int, seconds: float) -> Rates:
    """Run all chunks by turns, after one unmeasured turn; no further round once time is up."""
    found: dict[Name, list[float]] = {name: [] for name in chunks}
    names = list(chunks)
    gc.collect()  # nobody pays for what the set-up left behind
    began = perf_counter()
    for number in range(rounds + 1):
        if number > _FEWEST_ROUNDS and perf_counter() - began > seconds:
            break
        for name in names:
            rate = await _rate(chunks[name])
            if number:
                found[name].append(rate)
        names.reverse()  # nobody always runs behind the same other
    return Rates(by_name={name: tuple(rates) for name, rates in found.items()})


async def _rate(chunk: Chunk) -> float:
    began = perf_counter()
    done = await chunk()
    return done / (perf_counter() - began)
