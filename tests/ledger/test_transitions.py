"""The drawing, the table and the history say the same of an item's states."""

import re
from pathlib import Path
from typing import Any

import pytest

from ledger.progress import EntryKind, ItemState, Progress, Status, initial
from ledger.telling import apply, standing, status_without
from ledger.transitions import MOVES, allowed, starts_from
from tests.factories import at, entry, item

DRAWING = Path(__file__).parents[2] / "docs" / "states.md"
_ARROW = re.compile(r"^\s+(\w+) --> (\w+): (.+)$", re.MULTILINE)


def drawn() -> set[tuple[EntryKind, Status, Status]]:
    return {
        (EntryKind[kind.strip()], Status[before], Status[after])
        for before, after, kinds in _ARROW.findall(DRAWING.read_text())
        for kind in kinds.split(",")
    }


def test_the_drawing_shows_exactly_the_moves_of_the_code() -> None:
    moves = {
        (kind, before, after)
        for kind, pairs in MOVES.items()
        if kind is not EntryKind.WITHDRAWN  # leads wherever the rest of the history leads
        for before, after in pairs
        if before is not after
    }
    assert drawn() == moves


def test_every_kind_of_row_has_its_moves() -> None:
    assert set(MOVES) == set(EntryKind)
    assert all(MOVES.values())


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.STOPPED, Status.CLOSED])
def test_nobody_reports_on_what_rests_or_is_closed(status: Status) -> None:
    assert not starts_from(EntryKind.REPORTED, status)
    assert not starts_from(EntryKind.APPLIED, status)
    assert not starts_from(EntryKind.RETURNED, status)


def test_a_closing_needs_work_that_goes_on_or_waits() -> None:
    assert allowed(EntryKind.CLOSED, Status.PENDING, Status.CLOSED)
    assert not allowed(EntryKind.CLOSED, Status.SUSPENDED, Status.CLOSED)


def told(*rows: tuple[EntryKind, Status, dict[str, Any]]) -> ItemState:
    state = initial("试验", item("1(2)"))
    for seq, (kind, after, more) in enumerate(rows, 1):
        row = entry("1(2)", kind, seq=seq, before=state.status, after=after, **more)
        state = apply(state, row)
    return state


DONE = (EntryKind.REPORTED, Status.PENDING, {"progress": Progress.DONE})
SEEN = (EntryKind.ACKNOWLEDGED, Status.PENDING, {"unit": "县住建局", "progress": None})
CLOSED = (EntryKind.CLOSED, Status.CLOSED, {"progress": None})


def withdrawn(state: ItemState, seq: int) -> ItemState:
    row = next(row for row in standing(state) if row.seq == seq)
    after = status_without(state, row)
    number = 1 + max(row.seq for row in state.history or ())
    taken = entry(
        "1(2)",
        EntryKind.WITHDRAWN,
        seq=number,
        before=state.status,
        after=after,
        concerns=seq,
        progress=None,
    )
    return apply(state, taken)


def test_without_its_closing_an_item_waits_again() -> None:
    state = withdrawn(told(DONE, CLOSED), 2)
    assert state.status is Status.PENDING
    assert state.done_on == at("2023-10-16 09:30").date()
    assert state.first_closed is None


def test_without_the_report_of_done_work_goes_on_whatever_was_said_since() -> None:
    state = withdrawn(told(DONE, SEEN), 1)
    assert state.status is Status.OPEN
    assert state.done_on is None
    assert state.progress is None
    assert state.taken_note == ("县住建局",)


def test_withdrawing_one_after_the_other_leads_back_to_the_beginning() -> None:
    state = withdrawn(withdrawn(told(DONE, CLOSED), 2), 1)
    begun = initial("试验", item("1(2)"))
    assert (state.status, state.done_on, state.reported_on) == (Status.OPEN, None, None)
    assert state.percent == begun.percent
    assert len(tuple(state.history or ())) == 4
    assert standing(state) == ()


def test_the_first_closing_is_kept_through_a_look_back() -> None:
    again = (EntryKind.REOPENED, Status.OPEN, {"progress": None})
    later = {"progress": None, "at": at("2023-12-01 10:00")}
    state = told(DONE, CLOSED, again, (EntryKind.CLOSED, Status.CLOSED, later))
    assert state.first_closed == at("2023-10-16 09:30").date()
