from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.periods import period_of
from ledger.plan import ItemRef
from ledger.progress import ItemState, Status, initial
from ledger.rules import ItemRules, Period, Rules
from ledger.steps import escalated, steps_on
from tests.factories import CALENDAR_2023, item

RULES = Rules()
DUE = date(2023, 11, 30)
YEAR = [date(2023, 1, 1) + timedelta(days=n) for n in range(400)]


def year_of(
    state: ItemState, rules: Rules = RULES, begun: date | None = None
) -> dict[date, tuple[str, ...]]:
    """List the days of a year on which an item reaches a step."""
    found = {day: steps_on(state, day, CALENDAR_2023, rules, begun) for day in YEAR}
    return {day: steps for day, steps in found.items() if steps}


def dated(due: date | None = DUE) -> ItemState:
    return initial("试验", item("1(2)", due=due))


def test_long_work_is_reminded_of_thirty_seven_three_one_and_no_days_before() -> None:
    before = [s for steps in year_of(dated()).values() for s in steps if s.startswith("due")]
    assert before == ["due-30", "due-7", "due-3", "due-1", "due-0"]


def test_short_work_is_reminded_of_three_one_and_no_days_before() -> None:
    begun = date(2023, 11, 10)
    found = year_of(dated(), begun=begun)
    before = [s for day, steps in found.items() for s in steps if begun <= day <= DUE]
    assert before == ["due-3", "due-1", "due-0"]


def test_a_day_before_the_plan_was_imported_is_previewed_as_of_long_work() -> None:
    imported = date(2026, 11, 30)  # years later, to rehearse an old plan
    before = [s for steps in year_of(dated(), begun=imported).values() for s in steps]
    assert before[:5] == ["due-30", "due-7", "due-3", "due-1", "due-0"]


def test_a_later_date_makes_the_work_as_short_as_the_grant_left_it() -> None:
    granted = replace(dated(date(2023, 12, 20)), extended_on=date(2023, 12, 1))
    found = year_of(granted, begun=date(2023, 1, 3))
    since = [s for day, steps in found.items() for s in steps if day >= date(2023, 12, 1)]
    assert since[:3] == ["due-3", "due-1", "due-0"]


def test_after_four_mondays_the_units_are_left_in_peace_and_the_office_has_it() -> None:
    late = [day for day, steps in year_of(dated()).items() if "overdue" in steps[0]]
    assert len(late) == 3 + 4
    assert all(day.weekday() == 0 or day == date(2024, 1, 2) for day in late[3:])
    after = late[-1] + timedelta(days=7)
    assert not escalated(dated(), late[-1], CALENDAR_2023, RULES)
    assert escalated(dated(), after, CALENDAR_2023, RULES)
    assert not escalated(replace(dated(), status=Status.CLOSED), after, CALENDAR_2023, RULES)


def test_an_adopted_date_that_was_nagged_about_to_the_end_is_the_offices_too() -> None:
    ongoing = replace(dated(None), milestones=(date(2023, 3, 25),))
    late = [day for day, steps in year_of(ongoing).items() if "overdue" in steps[-1]]
    assert len(late) == 3 + 4
    assert not escalated(ongoing, late[-1], CALENDAR_2023, RULES)
    assert escalated(ongoing, late[-1] + timedelta(days=7), CALENDAR_2023, RULES)


@pytest.mark.parametrize(
    "rules",
    [
        Rules(of_plans={"试验": ItemRules(short_work_days=0)}),
        Rules(of_items={"1(2)": ItemRules(short_work_days=0)}),
        Rules(short_work_days=0),
    ],
)
def test_what_counts_as_short_work_is_set_for_all_for_a_plan_or_for_an_item(rules: Rules) -> None:
    begun = date(2023, 11, 10)
    found = year_of(dated(), rules, begun)
    assert any("due-7" in steps for day, steps in found.items() if day >= begun)


def test_an_unreported_period_is_reminded_of_before_the_25th_of_its_last_month() -> None:
    found = year_of(dated(None))
    assert [day for day, steps in found.items() if steps == ("period-0",)] == [
        date(2023, 3, 24),  # the 25th is a Saturday
        date(2023, 6, 25),  # a Sunday that is worked
        date(2023, 9, 25),
        date(2023, 12, 25),
    ]
    assert [s for steps in found.values() for s in steps][:3] == [
        "period-5",
        "period-1",
        "period-0",
    ]


def test_who_has_reported_in_the_period_is_not_asked_again() -> None:
    reported = replace(dated(None), reported_on=date(2023, 7, 3))
    quarters = {period_of(day, Period.QUARTER).first.month for day in year_of(reported)}
    assert 7 not in quarters


@pytest.mark.parametrize(("period", "times"), [(Period.MONTH, 13), (Period.HALF, 2)])
def test_one_item_may_be_reported_by_month_or_half_year(period: Period, times: int) -> None:
    rules = Rules(of_items={"1(2)": ItemRules(period=period)})
    ends = [day for day, steps in year_of(dated(None), rules).items() if "period-0" in steps]
    assert len(ends) == times


def test_an_items_own_rules_win_over_its_plans_and_those_over_all() -> None:
    rules = Rules(
        of_plans={"试验": ItemRules(lead_days=(5,), weekly_nags=0)},
        of_items={"试验 1(2)": ItemRules(lead_days=(2,))},
    )
    own = rules.of("试验", ItemRef(1, 2))
    assert (own.lead_days, own.weekly_nags) == ((2,), 0)
    assert rules.of("试验", ItemRef(1, 3)).lead_days == (5,)
    assert rules.of("别的", ItemRef(1, 2)).lead_days == RULES.lead_days


def test_an_adopted_milestone_is_reminded_of_like_a_date() -> None:
    state = replace(dated(None), reported_on=date(2023, 12, 31), milestones=(date(2023, 3, 25),))
    found = [s for steps in year_of(state).values() for s in steps if "milestone" in s]
    assert found[:5] == [f"milestone-0325-due-{n}" for n in (30, 7, 3, 1, 0)]


def test_nothing_falls_on_a_day_off_or_on_what_rests() -> None:
    for state in (dated(), dated(None)):
        assert all(CALENDAR_2023.is_working(day) for day in year_of(state))
        for status in (Status.SUSPENDED, Status.STOPPED, Status.CLOSED, Status.PENDING):
            assert year_of(replace(state, status=status)) == {}
