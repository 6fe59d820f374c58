"""Decides 销号 and 退回, and hands applications for closing to the reports."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from handlers.buttons import require_current
from handlers.entries import entry_of
from handlers.finding import states_of
from handlers.hiding import shown
from handlers.joint import parts_of
from handlers.notices import main_contacts, to_person
from handlers.reports import apply_for_closing
from handlers.router import Context, Decision, Router
from ledger.errors import LedgerError, NoReason, NotAllowed, SelfApproval, WrongStatus
from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState, Status
from ledger.rights import Action, may, who_may
from ledger.telling import standing
from ledger.transitions import starts_from
from messages import approvals
from messages.commands import RequestCompletion
from messages.reports import Recorded

router = Router()


@router.on(RequestCompletion, changes=True)
def request_completion(command: RequestCompletion, context: Context) -> Decision:
    """Take an application for closing, or the office's answer to one."""
    if command.action is None and not _answers(command, context):
        return apply_for_closing(command, context)
    if command.action == "reject":
        return _decide(command, Action.RETURN, _send_back, context)
    return _decide(command, Action.CLOSE, _close, context)


def _answers(command: RequestCompletion, context: Context) -> bool:
    """Whether a bare `5(2)销号` is the office's yes to what waits for it, not an application."""
    waiting = (state.status is Status.PENDING for state in states_of(command.refs, context))
    return context.actor.is_office and all(waiting)


def _decide(
    command: RequestCompletion,
    action: Action,
    decide: Callable[[ItemState, str, Context], Entry],
    context: Context,
) -> Decision:
    if not may(context.actor, action):
        raise NotAllowed(action, who_may(action))
    drafted = replace(context, ledger=context.ledger.draft())
    rows: list[tuple[Recorded, ItemState]] = []
    refused: list[LedgerError] = []
    for ref in command.refs:
        try:
            rows.append(_one(ref, command.reason, decide, drafted))
        except LedgerError as error:
            refused.append(error)
    if not rows:
        raise refused[0]
    return Decision(
        reply=approvals.decided(tuple(_shown(*row, context) for row in rows), tuple(refused)),
        entries=tuple(row.entry for row, _ in rows),
        outgoing=tuple(
            to_person(user_id, approvals.to_reporter(row), row.entry, context)
            for row, before in rows
            for user_id in dict.fromkeys(_concerned(before, context))
            if user_id != context.actor.user_id
        ),
    )


def _shown(row: Recorded, before: ItemState, context: Context) -> tuple[Recorded, ItemState]:
    return replace(row, entry=shown(row.entry, before, context)), before


def _concerned(before: ItemState, context: Context) -> Iterator[str]:
    """Name who applied, and the units' contacts where none of them did so themselves."""
    yield from (said.actor for said in before.applied)
    if all(said.on_behalf for said in before.applied):
        yield from (contact.user_id for contact in main_contacts(before, context))


def _one(
    ref: ItemRef,
    reason: str,
    decide: Callable[[ItemState, str, Context], Entry],
    context: Context,
) -> tuple[Recorded, ItemState]:
    before = states_of((ref,), context)[0]
    entry = decide(before, reason, context)
    context.ledger.apply(entry)
    return Recorded(item=before.item, entry=entry, parts=parts_of(before, context)), before


def _close(state: ItemState, reason: str, context: Context) -> Entry:
    if not starts_from(EntryKind.CLOSED, state.status):
        raise WrongStatus(state.ref, state.status, Action.CLOSE)
    require_current(_application(state), state.ref, context)
    own = any(said.actor == context.actor.user_id for said in state.applied)
    if own and not context.rules.self_approval:
        raise SelfApproval(state.ref)
    entry = entry_of(state, EntryKind.CLOSED, reason, context, after=Status.CLOSED)
    return replace(entry, on_behalf=own)


def _send_back(state: ItemState, reason: str, context: Context) -> Entry:
    if not starts_from(EntryKind.RETURNED, state.status):
        raise WrongStatus(state.ref, state.status, Action.RETURN)
    require_current(_application(state), state.ref, context)
    if not reason:
        raise NoReason(state.ref, Action.RETURN)
    return entry_of(state, EntryKind.RETURNED, reason, context, after=Status.OPEN)


def _application(state: ItemState) -> Entry | None:
    """Find what the office was asked to answer: the report that made the item wait."""
    asking = (e for e in standing(state) if e.before is not Status.PENDING)
    return next((e for e in asking if e.after is Status.PENDING), None)
