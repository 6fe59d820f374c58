"""Scores a file of real messages: `python tests/utterances.py FILE --plan PLAN`.

Each line of FILE is a JSON object with `text`, `role`, `intent`, `accept`, `slots`, `writes`.
The whole bot answers (`duban say --file FILE --isolated --json`), at the clock the file assumes:
on a ledger made of PLAN and thrown away afterwards, or on an existing one (`-- --db URL`).
Prints how many lines are right in each respect, how long a line took, then the lines that are not.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Check = Callable[[Line, Line], bool | None]
"""Compares what was wanted with what came; None where the line does not ask."""


def _intent(wanted: Line, came: Line) -> bool:
    return came["intent"] in {wanted["intent"], *wanted.get("accept", ())}


def _slot(name: str) -> Check:
    def check(wanted: Line, came: Line) -> bool | None:
        expected = wanted.get("slots", {}).get(name)
        if expected is None:
            return None
        found = came.get("slots", {}).get(name)
        if isinstance(expected, list):
            return sorted(map(str, expected)) == sorted(map(str, found or ()))
        return bool(found == expected)

    return check


def _percent(wanted: Line, came: Line) -> bool | None:
    """Compare the percents of all items named, single or listed."""
    slots = wanted.get("slots", {})
    if "percent" in slots:
        return bool(came.get("slots", {}).get("percent") == slots["percent"])
    if "items" in slots:
        return _slot("items")(wanted, came)
    return None


def _within(name: str) -> Check:
    """Compare a free text: one may say more than the other (诉前调解率15.8%, 15.8%)."""

    def check(wanted: Line, came: Line) -> bool | None:
        expected = wanted.get("slots", {}).get(name)
        if expected is None:
            return None
        found = came.get("slots", {}).get(name) or ""
        return bool(found) and (expected in found or found in expected)

    return check


def _writes(wanted: Line, came: Line) -> bool:
    return bool(came["wrote"]) == bool(wanted["writes"])


def _harmless(wanted: Line, came: Line) -> bool | None:
    """Count it right where what should change nothing changed nothing."""
    return None if wanted["writes"] else not came["wrote"]


CHECKS: dict[str, Check] = {
    "intent": _intent,
    "refs": _slot("refs"),
    "bad refs": _slot("bad_refs"),
    "unit": _slot("unit"),
    "percent": _percent,
    "date": _slot("date"),
    "range": _slot("range"),
    "status": _slot("status"),
    "items": _slot("items"),
    "percent in words": _slot("percent_text"),
    "metric": _within("metric"),
    "part": _slot("part"),
    "wrong unit": _slot("wrong_unit"),
    **{
        name: _slot(name)
        for name in (
            *("units", "lead_only", "resp_only", "ongoing_only", "whole_task", "candidates"),
            *("section", "target", "kind", "field", "format", "filter", "light", "never"),
            *("correction", "action"),
        )
    },
    "writes": _writes,
    "changes nothing": _harmless,
}


def ledger_of(plan: Path, folder: str) -> list[str]:
    """Import a plan into a ledger of its own; returns the arguments that name it."""
    where = ["--db", f"sqlite:///{folder}/utterances.db"]
    command = ["duban", "import", str(plan), "--yes", *where]
    subprocess.run(command, check=True, capture_output=True)
    return where


def answers(file: Path, at: str, more: Iterable[str]) -> list[Line]:
    """Let the bot read the file; raises CalledProcessError where it fails."""
    command = ["duban", "say", "--file", str(file), "--isolated", "--json", "--at", at, *more]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def table(wanted: list[Line], came: list[Line]) -> tuple[list[str], bool]:
    """Count what is right in each respect, and list what is not; and whether anything is."""
    missed: dict[int, list[str]] = {}
    out = [f"{'':<18}right  of"]
    for name, check in CHECKS.items():
        results = [check(w, c) for w, c in zip(wanted, came, strict=True)]
        asked = [r for r in results if r is not None]
        right = sum(asked)
        share = f"{right / len(asked):.1%}" if asked else "-"
        out.append(f"{name:<18}{right:>5} {len(asked):>4}  {share}")
        for at, result in enumerate(results):
            if result is False:
                missed.setdefault(at, []).append(name)
    for at, names in sorted(missed.items()):
        got = json.dumps(came[at].get("slots"), ensure_ascii=False)
        text = wanted[at]["text"][:60].replace("\n", "⏎")
        out.append(f"{','.join(names)}: {text} → {came[at]['intent']} {got}")
    return out, bool(missed)


def main() -> int:
    """Print the table, then each line that came out otherwise; 1 where any did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--plan", type=Path, help="the document the ledger is made of")
    parser.add_argument("--at", default="2023-10-16 09:30")
    known, rest = parser.parse_known_args()
    more = [word for word in rest if word != "--"]
    wanted = [json.loads(line) for line in known.file.read_text("utf-8").splitlines() if line]
    with tempfile.TemporaryDirectory() as folder:
        if known.plan:
            more += ledger_of(known.plan, folder)
        start = time.perf_counter()
        came = answers(known.file, known.at, more)
        taken = time.perf_counter() - start
    if len(came) != len(wanted):
        sys.stderr.write(f"{len(wanted)} lines asked, {len(came)} answered\n")
        return 2
    out, any_missed = table(wanted, came)
    sys.stdout.write("\n".join(out) + "\n")
    sys.stdout.write(f"{taken / len(wanted) * 1000:.1f} ms a line, start-up included\n")
    return 1 if any_missed else 0


if __name__ == "__main__":
    sys.exit(main())
