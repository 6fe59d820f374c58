from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.workdays import WorkCalendar
from tests.factories import CALENDAR_2023

DAYS = st.dates(date(2022, 12, 1), date(2024, 2, 1))


def test_seven_working_days_before_the_end_of_june_2023_is_the_twentieth() -> None:
    # 22 to 24 June are leave, Sunday 25 June is worked.
    assert CALENDAR_2023.shift(date(2023, 6, 30), -7) == date(2023, 6, 20)
    assert CALENDAR_2023.until(date(2023, 6, 20), date(2023, 6, 30)) == 7


def test_last_working_day_of_2023_is_friday_the_twenty_ninth() -> None:
    assert CALENDAR_2023.on_or_before(date(2023, 12, 31)) == date(2023, 12, 29)
    assert CALENDAR_2023.on_or_after(date(2023, 12, 30)) == date(2024, 1, 2)


def test_a_year_nobody_published_has_weekends_off_and_says_so() -> None:
    calendar = WorkCalendar()
    assert not calendar.is_known(2031)
    assert calendar.is_working(date(2031, 1, 1))
    assert not calendar.is_working(date(2031, 1, 4))


def test_the_countys_own_list_wins_over_the_published_one() -> None:
    saturday = date(2023, 10, 7)
    county = WorkCalendar(
        {saturday: True}, known_years=(2023,), overrides={saturday: False, date(2031, 5, 1): False}
    )
    assert not county.is_working(saturday)
    assert county.is_known(2031)


@given(DAYS, st.integers(-40, 40))
def test_shifting_and_counting_agree(day: date, count: int) -> None:
    start = CALENDAR_2023.on_or_after(day)
    end = CALENDAR_2023.shift(start, count)
    assert CALENDAR_2023.is_working(end)
    assert CALENDAR_2023.until(start, end) == count


@given(DAYS, DAYS, DAYS)
def test_counts_add_up_over_a_day_between(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    until = CALENDAR_2023.until
    assert until(first, middle) + until(middle, last) == until(first, last)
    assert 0 <= until(first, last) <= (last - first) // timedelta(days=1)
