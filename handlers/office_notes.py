"""Decides what the office reads in the morning and the leader on the week's first day."""

from handlers.finding import reader_of
from handlers.router import Context
from ledger.holiday_years import unknown, years_near
from ledger.progress import ItemState, Status
from ledger.steps import escalated, is_first_of_week
from ledger.summary import summarise
from messages import office_notes
from messages.office_notes import Morning
from messages.text import Blocks


def morning_note(context: Context) -> Blocks:
    """Gather what waits for the office; nothing where nothing does."""
    today = context.now.date()
    states = tuple(context.ledger)
    units = sorted({unit for book in context.ledger.books.values() for unit in book.shares})
    found = Morning(
        day=today,
        in_trouble=context.in_trouble,
        unreachable=tuple(unit for unit in units if not _reached(unit, context)),
        pending=tuple(s for s in states if s.status is Status.PENDING),
        asked=tuple(s for s in states if s.request is not None),
        bindings=tuple(context.ledger.people.asked.values()),
        stuck=tuple(s for s in states if s.difficulties),
        escalated=tuple(s for s in states if _is_escalated(s, context)),
        weekly=is_first_of_week(today, context.calendar),
        unknown_years=unknown(years_near(today), context.calendar),
    )
    return office_notes.morning(found)


def _reached(unit: str, context: Context) -> bool:
    return any(context.reaches(contact.user_id) for contact in context.roster.of_unit(unit))


def _is_escalated(state: ItemState, context: Context) -> bool:
    return escalated(state, context.now.date(), context.calendar, context.rules)


def leader_note(context: Context) -> Blocks:
    """Sum the week up in six lines."""
    today = context.now.date()
    found = summarise(context.ledger, today, context.calendar, context.rules)
    return office_notes.leader(found, reader_of(context)) if found.totals.total else ()
