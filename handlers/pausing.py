"""Decides 暂停提醒 and 恢复提醒: of items, of units, of plans, of everything."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.entries import entry_of
from handlers.finding import states_of
from handlers.people_rows import person_row
from handlers.router import Context, Decision, Router
from ledger.errors import NotAllowed
from ledger.pauses import EVERYTHING, Scope, scope_of
from ledger.progress import Entry, EntryKind
from ledger.rights import Action, may, who_may
from messages import pausing
from messages.reminder_commands import PauseReminders

router = Router()


@router.on(PauseReminders, changes=True)
def pause(command: PauseReminders, context: Context) -> Decision:
    """Let reminders of items, of units or of everything rest, or begin again.

    What does not rest by itself is not resumed; the answer names what keeps it silent, if any.
    """
    if not may(context.actor, Action.PAUSE_REMINDERS):
        raise NotAllowed(Action.PAUSE_REMINDERS, who_may(Action.PAUSE_REMINDERS))
    rows = tuple(_rows(command, context))
    if not command.resume:
        return Decision(reply=pausing.paused(rows), entries=rows)
    resting = tuple(row for row in rows if _rests(row, context))
    return Decision(
        reply=pausing.resumed(
            resting, [row for row in rows if row not in resting], _wider(context)
        ),
        entries=resting,
    )


def _rows(command: PauseReminders, context: Context) -> Iterator[Entry]:
    kind = EntryKind.REMINDERS_RESUMED if command.resume else EntryKind.REMINDERS_PAUSED
    if command.refs:
        for state in states_of(command.refs, context, whole_objectives=True):
            yield replace(entry_of(state, kind, "", context), until=command.until)
        return
    scopes = [("", plan) for plan in command.plans] + [(unit, "") for unit in command.units]
    for unit, plan in scopes or [("", "")]:
        row = person_row(kind, context, person="", unit=unit, note=plan)
        yield replace(row, until=command.until)


def _rests(row: Entry, context: Context) -> bool:
    """Whether there is something to resume: this scope, or, for everything, any scope."""
    pauses, day, scope = context.ledger.pauses, context.now.date(), scope_of(row)
    return pauses.holds(scope, day) or (scope == EVERYTHING and bool(pauses.standing(day)))


def _wider(context: Context) -> tuple[Scope, ...]:
    """Give what rests beside single items: everything, or units."""
    standing = context.ledger.pauses.standing(context.now.date())
    return tuple(scope for scope, _ in standing if scope.ref is None)
