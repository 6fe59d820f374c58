"""Decides reminders by hand: 催办 with its preview, the dry run, 采纳里程碑, 知道了."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from handlers.each_item import each_item
from handlers.entries import entry_of
from handlers.finding import plan_shown, reader_of, states_of, units_asked
from handlers.rounds import plan_of
from handlers.router import Context, Decision, Router
from ledger.errors import (
    LedgerError,
    NoMilestone,
    NotAllowed,
    NotBound,
    NothingToRemind,
    NoUnitNamed,
    WrongStatus,
)
from ledger.hours import opening
from ledger.lights import Light, is_reported
from ledger.progress import Entry, EntryKind, ItemState, Status
from ledger.reminders import board
from ledger.rights import Action, may, who_may
from ledger.steps import URGED
from messages import reminders, reminding
from messages.office_notes import supervision_draft
from messages.reminder_commands import AdoptMilestone, DraftSupervision, ReminderNoted, RemindNow
from messages.reminders import Due
from storage.mail import AddressKind, Outgoing, OutgoingKind, ReminderKey

router = Router()


@router.on(RemindNow, changes=True)
def remind_now(command: RemindNow, context: Context) -> Decision:
    """Show who would be reminded on a day, or remind now; more than one unit is previewed."""
    if command.dry_run:
        return _dry_run(command, command.day or context.now.date(), context)
    _require(Action.REMIND, context)
    named = states_of(command.refs, context, whole_objectives=True)
    by_unit = _wanted(command, named, context)
    at_rest = [state for state in named if state.status is not Status.OPEN]
    if not by_unit:
        raise _no_reason(command, named, at_rest)
    if len(by_unit) > 1 and not command.confirmed:
        shown = reminding.preview(by_unit, at_rest, command.until)
        return Decision(reply=shown, confirm=replace(command, confirmed=True))
    rows = tuple(_urge(unit, command, context) for unit in by_unit)
    keys = tuple(_fact(unit, due, context) for unit, dues in by_unit.items() for due in dues)
    opens = opening(context.now, context.rules.group_list_at, context.rules, context.calendar)
    reply = reminding.urged(by_unit, at_rest, opens)
    return Decision(reply=reply, outgoing=rows, reminders=keys)


def _no_reason(
    command: RemindNow, named: Sequence[ItemState], at_rest: Sequence[ItemState]
) -> LedgerError:
    """Say why nobody is to be reminded: the work rests, or the plan names no unit for it."""
    if at_rest:
        return WrongStatus(at_rest[0].ref, at_rest[0].status, Action.REMIND)
    if named and not command.units:
        return NoUnitNamed(named[0].ref, named[0].item.units_text)
    return NothingToRemind()


def _dry_run(command: RemindNow, day: date, context: Context) -> Decision:
    _require(Action.DRY_RUN, context)
    # As that day will see it: its lights and distances, not today's.
    then = datetime.combine(day, context.rules.contacts_at, tzinfo=context.now.tzinfo)
    seen = replace(context, now=then)
    planned = plan_of(day, seen)
    units = units_asked(command.units, context, own=command.own)
    if units:
        planned = tuple(message for message in planned if message.unit in units)
    found = board(context.ledger, day, context.calendar, context.rules)
    working = context.calendar.is_working(day)
    return Decision(reply=reminders.dry_run(day, planned, found, reader_of(seen), working=working))


def _wanted(
    command: RemindNow, named: Sequence[ItemState], context: Context
) -> dict[str, list[Due]]:
    """Say which unit is to be reminded of which items."""
    states = (
        named if command.refs else [s for s in context.ledger if _needs_it(s, command, context)]
    )
    found: dict[str, list[Due]] = {}
    for state in states:
        if state.status is not Status.OPEN:
            continue
        for unit, leads in _units_of(state, command, context):
            if not command.units or unit in command.units:
                due = Due(state=state, leads=leads, plan=plan_shown(state, context))
                found.setdefault(unit, []).append(due)
    return found


def _needs_it(state: ItemState, command: RemindNow, context: Context) -> bool:
    """Whether an open item is late, due soon or unreported, as far as that was asked for."""
    if state.status is not Status.OPEN:
        return False
    shown = reader_of(context).light(state)
    if command.target == "overdue":
        return shown is Light.OVERDUE
    if command.target == "due":
        return shown is Light.SOON
    silent = state.item.ongoing and not is_reported(state, context.now.date(), context.rules)
    if command.target == "not_reported":
        return silent
    return silent or shown in {Light.OVERDUE, Light.SOON}


def _units_of(
    state: ItemState, command: RemindNow, context: Context
) -> Iterable[tuple[str, bool]]:
    book = context.ledger.books[state.plan]
    if command.target == "helpers":
        return [(unit, False) for unit in book.helpers[state.ref]]
    return [(unit, True) for unit in book.leads[state.ref]]


def _urge(unit: str, command: RemindNow, context: Context) -> Outgoing:
    """Queue one message to a unit; it is worded when it goes out, to whoever is contact then."""
    return Outgoing(
        key=f"urge:{context.message_key}:{unit}",
        kind=OutgoingKind.URGE,
        to_kind=AddressKind.UNIT,
        to=unit,
        due_at=context.now,
        text=reminding.wanted_by(command.until, context.now.date()),
    )


def _fact(unit: str, due: Due, context: Context) -> ReminderKey:
    return ReminderKey(
        step=f"{URGED} {context.message_key}",
        plan=due.state.plan,
        ref=due.state.ref,
        unit=unit,
        day=context.now.date(),
        outgoing_key=f"urge:{context.message_key}:{unit}",
    )


@router.on(AdoptMilestone, changes=True)
def adopt(command: AdoptMilestone, context: Context) -> Decision:
    """Adopt the dates inside an item's text: they are reminded of from now on."""
    _require(Action.ADOPT_MILESTONE, context)

    def decide(state: ItemState) -> tuple[Entry, ...]:
        days = [m for m in state.item.milestones if command.day in {None, m.day}]
        new = [m for m in days if m.day not in state.milestones]
        if not new:
            raise NoMilestone(state.ref, tuple(m.day for m in state.item.milestones))
        return tuple(
            replace(entry_of(state, EntryKind.MILESTONE_ADOPTED, m.words, context), until=m.day)
            for m in new
        )

    found, refused = each_item(command.refs, context, decide)
    entries = tuple(entry for rows in found for entry in rows)
    return Decision(reply=reminding.adopted(entries, refused), entries=entries)


@router.on(ReminderNoted, changes=True)
def noted(_: ReminderNoted, context: Context) -> Decision:
    """Take 知道了 for the steps of today's reminder; with no reminder today it is small talk."""
    planned = plan_of(context.now.date(), context)
    mine = [p for p in planned if p.unit in context.actor.units]
    entries = tuple(
        replace(entry_of(due.state, EntryKind.NOTED, "", context), unit=message.unit)
        for message in mine
        for due in message.due
    )
    return Decision(reply=reminding.noted(len(entries)) if entries else (), entries=entries)


@router.on(DraftSupervision)
def draft(command: DraftSupervision, context: Context) -> Decision:
    """Draft a 督办单; a person signs it and sends it."""
    _require(Action.REMIND, context)
    states = states_of(command.refs, context)
    return Decision(reply=supervision_draft(states, reader_of(context)))


def _require(action: Action, context: Context) -> None:
    if not may(context.actor, action):
        raise NotBound if action is Action.REPORT else NotAllowed(action, who_may(action))
