"""Decides 敏感: which items are flagged, and whose words stay out of an answer."""

from handlers.each_item import each_item
from handlers.entries import entry_of
from handlers.router import Context, Decision, Router
from ledger.errors import NotAllowed
from ledger.progress import Entry, EntryKind, ItemState
from ledger.rights import Action, may, who_may
from ledger.sensitivity import is_sensitive
from messages import sensitivity
from messages.commands import MarkSensitive

router = Router()


def hides(state: ItemState, context: Context) -> bool:
    """Whether report text of an item must not be shown here: a flagged one, in a group."""
    return not context.private and is_sensitive(state, context.rules)


@router.on(MarkSensitive, changes=True)
def mark(command: MarkSensitive, context: Context) -> Decision:
    """Flag items, or take the flag off; what the settings flag stays flagged."""
    if not may(context.actor, Action.AMEND_ITEM):
        raise NotAllowed(Action.AMEND_ITEM, who_may(Action.AMEND_ITEM))
    kind = EntryKind.SENSITIVE_OFF if command.clear else EntryKind.SENSITIVE_ON

    def decide(state: ItemState) -> Entry:
        return entry_of(state, kind, "", context)

    entries, refused = each_item(command.refs, context, decide)
    return Decision(
        reply=sensitivity.marked(entries, refused, clear=command.clear), entries=entries
    )
