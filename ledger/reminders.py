"""Which reminder falls on a day, merged into one for each unit (docs/reminders.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.book import Ledger
from ledger.lights import days_left
from ledger.plan import ItemRef
from ledger.progress import ItemState, Status
from ledger.rules import Rules
from ledger.workdays import WorkCalendar

_MONDAY = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One fact to remind a unit of: an item reaches a step on a day.

    `step` is `due-N` (N working days left) or `overdue+N` (N working days past).
    """

    step: str
    plan: str
    ref: ItemRef
    unit: str
    day: date
    leads: bool
    """The unit leads the item; otherwise it is only responsible."""


def step_on(state: ItemState, day: date, calendar: WorkCalendar, rules: Rules) -> str:
    """Name the step an item reaches on a day, empty where none falls on it."""
    if state.status is not Status.OPEN or state.due is None or not calendar.is_working(day):
        return ""
    if day <= state.due:
        left = days_left(state.due, day, calendar)
        # Days off between the last working day and the due date itself count as day 0.
        return f"due-{left}" if left in rules.lead_days and left >= 0 else ""
    past = calendar.until(state.due, day)
    if past in rules.overdue_days:
        return f"overdue+{past}"
    weekly = past > max(rules.overdue_days, default=0) and _first_of_week(day, calendar)
    return f"overdue+{past}" if weekly else ""


def _first_of_week(day: date, calendar: WorkCalendar) -> bool:
    """Whether a weekly nag falls here: Monday, or the first day worked after a Monday off."""
    monday_on = calendar.on_or_after(date.fromordinal(day.toordinal() - day.weekday()))
    return monday_on == day


def due_on(
    ledger: Ledger, day: date, calendar: WorkCalendar, rules: Rules
) -> tuple[Reminder, ...]:
    """List what falls on a day, by unit; a unit that leads and helps is named once an item."""
    found = [
        reminder
        for state in ledger
        if (step := step_on(state, day, calendar, rules))
        for reminder in _for_units(ledger, state, step, day)
    ]
    return tuple(sorted(found, key=lambda r: (r.unit, not r.leads, r.plan, r.ref)))


def _for_units(ledger: Ledger, state: ItemState, step: str, day: date) -> Iterator[Reminder]:
    leads = ledger.books[state.plan].leads[state.ref]
    helpers = {ledger.directory.canonical(name) for name in state.item.units} - set(leads)
    for unit in (*leads, *sorted(helpers)):
        if ledger.directory.is_unit(unit):
            yield Reminder(
                step=step,
                plan=state.plan,
                ref=state.ref,
                unit=unit,
                day=day,
                leads=unit in leads,
            )


def missed_days(last: date | None, today: date, calendar: WorkCalendar) -> Iterator[date]:
    """Go through the working days after the last round and before today; none at a first start.

    A month is the most that is looked back on: older steps are overdue by now and show as such.
    """
    if last is None:
        return
    day = max(last.toordinal() + 1, today.toordinal() - 31)
    for ordinal in range(day, today.toordinal()):
        if calendar.is_working(date.fromordinal(ordinal)):
            yield date.fromordinal(ordinal)


def still_open(ledger: Ledger, plan: str, ref: ItemRef) -> ItemState | None:
    """Look at an item again at the moment of sending; None where there is nothing to remind of."""
    book = ledger.books.get(plan)
    state = book.states.get(ref) if book else None
    return state if state is not None and state.status is Status.OPEN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueBoard:
    """What the group's daily list shows."""

    today: tuple[ItemState, ...]
    soon: tuple[ItemState, ...]
    overdue: tuple[ItemState, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing due: nothing is sent."""
        return not (self.today or self.soon or self.overdue)


def board(
    states: Iterable[ItemState], day: date, calendar: WorkCalendar, rules: Rules
) -> DueBoard:
    """Sort the open dated items into today, within the threshold, and overdue."""
    today: list[ItemState] = []
    soon: list[ItemState] = []
    overdue: list[ItemState] = []
    for state in states:
        if state.status is not Status.OPEN or state.due is None:
            continue
        if day > state.due:
            overdue.append(state)
        elif (left := days_left(state.due, day, calendar)) <= 0:
            today.append(state)
        elif left <= rules.soon_days:
            soon.append(state)
    return DueBoard(today=tuple(today), soon=tuple(soon), overdue=tuple(overdue))
