"""The morning round of 56,000 items and 5,000 units, in a process of its own."""

import json
import subprocess
import sys

from tests.bot.command import environment

_ROUND = """
import json, time
from datetime import date
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.plan import Plan
from ledger.units import UnitDirectory
from messages.clock_commands import MorningRound
from tests.factories import at, context, item

UNITS = [f"第{n}局" for n in range(5_000)]
items = [
    item(f"{n // 28 % 20 + 1}({n % 28 + 1})", due=None if n % 2 else date(2023, 12, 31),
         lead=(UNITS[n % 5_000],), units=(UNITS[n * 7 % 5_000], UNITS[n * 13 % 5_000]))
    for n in range(56_000)
]
plans = [Plan(name=f"方案{n}", title="t", items=tuple(items[n * 560 : (n + 1) * 560]))
         for n in range(100)]
book = Ledger.of(plans, UnitDirectory(UNITS, county="双牌县"))
morning = context("office1", ledger=book, now=at("2023-12-29 09:00"))
began = time.perf_counter()
decision = all_routes().route(MorningRound(day=morning.now.date()), morning)
seconds = time.perf_counter() - began
# ru_maxrss would count the memory of the process this one was forked from.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "facts": len(decision.reminders),
    "megabytes": int(peak.split()[1]) / 1024}))
"""


def test_the_morning_round_of_56_000_items_is_quick_and_small() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _ROUND],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = json.loads(ended.stdout)
    assert found["facts"] > 50_000
    # Two seconds on a core of its own; the suite shares its cores.
    assert found["seconds"] < 4
    assert found["megabytes"] < 300
