"""Some two thousand lines in people's own words, and what is to be made of each.

`said.txt`: a heading `## intent[,intent…] writes|silent|any` and under it one line a message,
with what must be read of it behind ` => ` (`refs=15(6);percent=60`); ⏎ is a line break.
"""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from messages.commands import ReportProgress, RequestCompletion, RequestExtension
from messages.grammar import Vocabulary, parse
from messages.slots import slots_of

WRITES = (ReportProgress, RequestCompletion, RequestExtension)


class Line(NamedTuple):
    """One message, what it may be taken for, and what must be read of it."""

    text: str
    intents: tuple[str, ...]
    changes: str
    slots: dict[str, str]


def _lines() -> list[Line]:
    found: list[Line] = []
    intents: tuple[str, ...] = ()
    changes = ""
    for row in (Path(__file__).parent / "said.txt").read_text("utf-8").splitlines():
        if row.startswith("## "):
            _, names, changes = row.split()
            intents = tuple(names.split(","))
        elif row.strip():
            text, _, wanted = row.partition(" => ")
            slots = dict(pair.split("=", 1) for pair in wanted.split(";") if pair)
            found.append(Line(text.replace("⏎", "\n"), intents, changes, slots))
    return found


LINES = _lines()


def _plain(value: Any) -> str:
    """Write what was read as said.txt writes it."""
    if isinstance(value, list):
        parts = value if value and isinstance(value[0], list) else [[each] for each in value]
        return ",".join(sorted(":".join("" if v is None else str(v) for v in p) for p in parts))
    return str(value)


@pytest.mark.parametrize("line", LINES, ids=[line.text[:30] for line in LINES])
def test_the_line_is_understood(vocabulary: Vocabulary, line: Line) -> None:
    command = parse(line.text, vocabulary)
    assert (command.intent if command else "smalltalk_ignore") in line.intents
    slots = slots_of(command) if command else {}
    for name, wanted in line.slots.items():
        assert _plain(slots.get(name)) == ",".join(sorted(wanted.split(",")))
    if line.changes == "silent":
        assert not isinstance(command, WRITES)
    if line.changes == "writes":
        assert isinstance(command, WRITES)
