"""The published holidays and make-up days, with the county's own list over them."""

import logging
from datetime import date

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

from bot.config import Calendar
from ledger.holiday_years import unknown, years_near
from ledger.workdays import WorkCalendar

_LOG = logging.getLogger(__name__)


def work_calendar(settings: Calendar) -> WorkCalendar:
    """Build the working calendar from the library's years and config.toml's days."""
    published = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
    overrides = dict.fromkeys(settings.off, False) | dict.fromkeys(settings.worked, True)
    return WorkCalendar(
        published, known_years={day.year for day in published}, overrides=overrides
    )


def warn_if_unknown(calendar: WorkCalendar, day: date) -> None:
    """Log whose holidays, of this year and a near next one, are not published yet.

    In such a year weekends count as days off.
    """
    for year in unknown(years_near(day), calendar):
        version = getattr(chinese_calendar, "__version__", "?")
        _LOG.warning(
            "no published holidays for %s (chinesecalendar %s): weekends count as days off; "
            "give the county's own days in [calendar]",
            year,
            version,
        )
