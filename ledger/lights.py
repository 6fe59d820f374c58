"""The colour of an item on a day: derived from dates, never stored (docs/domain.md, lights)."""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from ledger.periods import period_of
from ledger.progress import ItemState, Status
from ledger.rules import Rules
from ledger.workdays import WorkCalendar


class Light(StrEnum):
    """灯: what an item's dates say; `messages.labels` gives each its word and colour."""

    NORMAL = "normal"
    SOON = "soon"
    OVERDUE = "overdue"
    CLOSED = "closed"
    UNREPORTED = "unreported"
    """An open-ended item with no report in the running period."""
    SHELVED = "shelved"
    """Work that rests by the office's word (挂账, 停办)."""
    REMOVED = "removed"
    """An item that is no longer one of the plan's (合并, 撤销)."""


def is_reported(state: ItemState, today: date, rules: Rules) -> bool:
    """Whether an open-ended item was reported on in the period of `today`."""
    period = rules.of(state.plan, state.ref).period
    return state.reported_on is not None and state.reported_on >= period_of(today, period).first


def is_overdue(state: ItemState, today: date) -> bool:
    """Whether the work was not said to be done by its date.

    On time or late goes by the day of the report, not of the approval: an item that waits for
    the office is overdue only if it was reported after its date.
    """
    if state.due is None or state.status is Status.CLOSED or state.status.at_rest:
        return False
    return (state.done_on or today) > state.due


def days_left(due: date, today: date, calendar: WorkCalendar) -> int:
    """Count the working days to the last working day on or before `due`; negative if past."""
    return calendar.until(today, calendar.on_or_before(due))


_WITHOUT_DATES = {
    Status.CLOSED: Light.CLOSED,
    Status.SUSPENDED: Light.SHELVED,
    Status.STOPPED: Light.SHELVED,
    Status.MERGED: Light.REMOVED,
    Status.CANCELLED: Light.REMOVED,
}


def light(state: ItemState, today: date, calendar: WorkCalendar, rules: Rules) -> Light:
    """Give the light an item shows on a day."""
    if fixed := _WITHOUT_DATES.get(state.status):
        return fixed
    if state.due is None:
        ongoing_unreported = state.item.ongoing and not is_reported(state, today, rules)
        return Light.UNREPORTED if ongoing_unreported else Light.NORMAL
    if is_overdue(state, today):
        return Light.OVERDUE
    if state.status is Status.PENDING:
        return Light.NORMAL
    normal = state.due >= _first_normal(today, calendar, rules.soon_days)
    return Light.NORMAL if normal else Light.SOON


@lru_cache(maxsize=16)
def _first_normal(today: date, calendar: WorkCalendar, soon_days: int) -> date:
    """Give the first working day that is more than `soon_days` working days ahead."""
    return calendar.shift(today, soon_days + 1)
