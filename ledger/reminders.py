"""Which reminder falls on a day, merged into one for each unit (docs/reminders.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.book import Ledger
from ledger.lights import days_left
from ledger.plan import ItemRef
from ledger.progress import ItemState, Progress, Status
from ledger.rules import Rules
from ledger.steps import clock_of, steps_on
from ledger.workdays import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One fact to remind a unit of: an item reaches a step (`ledger/steps.py`) on a day."""

    step: str
    plan: str
    ref: ItemRef
    unit: str
    day: date
    leads: bool
    """The unit leads the item; otherwise it is only responsible."""


def due_on(
    ledger: Ledger, day: date, calendar: WorkCalendar, rules: Rules
) -> tuple[Reminder, ...]:
    """List what falls on a day, by unit; a unit that leads and helps is named once an item."""
    found = [
        reminder
        for state in ledger
        for step in steps_on(state, day, calendar, rules, ledger.books[state.plan].issued)
        for reminder in _for_units(ledger, state, step, day)
        if not ledger.pauses.covers(state, reminder.unit, day)
    ]
    return tuple(sorted(found, key=in_order))


def _for_units(ledger: Ledger, state: ItemState, step: str, day: date) -> Iterator[Reminder]:
    book = ledger.books[state.plan]
    leads = book.leads[state.ref]
    # The lead reports for a period; who only helps is reminded of dates, not of reports.
    others = () if step.startswith("period") else book.helpers[state.ref]
    for unit in (*leads, *others):
        if ledger.directory.is_unit(unit) and not has_done_its_part(state, unit, step):
            yield Reminder(
                step=step,
                plan=state.plan,
                ref=state.ref,
                unit=unit,
                day=day,
                leads=unit in leads,
            )


def has_done_its_part(state: ItemState, unit: str, step: str) -> bool:
    """Whether a helping unit has said that its share of dated work is done: the rest is others'.

    A lead's word moves the item itself.
    """
    last = state.parts.get(unit)
    if last is None or not last.part or last.progress is not Progress.DONE:
        return False
    if clock_of(step) != "due":
        return False
    # Work that was taken up again (回头看) is to be done again.
    return state.first_closed is None or last.at.date() > state.first_closed


def in_order(reminder: Reminder) -> tuple[str, bool, str, int, int]:
    """Sort by unit, those it leads first, then as in the plan."""
    ref = reminder.ref
    return reminder.unit, not reminder.leads, reminder.plan, ref.objective, ref.number


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


def board(ledger: Ledger, day: date, calendar: WorkCalendar, rules: Rules) -> DueBoard:
    """Sort the open dated items into today, within the threshold, and overdue; none that rests."""
    today: list[ItemState] = []
    soon: list[ItemState] = []
    overdue: list[ItemState] = []
    for state in ledger:
        if state.status is not Status.OPEN or state.due is None:
            continue
        if ledger.pauses.rests(state, ledger.books[state.plan].leads[state.ref], day):
            continue
        if day > state.due:
            overdue.append(state)
        elif (left := days_left(state.due, day, calendar)) <= 0:
            today.append(state)
        elif left <= rules.soon_days:
            soon.append(state)
    return DueBoard(today=tuple(today), soon=tuple(soon), overdue=tuple(overdue))
