"""Decides what an admin changes of the plan itself: 新增, 调整, 合并, 撤销事项."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.buttons import choices
from handlers.each_item import each_item
from handlers.entries import entry_of
from handlers.finding import states_of
from handlers.hiding import hides
from handlers.notices import to_person
from handlers.rewording import change_of
from handlers.router import Context, Decision, Router
from ledger.amendments import Draft, changed, missing_of, new_item
from ledger.errors import (
    AmbiguousPlan,
    ItemIncomplete,
    LedgerError,
    NoReason,
    NoSubItems,
    NotAllowed,
    NothingToAmend,
    NumberTaken,
    WrongStatus,
)
from ledger.plan import Item, ItemRef
from ledger.progress import Entry, EntryKind, ItemState, Status
from ledger.rights import Action, Role, may, who_may
from ledger.transitions import starts_from
from messages import amendments
from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems
from messages.sensitivity import HIDDEN
from storage.mail import Outgoing

router = Router()

Amending = AddItem | AmendItem | MergeItems | CancelItem


@router.on(AddItem, changes=True)
def add(command: AddItem, context: Context) -> Decision:
    """Add an item to an objective that has sub-items."""
    _require_right(Action.AMEND_ITEM, context)
    ref = command.ref
    plan, beside = _beside(ref, context)
    item = new_item(ref, beside, change_of(ref, command.wording, context))
    if missing := missing_of(item):
        raise ItemIncomplete(ref, missing)
    entry = Entry(
        plan=plan,
        ref=ref,
        kind=EntryKind.ADDED,
        at=context.now,
        actor=context.actor.user_id,
        actor_name=context.actor.name,
        words=context.words,
        message_key=context.message_key,
    )
    draft = _noted(Draft(entry=entry, after=item), command.reason)
    return _put([draft], (), command, context)


def _beside(ref: ItemRef, context: Context) -> tuple[str, Item]:
    """Find the plan, and an item of the objective; raises NoSubItems and NumberTaken."""
    ledger = context.ledger
    plans = [
        name
        for name, book in ledger.books.items()
        if any(each.number for each in book.objectives.get(ref.objective, ()))
    ]
    if not plans or not ref.number:
        raise NoSubItems(ref)
    if len(plans) > 1:
        raise AmbiguousPlan(ref, tuple(plans))
    siblings = ledger.books[plans[0]].objectives[ref.objective]
    if ref in siblings:
        raise NumberTaken(ref, replace(max(siblings), number=max(siblings).number + 1))
    return plans[0], ledger.state(siblings[0], plans[0]).item


@router.on(AmendItem, changes=True)
def amend(command: AmendItem, context: Context) -> Decision:
    """Give items another lead unit, other units, another deadline or another text."""
    _require_right(Action.AMEND_ITEM, context)

    def decide(state: ItemState) -> Draft:
        if state.status.removed:
            raise WrongStatus(state.ref, state.status, Action.AMEND_ITEM)
        item = changed(state.item, change_of(state.ref, command.wording, context))
        if item == state.item:
            raise NothingToAmend(state.ref)
        entry = replace(entry_of(state, EntryKind.AMENDED, "", context), was=state.item)
        return _noted(Draft(entry=entry, before=state.item, after=item), command.reason)

    drafts, refused = each_item(command.refs, context, decide)
    return _put(drafts, refused, command, context)


@router.on(MergeItems, changes=True)
def merge(command: MergeItems, context: Context) -> Decision:
    """Let items go on as part of another one; their numbers and histories stay."""
    _require_right(Action.AMEND_ITEM, context)
    into = states_of((command.into,), context)[0]
    _require(EntryKind.ABSORBED, into, Action.AMEND_ITEM)
    if command.into in command.refs:
        raise NothingToAmend(command.into)

    def decide(state: ItemState) -> Draft:
        context.ledger.state(into.ref, state.plan)  # both must be of one plan
        _require(EntryKind.MERGED, state, Action.AMEND_ITEM)
        entry = entry_of(state, EntryKind.MERGED, command.reason, context, after=Status.MERGED)
        entry = replace(entry, other=into.ref)
        return Draft(
            entry=entry,
            before=state.item,
            after=state.item,
            other=into.item,
            reason=command.reason,
        )

    drafts, refused = each_item(command.refs, context, decide)
    decision = _put(drafts, refused, command, context)
    if decision.confirm is not None or not may(context.actor, Action.AMEND_ITEM):
        return decision
    taken_in = (
        replace(entry_of(into, EntryKind.ABSORBED, command.reason, context), other=draft.after.ref)
        for draft in drafts
    )
    return replace(decision, entries=(*decision.entries, *taken_in))


@router.on(CancelItem, changes=True)
def cancel(command: CancelItem, context: Context) -> Decision:
    """Take items out of the plan, with a reason; they stay to be looked at."""
    _require_right(Action.CANCEL_ITEM, context)

    def decide(state: ItemState) -> Draft:
        _require(EntryKind.CANCELLED, state, Action.CANCEL_ITEM)
        if not command.reason:
            raise NoReason(state.ref, Action.CANCEL_ITEM)
        after = Status.CANCELLED
        entry = entry_of(state, EntryKind.CANCELLED, command.reason, context, after=after)
        return Draft(entry=entry, before=state.item, after=state.item, reason=command.reason)

    drafts, refused = each_item(command.refs, context, decide)
    return _put(drafts, refused, command, context)


def _require_right(action: Action, context: Context) -> None:
    if not may(context.actor, action) and not may(context.actor, Action.PROPOSE):
        raise NotAllowed(action, who_may(action))


def _require(kind: EntryKind, state: ItemState, action: Action) -> None:
    if not starts_from(kind, state.status):
        raise WrongStatus(state.ref, state.status, action)


def _noted(draft: Draft, reason: str) -> Draft:
    note = amendments.note(draft, reason)
    return replace(draft, entry=replace(draft.entry, note=note), reason=reason)


def _put(
    drafts: Sequence[Draft], refused: Sequence[LedgerError], command: Amending, context: Context
) -> Decision:
    """Put drafts to the admins, show them to an admin, or carry them out once confirmed."""
    action = Action.CANCEL_ITEM if isinstance(command, CancelItem) else Action.AMEND_ITEM
    shown = tuple(_hushed(draft, command.reason, context) for draft in drafts)
    if not may(context.actor, action):
        rows = tuple(_proposal(draft) for draft in drafts)
        return Decision(
            reply=amendments.proposed(shown, refused),
            entries=rows,
            outgoing=tuple(_to_admins(drafts, rows[0], context)),
        )
    if not command.confirmed:
        confirm = replace(command, confirmed=True)
        return Decision(reply=amendments.preview(shown, refused), confirm=confirm)
    return Decision(
        reply=amendments.done(shown, refused),
        entries=tuple(draft.entry for draft in drafts),
        versions=tuple(draft.version for draft in drafts if draft.version is not None),
        outgoing=tuple(notice for draft in drafts for notice in _to_units(draft, context)),
    )


def _hushed(draft: Draft, reason: str, context: Context) -> Draft:
    """Give a draft as an answer may repeat it here: no reason where the item is hushed."""
    entry = draft.entry
    if not reason or draft.before is None or entry.ref is None:
        return draft
    if not hides(context.ledger.state(entry.ref, entry.plan), context):
        return draft
    note = entry.note.replace(reason, HIDDEN)
    return replace(draft, entry=replace(entry, note=note), reason=HIDDEN)


def _proposal(draft: Draft) -> Entry:
    """Write what the office proposes; there is no item yet where it is to be added."""
    entry = draft.entry
    return replace(
        entry,
        ref=entry.ref if draft.before else None,
        kind=EntryKind.PROPOSED,
        after=entry.before,
        was=None,
        other=None,
    )


def _to_admins(drafts: Sequence[Draft], row: Entry, context: Context) -> Iterable[Outgoing]:
    text = amendments.to_admin(drafts, context.words)
    pressed = choices(row, amendments.buttons(context.words))
    for admin in context.roster.in_role(Role.ADMIN):
        yield replace(to_person(admin.user_id, text, row, context), choices=pressed)


def _to_units(draft: Draft, context: Context) -> Iterable[Outgoing]:
    """Tell the main contacts of the units whom the change concerns, each person once."""
    told = {context.actor.user_id}
    for unit in _concerned(draft, context):
        for contact in context.roster.of_unit(unit)[:1]:
            if contact.user_id not in told:
                told.add(contact.user_id)
                text = amendments.to_units(draft)
                yield to_person(contact.user_id, text, draft.entry, context)


def _concerned(draft: Draft, context: Context) -> Iterable[str]:
    """Name the leads before and after, and the units responsible where they change or all does."""
    before, after = draft.before or draft.after, draft.after
    names = [*before.lead, *after.lead]
    if draft.entry.kind is not EntryKind.AMENDED or before.units != after.units:
        names += [*before.units, *after.units]
    canonical = context.ledger.directory.canonical
    return dict.fromkeys(map(canonical, names))
