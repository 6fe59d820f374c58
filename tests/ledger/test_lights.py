from dataclasses import replace
from datetime import date

import pytest

from ledger.lights import Light, days_left, light
from ledger.periods import period_of
from ledger.progress import ItemState, Status, initial
from ledger.rules import Period, Rules
from tests.factories import CALENDAR_2023, item


def shown(state: ItemState, day: date) -> Light:
    return light(state, day, CALENDAR_2023, Rules())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 1, 3), Light.NORMAL),
        (date(2023, 6, 19), Light.NORMAL),  # eight working days left
        (date(2023, 6, 20), Light.SOON),  # seven: the leave days do not count
        (date(2023, 6, 30), Light.SOON),
        (date(2023, 7, 1), Light.OVERDUE),
    ],
)
def test_a_dated_item_turns_soon_then_overdue(day: date, expected: Light) -> None:
    assert shown(initial("试验", item("1", due=date(2023, 6, 30))), day) is expected


def test_an_item_due_in_the_new_year_break_is_not_overdue_before_the_date_is_past() -> None:
    state = initial("试验", item("1", due=date(2023, 12, 31)))
    assert shown(state, date(2023, 12, 30)) is Light.SOON
    assert shown(state, date(2024, 1, 1)) is Light.OVERDUE
    assert days_left(date(2023, 12, 31), date(2023, 12, 28), CALENDAR_2023) == 1


def test_on_time_goes_by_the_day_of_the_report_not_of_the_approval() -> None:
    due = date(2023, 6, 30)
    waiting = replace(initial("试验", item("1", due=due)), status=Status.PENDING)
    assert shown(replace(waiting, done_on=due), date(2023, 7, 20)) is Light.NORMAL
    assert shown(replace(waiting, done_on=date(2023, 7, 1)), date(2023, 7, 20)) is Light.OVERDUE


def test_a_closed_item_is_blue_whatever_the_date() -> None:
    closed = replace(initial("试验", item("1")), status=Status.CLOSED)
    assert shown(closed, date(2025, 1, 1)) is Light.CLOSED


def test_an_open_ended_item_is_white_until_reported_in_the_quarter() -> None:
    state = initial("试验", item("1", due=None))
    reported = replace(state, reported_on=date(2023, 9, 30))
    assert shown(state, date(2023, 9, 30)) is Light.UNREPORTED
    assert shown(reported, date(2023, 9, 30)) is Light.NORMAL
    assert shown(reported, date(2023, 10, 1)) is Light.UNREPORTED


def test_a_quarter_starts_in_january_april_july_october() -> None:
    days = (date(2024, month, 29 if month == 2 else 30) for month in range(1, 13))
    starts = {period_of(day, Period.QUARTER).first for day in days}
    assert starts == {date(2024, month, 1) for month in (1, 4, 7, 10)}
