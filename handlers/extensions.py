"""Decides 延期: the lead unit applies for a later date, the office grants or refuses it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from handlers.buttons import choices, require_current
from handlers.entries import entry_of
from handlers.finding import states_of
from handlers.hiding import shown
from handlers.notices import to_contacts, to_office, to_person
from handlers.reports import check_may_speak, unit_for
from handlers.router import Context, Decision, Router
from ledger.errors import (
    LeadOnly,
    LedgerError,
    NoNewDate,
    NoRequest,
    NotAllowed,
    NotDated,
    NotLater,
    PastDue,
    SelfApproval,
    WrongStatus,
)
from ledger.progress import Entry, EntryKind, ItemState, Status
from ledger.rights import Action, Role, may, who_may
from messages import buttons, extensions
from messages.commands import RequestExtension
from messages.extensions import Step
from storage.mail import Outgoing

router = Router()

_Decide = Callable[[ItemState, RequestExtension, Context], Entry]


@router.on(RequestExtension, changes=True)
def request_extension(command: RequestExtension, context: Context) -> Decision:
    """Take an application for a later date, or the office's answer to one."""
    if command.action == "approve":
        return _answer(command, Action.GRANT, _grant, context)
    if command.action == "reject":
        return _answer(command, Action.REFUSE, _refuse, context)
    check_may_speak(Action.EXTEND, command.on_behalf_of, context)
    steps, refused = _each(command, _request, context)
    return Decision(
        reply=extensions.requested(_shown(steps, context), refused),
        entries=tuple(step.entry for step in steps),
        outgoing=tuple(notice for step in steps for notice in _of_request(step, context)),
        facts=_day_of(steps),
    )


def _day_of(steps: tuple[Step, ...]) -> dict[str, str]:
    """Tell machines the day that a length of time comes to, where it is one day."""
    days = {step.entry.until for step in steps}
    day = days.pop() if len(days) == 1 else None
    return {"date": day.isoformat()} if day else {}


def _answer(
    command: RequestExtension, action: Action, decide: _Decide, context: Context
) -> Decision:
    if not may(context.actor, action):
        raise NotAllowed(action, who_may(action))
    steps, refused = _each(command, decide, context)
    return Decision(
        reply=extensions.answered(_shown(steps, context), refused),
        entries=tuple(step.entry for step in steps),
        outgoing=tuple(notice for step in steps for notice in _of_answer(step, context)),
        facts=_day_of(steps),
    )


def _shown(steps: tuple[Step, ...], context: Context) -> tuple[Step, ...]:
    return tuple(replace(s, entry=shown(s.entry, s.before, context)) for s in steps)


def _each(
    command: RequestExtension, decide: _Decide, context: Context
) -> tuple[tuple[Step, ...], tuple[LedgerError, ...]]:
    """Decide item by item; when all are refused, the first refusal is the answer."""
    steps: list[Step] = []
    refused: list[LedgerError] = []
    for ref in dict.fromkeys(command.refs):
        try:
            before = states_of((ref,), context)[0]
            steps.append(Step(before=before, entry=decide(before, command, context)))
        except LedgerError as error:
            refused.append(error)
    if not steps:
        raise refused[0]
    return tuple(steps), tuple(refused)


def _request(state: ItemState, command: RequestExtension, context: Context) -> Entry:
    unit, part = unit_for(state, command.on_behalf_of, context)
    if part:
        leads = context.ledger.books[state.plan].leads[state.ref]
        raise LeadOnly(state.ref, leads, Action.EXTEND)
    due = _due_in_time(state, Action.EXTEND, context)
    until = _later(state, due, _named(state, due, command, context))
    entry = entry_of(state, EntryKind.EXTENSION_REQUESTED, command.reason, context)
    on_behalf = unit not in context.actor.units
    return replace(entry, unit=unit, on_behalf=on_behalf, until=until)


def _grant(state: ItemState, command: RequestExtension, context: Context) -> Entry:
    """Grant the date applied for, or the other one that the office names.

    As with a closing the office may act where nobody applied, but no later than a unit could.
    """
    asked = state.request
    require_current(asked, state.ref, context)
    own = False
    if asked is None:
        due = _due_in_time(state, Action.GRANT, context)
    else:
        own = asked.actor == context.actor.user_id
        if own and not context.rules.self_approval:
            raise SelfApproval(state.ref, Action.GRANT)
        due = _due(state)
    named = _named(state, due, command, context)
    if named is None and asked is None:
        raise NoRequest(state.ref, Action.GRANT)
    until = _later(state, due, named or (asked.until if asked else None))
    kind = EntryKind.EXTENSION_GRANTED
    if _is_far(state, until, context) and not may(context.actor, Action.GRANT_FURTHER):
        return replace(entry_of(state, EntryKind.PROPOSED, command.reason, context), until=until)
    return replace(entry_of(state, kind, command.reason, context), until=until, on_behalf=own)


def _is_far(state: ItemState, until: date, context: Context) -> bool:
    """Whether a date is beyond what the office grants by itself: too late, or not the first."""
    limit = context.rules.office_grants_days
    first = state.first_due
    if not limit or first is None:
        return False
    return state.extended or until > first + timedelta(days=limit)


def _refuse(state: ItemState, command: RequestExtension, context: Context) -> Entry:
    if state.request is None:
        raise NoRequest(state.ref, Action.REFUSE)
    require_current(state.request, state.ref, context)
    return entry_of(state, EntryKind.EXTENSION_REFUSED, command.reason, context)


def _due(state: ItemState) -> date:
    if state.due is None:
        raise NotDated(state.ref)
    return state.due


def _due_in_time(state: ItemState, action: Action, context: Context) -> date:
    """Give the date in force, where the work still goes on and the date is not over."""
    due = _due(state)
    if state.status is not Status.OPEN:
        raise WrongStatus(state.ref, state.status, action)
    if context.now.date() > due:
        raise PastDue(state.ref, due)
    return due


def _named(
    state: ItemState, due: date, command: RequestExtension, context: Context
) -> date | None:
    """Give the new date in the command; a length of time counts from the date in force."""
    if command.shift is None:
        return command.until
    try:
        return command.shift.after(due, context.calendar)
    except OverflowError as error:
        raise NoNewDate(state.ref, due) from error


def _later(state: ItemState, due: date, until: date | None) -> date:
    if until is None:
        raise NoNewDate(state.ref, due)
    if until <= due:
        raise NotLater(state.ref, due, until)
    return until


def _of_request(step: Step, context: Context) -> list[Outgoing]:
    """Tell the office, and the unit where the office applied in its place."""
    pressed = choices(step.entry, buttons.extension(step.before.ref))
    notices = to_office(extensions.to_office(step), step.entry, context, pressed)
    if step.entry.on_behalf:
        notices += to_contacts(extensions.to_unit(step), step.entry, context)
    return notices


def _of_answer(step: Step, context: Context) -> list[Outgoing]:
    if step.entry.kind is EntryKind.PROPOSED:
        return _to_admins(step, context)
    words = extensions.to_applicant(step)
    return [
        to_person(user_id, words, step.entry, context)
        for user_id in dict.fromkeys(_concerned(step.before, context))
        if user_id != context.actor.user_id
    ]


def _to_admins(step: Step, context: Context) -> list[Outgoing]:
    """Put to the admins what the office may not grant by itself."""
    asked = step.before.request
    pressed = choices(asked, extensions.grant(step)) if asked else ()
    return [
        replace(
            to_person(admin.user_id, extensions.to_admin(step), step.entry, context),
            choices=pressed,
        )
        for admin in context.roster.in_role(Role.ADMIN)
    ]


def _concerned(state: ItemState, context: Context) -> Iterator[str]:
    """Name who applied, and the unit's contact where somebody else acted for it."""
    asked = state.request
    if asked is not None:
        yield asked.actor
    if asked is None or asked.on_behalf:
        leads = context.ledger.books[state.plan].leads[state.ref]
        for unit in (asked.unit,) if asked else leads:
            yield from (contact.user_id for contact in context.roster.of_unit(unit)[:1])
