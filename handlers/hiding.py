"""Decides 敏感: which items are flagged, and whose words stay out of an answer."""

from dataclasses import replace

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


def shown(entry: Entry, state: ItemState, context: Context) -> Entry:
    """Give a row as an answer may repeat it here: without its words where the item is hushed."""
    if not hides(state, context):
        return entry
    return replace(entry, words="", note=sensitivity.HIDDEN if entry.note else "")


@router.on(MarkSensitive, changes=True)
def mark(command: MarkSensitive, context: Context) -> Decision:
    """Flag items, or take the flag off; what the settings flag stays flagged."""
    if not may(context.actor, Action.MARK_SENSITIVE):
        raise NotAllowed(Action.MARK_SENSITIVE, who_may(Action.MARK_SENSITIVE))
    kind = EntryKind.SENSITIVE_OFF if command.clear else EntryKind.SENSITIVE_ON

    def decide(state: ItemState) -> Entry:
        return entry_of(state, kind, "", context)

    entries, refused = each_item(command.refs, context, decide)
    return Decision(
        reply=sensitivity.marked(entries, refused, clear=command.clear), entries=entries
    )
