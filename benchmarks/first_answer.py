"""A new process: from nothing to the first answer, and the memory it then holds.

Run as a program it is that process: `python -m benchmarks.first_answer DATABASE QUESTION`.
"""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds from the start of the process to its first answer, and its memory in MB."""

    seconds: float
    megabytes: float


def measure(database: Path, question: str, times: int = 5) -> Start:
    """Start the bot several times on a database that holds a plan; returns the medians."""
    starts = [_once(database, question) for _ in range(times)]
    return Start(
        seconds=median(start.seconds for start in starts),
        megabytes=median(start.megabytes for start in starts),
    )


def _once(database: Path, question: str) -> Start:
    command = [sys.executable, "-m", "benchmarks.first_answer", str(database), question]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        line = process.stdout.readline()
        seconds = perf_counter() - began
    assert process.returncode == 0, f"exit code {process.returncode}"
    told = json.loads(line)
    assert told["reply"], question
    return Start(seconds=seconds, megabytes=told["kilobytes"] / 1024)


async def _answer(database: Path, question: str) -> str:
    # Imported here: it is their cost that is measured, in the new process only.
    from benchmarks.stage import NOON  # noqa: PLC0415
    from benchmarks.whole_path import opened  # noqa: PLC0415

    async with opened(database, (), NOON) as bot:
        reply = await bot.say(question, "asker", "first")
        print(json.dumps({"reply": reply, "kilobytes": _resident_kilobytes()}), flush=True)
    return reply


def _resident_kilobytes() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])


if __name__ == "__main__":
    asyncio.run(_answer(Path(sys.argv[1]), sys.argv[2]))
