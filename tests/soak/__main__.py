"""`python -m tests.soak`: the long forms of the programme, a line each (docs/reliability.md)."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.soak.crashes import (
    disk_is_asked,
    notices_under_kills,
    reports_under_kills,
    stops_under_load,
)
from tests.soak.outcome import Outcome
from tests.soak.patience import (
    deaf,
    flapping,
    frames_without_sense,
    half_open,
    kicked,
    long_outage,
)
from tests.soak.pushes import pushes_in_trouble
from tests.soak.queues import a_call_that_hangs, too_long, too_often
from tests.soak.repetitions import one_id_for_several, one_id_with_other_words, shuffled
from tests.soak.troubles import (
    a_connection_that_flaps,
    an_api_that_hangs,
    deliveries_by_fours,
    mixed_traffic,
)

Test = Callable[[float, Path], Awaitable[Outcome]]

PROGRAMME: dict[str, Test] = {
    "A1": lambda scale, folder: reports_under_kills(_many(500, scale), folder),
    "A2": lambda scale, folder: notices_under_kills(_many(500, scale, 12), folder),
    "A2+": lambda scale, folder: notices_under_kills(_many(200, scale, 12), folder, resend=True),
    "A5": lambda scale, folder: disk_is_asked(_many(500, scale), folder),
    "A6": lambda scale, folder: stops_under_load(_many(100, scale), folder),
    "B1": lambda scale, folder: deliveries_by_fours(_many(1_000, scale), folder),
    "B3": lambda scale, folder: one_id_for_several(_many(300, scale), folder),
    "B5": lambda scale, folder: shuffled(_many(40, scale), folder),
    "B6": lambda scale, folder: one_id_with_other_words(_many(200, scale), folder),
    "C1": lambda scale, folder: pushes_in_trouble(_many(20, scale), folder),
    "C2": lambda scale, folder: an_api_that_hangs(600 * scale, folder),
    "C7": lambda scale, folder: too_often(_many(10, scale), folder),
    "C10": lambda scale, folder: too_long(_many(20, scale), folder),
    "C12": lambda scale, folder: a_call_that_hangs(3 if scale >= 1 else 1, folder),
    "G1": lambda scale, folder: a_connection_that_flaps(_many(120, scale), 5, folder),
    "G1+": lambda scale, folder: flapping(_many(600, scale), folder),
    "G2": half_open,
    "G4": kicked,
    "G5": long_outage,
    "G6": deaf,
    "G8": lambda scale, folder: frames_without_sense(_many(100, scale), folder),
    "I1": lambda scale, folder: mixed_traffic(1_200 * scale, folder),
}


def main() -> int:
    """Run what was asked for; 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--only", default="", metavar="A1,G1", help="leave the others out")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth of everything")
    given = parser.parse_args()
    # A bot that is killed in the middle of a request is no error of the platform's.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    Outcome.to_the_second = True
    wanted = [name for name in given.only.split(",") if name] or list(PROGRAMME)
    outcomes = [asyncio.run(_one(PROGRAMME[name], given.scale)) for name in wanted]
    return int(any(outcome.wrong for outcome in outcomes))


async def _one(test: Test, scale: float) -> Outcome:
    with TemporaryDirectory(prefix="duban-soak-") as folder:
        outcome = await test(scale, Path(folder))
    sys.stdout.write(f"{outcome}\n")
    sys.stdout.flush()
    return outcome


def _many(number: int, scale: float, least: int = 1) -> int:
    """Give a number at a scale; of fewer than `least` nothing could be learnt."""
    return max(least, round(number * scale))


if __name__ == "__main__":
    sys.exit(main())
