"""Which steps of being reminded an item reaches on a day; pure (docs/reminders.md).

A step is `due-N`, `overdue+N`, `period-N` or `milestone-MMDD-N`: so many working days before (-)
or after (+) a date.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.lights import days_left, is_reported
from ledger.periods import period_of
from ledger.progress import ItemState, Status
from ledger.rules import Rules
from ledger.workdays import WorkCalendar

URGED = "urged"
"""What a step begins with that the office took by hand (催办)."""


def steps_on(
    state: ItemState, day: date, calendar: WorkCalendar, rules: Rules, begun: date | None = None
) -> tuple[str, ...]:
    """Name the steps an item reaches on a day; `begun` is when its work was issued."""
    if state.status is not Status.OPEN or not calendar.is_working(day):
        return ()
    own = rules.of(state.plan, state.ref)
    return tuple(_steps(state, day, calendar, own, begun))


def _steps(
    state: ItemState, day: date, calendar: WorkCalendar, rules: Rules, begun: date | None
) -> Iterator[str]:
    if state.due is not None:
        since = state.extended_on or begun
        if step := _towards(state.due, day, calendar, rules, since):
            yield step
    elif state.item.ongoing and not is_reported(state, day, rules):
        wanted = period_of(day, rules.period).wanted(rules.period_day, calendar)
        left = days_left(wanted, day, calendar)
        if day <= wanted and left in rules.period_lead_days:
            yield f"period-{left}"
    for milestone in state.milestones:
        if step := _towards(milestone, day, calendar, rules, None):
            yield f"milestone-{milestone:%m%d}-{step}"


def _towards(
    due: date, day: date, calendar: WorkCalendar, rules: Rules, since: date | None
) -> str:
    """Name the step before or after one date, empty where none falls on the day."""
    if day <= due:
        left = days_left(due, day, calendar)
        # Work that began later than the day asked about says nothing of how long it was.
        short = since is not None and since <= day and (due - since).days < rules.short_work_days
        leads = rules.short_lead_days if short else rules.lead_days
        # Days off between the last working day and the due date itself count as day 0.
        return f"due-{left}" if left in leads and left >= 0 else ""
    past = calendar.until(due, day)
    if past in rules.overdue_days:
        return f"overdue+{past}"
    nags = weekly_nags_until(due, day, calendar, rules)
    weekly = 0 < nags <= rules.weekly_nags and is_first_of_week(day, calendar)
    return f"overdue+{past}" if weekly else ""


def weekly_nags_until(due: date, day: date, calendar: WorkCalendar, rules: Rules) -> int:
    """Count the weeks of weekly nagging up to a day; 0 before the first of them."""
    last_step = calendar.shift(due, max(rules.overdue_days, default=0))
    first = _monday(last_step) + timedelta(days=7)
    return (_monday(day) - first).days // 7 + 1 if day > last_step else 0


def escalated(state: ItemState, day: date, calendar: WorkCalendar, rules: Rules) -> bool:
    """Whether an item was nagged about to the end: it is the office's to deal with now.

    The dates are its own and those inside its text that the office has adopted.
    """
    if state.status is not Status.OPEN:
        return False
    own = rules.of(state.plan, state.ref)
    dates = (*(() if state.due is None else (state.due,)), *state.milestones)
    return any(
        day > date and weekly_nags_until(date, day, calendar, own) > own.weekly_nags
        for date in dates
    )


def clock_of(step: str) -> str:
    """Name which of an item's clocks a step belongs to: its date, its periods, one milestone.

    Of several missed steps of one clock only the last says anything new.
    """
    if step.startswith("milestone"):
        return "-".join(step.split("-")[:2])
    return "period" if step.startswith("period") else "due"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def is_first_of_week(day: date, calendar: WorkCalendar) -> bool:
    """Whether what comes weekly comes here: Monday, or the first day worked after a Monday off."""
    return calendar.on_or_after(_monday(day)) == day
