"""Decides what rests and what is taken up again: 签收, 挂账, 停办, 恢复, 回头看."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.buttons import choices
from handlers.each_item import each_item
from handlers.entries import entry_of
from handlers.hiding import shown
from handlers.notices import main_contacts, to_person
from handlers.reports import not_for, unit_for
from handlers.router import Context, Decision, Router
from ledger.errors import NoReason, NotAllowed, WrongStatus
from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState, Status
from ledger.rights import Action, Role, may, who_may
from ledger.transitions import starts_from
from messages import chain
from messages.commands import Acknowledge, Shelve, Undo
from storage.mail import Outgoing

router = Router()

_KINDS = {
    Action.SUSPEND: EntryKind.SUSPENDED,
    Action.STOP: EntryKind.STOPPED,
    Action.RESUME: EntryKind.RESUMED,
    Action.REOPEN: EntryKind.REOPENED,
}
_AFTER = {
    Action.SUSPEND: Status.SUSPENDED,
    Action.STOP: Status.STOPPED,
    Action.RESUME: Status.OPEN,
    Action.REOPEN: Status.OPEN,
}


@router.on(Acknowledge, changes=True)
def acknowledge(command: Acknowledge, context: Context) -> Decision:
    """Note that the sender's unit has seen its items; without a number, all that it leads."""
    if not may(context.actor, Action.ACKNOWLEDGE):
        raise not_for(Action.ACKNOWLEDGE, context)

    def decide(state: ItemState) -> tuple[ItemState, Entry]:
        unit, part = unit_for(state, "", context)
        _require(EntryKind.ACKNOWLEDGED, state, Action.ACKNOWLEDGE)
        entry = entry_of(state, EntryKind.ACKNOWLEDGED, "", context)
        return state, replace(entry, unit=unit, part=part)

    rows, refused = each_item(command.refs or _led(context), context, decide)
    return Decision(
        reply=chain.acknowledged([state for state, _ in rows], refused),
        entries=tuple(entry for _, entry in rows),
    )


def _led(context: Context) -> tuple[ItemRef, ...]:
    """List what the sender's units lead and have not taken note of."""
    units = set(context.actor.units)
    return tuple(
        state.ref
        for state in context.ledger
        if units & set(context.ledger.books[state.plan].leads[state.ref]) - set(state.taken_note)
        and starts_from(EntryKind.ACKNOWLEDGED, state.status)
    )


@router.on(Shelve, changes=True)
def shelve(command: Shelve, context: Context) -> Decision:
    """Set work aside, or stop it; the office proposes, an admin decides."""
    action = Action.STOP if command.stop else Action.SUSPEND
    return _move(command.refs, command.reason, context, dict.fromkeys(Status, action))


def take_up(command: Undo, context: Context) -> Decision:
    """Take up work that was closed (回头看), or that rested (恢复)."""
    actions = {status: Action.RESUME for status in Status if status.at_rest}
    reopened = {status: Action.REOPEN for status in Status if not status.at_rest}
    return _move(command.refs, command.reason, context, actions | reopened)


def _move(
    refs: tuple[ItemRef, ...], reason: str, context: Context, actions: dict[Status, Action]
) -> Decision:
    """Carry the act out for an admin; for the office, put it to the admins."""
    if not may(context.actor, Action.PROPOSE):
        action = next(iter(actions.values()))
        raise NotAllowed(action, who_may(action))
    acts: list[Action] = []

    def decide(state: ItemState) -> tuple[ItemState, Entry]:
        action = actions[state.status]
        _require(_KINDS[action], state, action)
        if not reason and action is not Action.RESUME:
            raise NoReason(state.ref, action)
        acts.append(action)
        if may(context.actor, action):
            return state, entry_of(state, _KINDS[action], reason, context, after=_AFTER[action])
        return state, entry_of(state, EntryKind.PROPOSED, reason, context)

    rows, refused = each_item(refs, context, decide)
    proposed = rows[0][1].kind is EntryKind.PROPOSED
    said = tuple((state, shown(entry, state, context)) for state, entry in rows)
    notices = (
        notice
        for (state, entry), action in zip(rows, acts, strict=True)
        for notice in (
            _to_admins(state, entry, action, context)
            if proposed
            else _to_units(state, entry, context)
        )
    )
    return Decision(
        reply=chain.proposed(said, acts[0], refused) if proposed else chain.moved(said, refused),
        entries=tuple(entry for _, entry in rows),
        outgoing=tuple(notices),
    )


def _require(kind: EntryKind, state: ItemState, action: Action) -> None:
    if not starts_from(kind, state.status):
        raise WrongStatus(state.ref, state.status, action)


def _to_admins(
    state: ItemState, entry: Entry, action: Action, context: Context
) -> Iterable[Outgoing]:
    text = chain.to_admin(state, entry, action)
    pressed = choices(entry, chain.buttons(state.ref, action, entry.note))
    for admin in context.roster.in_role(Role.ADMIN):
        yield replace(to_person(admin.user_id, text, entry, context), choices=pressed)


def _to_units(state: ItemState, entry: Entry, context: Context) -> Iterable[Outgoing]:
    """Tell the main contacts of the units that lead the item."""
    for contact in main_contacts(state, context):
        yield to_person(contact.user_id, chain.to_units(state, entry), entry, context)
