from datetime import date, timedelta

import pytest

from ledger.progress import Progress, Status, initial
from ledger.reminders import board, due_on, missed_days
from ledger.rules import Rules
from ledger.steps import steps_on
from tests.factories import CALENDAR_2023, entry, item, ledger, plan

RULES = Rules()


def steps(due: date, first: date, last: date) -> dict[date, str]:
    state = initial("试验", item("1", due=due))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = {day: "".join(steps_on(state, day, CALENDAR_2023, RULES)) for day in days}
    return {day: step for day, step in found.items() if step}


def test_lead_times_count_working_days_back_from_the_last_working_day() -> None:
    assert steps(date(2023, 6, 30), date(2023, 5, 1), date(2023, 6, 30)) == {
        date(2023, 5, 18): "due-30",
        date(2023, 6, 20): "due-7",
        date(2023, 6, 27): "due-3",
        date(2023, 6, 29): "due-1",
        date(2023, 6, 30): "due-0",
    }


def test_work_due_in_the_break_is_called_for_on_the_last_working_day_before() -> None:
    december = steps(date(2023, 12, 31), date(2023, 12, 18), date(2024, 1, 1))
    assert december[date(2023, 12, 29)] == "due-0"
    assert max(december) == date(2023, 12, 29)


def test_overdue_work_is_called_for_after_1_3_7_working_days_then_on_mondays() -> None:
    late = steps(date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 31))
    assert list(late) == [
        date(2023, 7, 3),
        date(2023, 7, 5),
        date(2023, 7, 11),
        date(2023, 7, 17),
        date(2023, 7, 24),
        date(2023, 7, 31),
    ]


@pytest.mark.parametrize("status", [Status.PENDING, Status.CLOSED])
def test_work_that_waits_for_the_office_or_is_closed_is_not_called_for(status: Status) -> None:
    book = ledger(plan(item("1", due=date(2023, 11, 30))))
    book.apply(entry("1", progress=Progress.DONE, after=status))
    assert due_on(book, date(2023, 11, 30), CALENDAR_2023, RULES) == ()


def test_a_unit_that_leads_and_helps_is_reminded_once() -> None:
    both = item("1", due=date(2023, 11, 30), lead=("县住建局",), units=("县住建局", "县财政局"))
    found = due_on(ledger(plan(both)), date(2023, 11, 30), CALENDAR_2023, RULES)
    assert [(r.unit, r.leads) for r in found] == [("县住建局", True), ("县财政局", False)]


def test_open_words_name_nobody_to_remind() -> None:
    open_item = item("1", due=date(2023, 11, 30), units=("各相关单位",), units_open=True)
    found = due_on(ledger(plan(open_item)), date(2023, 11, 30), CALENDAR_2023, RULES)
    assert [r.unit for r in found] == ["县住建局"]


def test_only_working_days_since_the_last_round_are_missed() -> None:
    friday, tuesday = date(2023, 11, 10), date(2023, 11, 14)
    assert list(missed_days(friday, tuesday, CALENDAR_2023)) == [date(2023, 11, 13)]
    assert list(missed_days(None, tuesday, CALENDAR_2023)) == []


def test_the_groups_list_sorts_into_today_soon_and_overdue() -> None:
    found = board(ledger(), date(2023, 11, 30), CALENDAR_2023, RULES)
    assert [str(s.ref) for s in found.today] == ["1(2)"]
    assert [str(s.ref) for s in found.overdue] == ["1(1)"]
    assert found.soon == ()


def test_an_open_ended_item_is_never_due() -> None:
    state = initial("试验", item("1", due=None))
    assert steps_on(state, date(2023, 12, 29), CALENDAR_2023, RULES) == ()
