"""An extension folded into the state, and all that goes by the date in force."""

from datetime import date, datetime

import pytest

from ledger.book import Ledger
from ledger.lights import Light, is_overdue, light
from ledger.plan import Deadline
from ledger.progress import Entry, EntryKind, ItemState, Progress, Status, initial
from ledger.reminders import board
from ledger.rules import Rules
from ledger.steps import steps_on
from ledger.summary import summarise
from ledger.telling import apply as fold
from tests.factories import CALENDAR_2023, at, entry, item, ledger, ref

FIRST = date(2023, 11, 30)
SECOND = date(2023, 12, 15)
THIRD = date(2024, 1, 10)


def asked(when: str, until: date = SECOND) -> Entry:
    return entry("1(2)", EntryKind.EXTENSION_REQUESTED, at=at(when), until=until)


def granted(when: str, until: date = SECOND) -> Entry:
    return entry("1(2)", EntryKind.EXTENSION_GRANTED, at=at(when), until=until)


HISTORY = (
    asked("2023-11-20 09:00"),
    granted("2023-11-22 09:00"),
    asked("2023-12-14 09:00", THIRD),
    entry("1(2)", EntryKind.EXTENSION_REFUSED, at=at("2023-12-15 09:00")),
    asked("2023-12-15 10:00", THIRD),
    granted("2023-12-18 09:00", THIRD),
)


def as_of(moment: datetime) -> Ledger:
    """Fold the history up to a moment, as a view of the past does."""
    book = ledger()
    for row in HISTORY:
        if row.at <= moment:
            book.apply(row)
    return book


def state_on(moment: str) -> ItemState:
    return as_of(at(moment)).state(ref("1(2)"))


@pytest.mark.parametrize(
    ("moment", "due", "waits_for"),
    [
        ("2023-11-19 12:00", FIRST, None),
        ("2023-11-21 12:00", FIRST, SECOND),
        ("2023-11-22 12:00", SECOND, None),
        ("2023-12-14 12:00", SECOND, THIRD),
        ("2023-12-15 09:30", SECOND, None),
        ("2023-12-16 12:00", SECOND, THIRD),
        ("2023-12-18 12:00", THIRD, None),
    ],
)
def test_on_a_past_day_the_date_then_in_force_counts(
    moment: str, due: date, waits_for: date | None
) -> None:
    state = state_on(moment)
    assert state.due == due
    assert (state.request.until if state.request else None) == waits_for


def test_the_first_date_is_kept() -> None:
    assert not state_on("2023-11-21 12:00").extended
    moved = state_on("2023-12-18 12:00")
    assert moved.extended
    assert moved.first_due == FIRST


def test_an_extension_leaves_the_rest_of_the_state_alone() -> None:
    before = fold(
        initial("试验", item("1(2)")), entry("1(2)", progress=Progress.BEHIND, percent=40)
    )
    for row in HISTORY:
        after = fold(before, row)
        assert (after.status, after.progress, after.percent, after.reported_on, after.done_on) == (
            before.status,
            before.progress,
            before.percent,
            before.reported_on,
            before.done_on,
        )


@pytest.mark.parametrize("kind", [EntryKind.CLOSED, EntryKind.REPORTED])
def test_what_is_closed_waits_for_no_other_date(kind: EntryKind) -> None:
    state = fold(initial("试验", item("1(2)")), asked("2023-11-20 09:00"))
    closed = entry("1(2)", kind, progress=Progress.DONE, after=Status.CLOSED)
    assert fold(state, closed).request is None


def test_a_report_leaves_the_application_waiting() -> None:
    state = fold(initial("试验", item("1(2)")), asked("2023-11-20 09:00"))
    assert fold(state, entry("1(2)", percent=50)).request is not None


def test_a_later_document_with_a_later_date_is_not_shortened() -> None:
    reprinted = initial("试验", item("1(2)", due=date(2024, 3, 31)))
    assert fold(reprinted, granted("2023-11-22 09:00")).due == date(2024, 3, 31)


def test_an_item_reprinted_as_open_ended_falls_due_no_more() -> None:
    endless = item("1(2)", deadline=Deadline(words="长期坚持", ongoing=True))
    assert fold(initial("试验", endless), granted("2023-11-22 09:00")).due is None


def test_overdue_and_light_go_by_the_date_in_force() -> None:
    state = state_on("2023-12-16 12:00")
    assert not is_overdue(state, SECOND)
    assert is_overdue(state, date(2023, 12, 16))
    assert light(state, date(2023, 12, 1), CALENDAR_2023, Rules()) is Light.NORMAL
    assert light(state, date(2023, 12, 12), CALENDAR_2023, Rules()) is Light.SOON


def test_reminders_count_to_the_date_in_force() -> None:
    before, after = state_on("2023-11-21 12:00"), state_on("2023-11-22 12:00")
    assert steps_on(before, FIRST, CALENDAR_2023, Rules()) == ("due-0",)
    assert steps_on(after, FIRST, CALENDAR_2023, Rules()) == ()
    assert steps_on(after, SECOND, CALENDAR_2023, Rules()) == ("due-0",)
    assert steps_on(after, date(2023, 12, 18), CALENDAR_2023, Rules()) == ("overdue+1",)
    listed = board(as_of(at("2023-11-22 12:00")), SECOND, CALENDAR_2023, Rules())
    assert listed.today == (after,)


def test_the_summary_of_a_day_goes_by_the_date_then_in_force_and_names_who_waits() -> None:
    day = date(2023, 12, 1)
    extended = summarise(as_of(at("2023-12-01 23:59")), day, CALENDAR_2023, Rules())
    untouched = summarise(ledger(), day, CALENDAR_2023, Rules())
    assert untouched.totals.overdue - extended.totals.overdue == 1
    assert extended.totals.add_up
    waiting = summarise(as_of(at("2023-11-21 23:59")), day, CALENDAR_2023, Rules())
    assert [str(state.ref) for state in waiting.asked] == ["1(2)"]
