import logging
from datetime import date

import pytest

from bot.config import Calendar
from bot.holidays import warn_if_unknown, work_calendar


def test_published_years_know_their_make_up_days() -> None:
    calendar = work_calendar(Calendar())
    assert calendar.is_working(date(2023, 6, 25))
    assert not calendar.is_working(date(2023, 6, 23))
    assert calendar.shift(date(2023, 6, 30), -7) == date(2023, 6, 20)
    assert calendar.is_known(2023)


def test_the_countys_own_days_win() -> None:
    calendar = work_calendar(Calendar(off=(date(2023, 6, 26),), worked=(date(2023, 6, 24),)))
    assert not calendar.is_working(date(2023, 6, 26))
    assert calendar.is_working(date(2023, 6, 24))


def test_a_year_without_a_notice_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_if_unknown(work_calendar(Calendar()), date(2099, 1, 1))
    assert "2099" in caplog.text
