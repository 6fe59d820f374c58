"""Decides 撤回: who may take back which row, and how the item stands without it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.each_item import each_item
from handlers.entries import entry_of
from handlers.hiding import aloud, hides
from handlers.notices import main_contacts, to_person
from handlers.router import Context, Decision, Router
from handlers.standing import take_up
from ledger.amendments import ItemVersion
from ledger.errors import NotAllowed, NothingToWithdraw, NotTakenBack, TooLate
from ledger.plan import ItemRef
from ledger.progress import Entry, EntryKind, ItemState
from ledger.rights import Action, Reach, may, reach, who_may
from ledger.sensitivity import hushed
from ledger.telling import standing, status_without
from messages import chain
from messages.commands import Undo
from storage.mail import Outgoing

router = Router()

_SAID = frozenset(
    {
        EntryKind.REPORTED,
        EntryKind.CORRECTED,
        EntryKind.APPLIED,
        EntryKind.EXTENSION_REQUESTED,
        EntryKind.ACKNOWLEDGED,
    }
)
"""What a contact says, and may take back."""
_DECIDED: dict[EntryKind, Action] = {
    EntryKind.CLOSED: Action.CLOSE,
    EntryKind.RETURNED: Action.RETURN,
    EntryKind.EXTENSION_GRANTED: Action.GRANT,
    EntryKind.EXTENSION_REFUSED: Action.REFUSE,
    EntryKind.SUSPENDED: Action.SUSPEND,
    EntryKind.STOPPED: Action.STOP,
    EntryKind.RESUMED: Action.RESUME,
    EntryKind.REOPENED: Action.REOPEN,
    EntryKind.PROPOSED: Action.PROPOSE,
    EntryKind.MERGED: Action.AMEND_ITEM,
    EntryKind.CANCELLED: Action.CANCEL_ITEM,
}
"""What the office decides; after it the contact's word is no longer his to take back."""
_OF_THE_PLAN = frozenset(
    {EntryKind.ADDED, EntryKind.AMENDED, EntryKind.MERGED, EntryKind.CANCELLED}
)
"""What an admin changes of the plan, and only he takes back."""
_RIGHTS: dict[EntryKind, Action] = {
    **_DECIDED,
    **dict.fromkeys(_OF_THE_PLAN, Action.AMEND_ITEM),
    EntryKind.COORDINATED: Action.COORDINATE,
    EntryKind.MILESTONE_ADOPTED: Action.ADOPT_MILESTONE,
    EntryKind.SENSITIVE_ON: Action.MARK_SENSITIVE,
    EntryKind.SENSITIVE_OFF: Action.MARK_SENSITIVE,
}
"""Whoever takes an act of the office back needs the right to that act."""
_NAMED: dict[str, frozenset[EntryKind]] = {
    "": _SAID | _RIGHTS.keys(),
    "report": frozenset({EntryKind.REPORTED, EntryKind.CORRECTED, EntryKind.APPLIED}),
    "completion": frozenset({EntryKind.APPLIED, EntryKind.REPORTED, EntryKind.CLOSED}),
    "extension": frozenset({EntryKind.EXTENSION_REQUESTED, EntryKind.EXTENSION_GRANTED}),
    "approval": frozenset({EntryKind.CLOSED, EntryKind.EXTENSION_GRANTED}),
    "amendment": _OF_THE_PLAN,
    "shelving": frozenset({EntryKind.SUSPENDED, EntryKind.STOPPED, EntryKind.PROPOSED}),
    "answer": frozenset({EntryKind.COORDINATED}),
    "sensitive": frozenset({EntryKind.SENSITIVE_ON, EntryKind.SENSITIVE_OFF}),
}
_MADE_BY_ANOTHER = frozenset({EntryKind.ABSORBED, EntryKind.NOTED})
"""Rows that come with another act, or that say nothing; a bare 撤回 looks past them."""


@router.on(Undo, changes=True)
def withdraw(command: Undo, context: Context) -> Decision:
    """Take rows back; 恢复, 重启 and 回头看 take the work up again instead."""
    if command.kind == "reopen" and not _takes_back_a_closing(command, context):
        return take_up(command, context)
    kinds = _NAMED["approval" if command.kind == "reopen" else command.kind]
    if command.closing:
        kinds = frozenset({EntryKind.CLOSED})
    last = None if command.refs else _last_of(context)

    def decide(state: ItemState) -> tuple[ItemState, Entry, Entry]:
        taken = _target(state, kinds, context, last)
        after = status_without(state, taken)
        entry = entry_of(state, EntryKind.WITHDRAWN, command.reason, context, after=after)
        was = state.item if taken.was else None
        return state, taken, replace(entry, unit=taken.unit, concerns=taken.seq, was=was)

    rows, refused = each_item(command.refs or _refs_of(last), context, decide)
    return Decision(
        reply=chain.withdrawn([_shown(row, context) for row in rows], refused),
        entries=tuple(row for each in rows for row in (each[2], *_let_go(each, rows, context))),
        versions=tuple(
            ItemVersion(plan=state.plan, item=taken.was, since=context.now)
            for state, taken, _ in rows
            if taken.was is not None
        ),
        outgoing=tuple(notice for row in rows for notice in _notices(*row, context)),
    )


_Row = tuple[ItemState, Entry, Entry]


def _shown(row: _Row, context: Context) -> _Row:
    """Leave the words of a sensitive item out of an answer in a group."""
    state, taken, entry = row
    (told,) = (hushed(taken),) if hides(state, context) else aloud((taken,), context)
    return state, told, entry


def _let_go(row: _Row, rows: Sequence[_Row], context: Context) -> Iterable[Entry]:
    """Take back with a merger that the other item took this one in."""
    state, taken, _ = row
    if taken.kind is not EntryKind.MERGED or taken.other is None:
        return
    into = context.ledger.state(taken.other, state.plan)
    if any(into.ref == other.ref for other, *_ in rows):
        return  # its own row is written already; one item, one row a message
    for kept in standing(into):
        if kept.kind is EntryKind.ABSORBED and kept.other == state.ref:
            entry = entry_of(into, EntryKind.WITHDRAWN, "", context)
            yield replace(entry, concerns=kept.seq)
            return


def _takes_back_a_closing(command: Undo, context: Context) -> bool:
    """Whether the office takes back today's closing: a slip, not a look back at closed work."""
    if command.look_back or not context.actor.is_office or not command.refs or command.reason:
        return False
    today = context.now.date()
    for ref in command.refs:
        last = next(iter(standing(context.ledger.state(ref, context.plan))), None)
        if last is None or last.kind is not EntryKind.CLOSED or last.at.date() != today:
            return False
    return True


def _notices(state: ItemState, taken: Entry, entry: Entry, context: Context) -> Iterable[Outgoing]:
    """Tell whoever wrote the row, and the units whom the office had told of it."""
    people = [taken.actor]
    if taken.kind in _RIGHTS and taken.kind is not EntryKind.PROPOSED:
        people += (contact.user_id for contact in main_contacts(state, context))
    for user_id in dict.fromkeys(people):
        if user_id != context.actor.user_id:
            yield to_person(user_id, chain.to_its_author(state, taken), entry, context)


def _target(
    state: ItemState, kinds: frozenset[EntryKind], context: Context, last: Entry | None
) -> Entry:
    """Find the row to take back: of the office any last one, of a contact his own of today.

    `last`: the sender named no item, and means the last thing he did himself.
    """
    rows = standing(state)
    office = context.actor.is_office
    wanted = kinds if office else kinds & _SAID
    mine = (
        row
        for row in rows
        if row.kind in wanted
        and (office or _own(row, context))
        and (last is None or row.seq == last.seq)
        and not _by_import(row)
    )
    # A row without a number is still on its way to disk.
    found = next((row for row in mine if row.seq), None)
    if found is None or (found.was and any(_by_import(r) and r.seq > found.seq for r in rows)):
        raise NothingToWithdraw(state.ref)
    right = _RIGHTS.get(found.kind)
    if right is not None and not may(context.actor, right):
        raise NotAllowed(right, who_may(right))
    # What is only proposed has decided nothing yet.
    settling = _DECIDED.keys() - {EntryKind.PROPOSED}
    decided = any(row.kind in settling and row.seq > found.seq for row in rows)
    if not office and (decided or found.at.date() != context.now.date()):
        raise TooLate(state.ref, found.at.date())
    return found


def _own(row: Entry, context: Context) -> bool:
    """Whether a row is the sender's word, or, for a unit's head, a colleague's."""
    head = reach(context.actor, Action.WITHDRAW) is Reach.OWN
    return row.actor == context.actor.user_id or (head and row.unit in context.actor.units)


def _by_import(row: Entry) -> bool:
    """Whether a document gave the new wording; another document changes it, not a 撤回."""
    return row.kind is EntryKind.AMENDED and row.was is None


def _refs_of(last: Entry | None) -> tuple[ItemRef, ...]:
    return (last.ref,) if last is not None and last.ref is not None else ()


def _last_of(context: Context) -> Entry:
    """Find what the sender did last; nothing older is taken in its place.

    Raises NothingToWithdraw, and NotTakenBack where his last act cannot be taken back so.
    """
    me = context.actor.user_id
    own = [
        row
        for state in context.ledger
        for row in standing(state)
        if row.actor == me and row.kind not in _MADE_BY_ANOTHER
    ]
    own += (row for row in (context.ledger.people.acts.get(me),) if row is not None)
    last = max(own, key=lambda row: row.seq, default=None)
    if last is None:
        raise NothingToWithdraw
    if last.ref is None or last.kind not in _NAMED[""]:
        raise NotTakenBack(last.kind)
    return last
