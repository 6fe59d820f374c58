"""Decides 敏感: which items are flagged, and whose words stay out of an answer."""

from collections.abc import Iterable
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


def aloud(rows: Iterable[Entry], context: Context) -> tuple[Entry, ...]:
    """Give rows as they may be read out here: one message may tell of a sensitive item too."""
    mixed = _also_of_sensitive_items(context)
    return tuple(replace(r, words="") if r.message_key in mixed else r for r in rows)


def state_aloud(state: ItemState, context: Context) -> ItemState:
    """Give a state whose rows may be read out here."""
    told = aloud((one.entry for one in state.difficulties), context)
    pairs = zip(state.difficulties, told, strict=True)
    return replace(
        state,
        reports=aloud(state.reports, context),
        difficulties=tuple(replace(one, entry=entry) for one, entry in pairs),
    )


def _also_of_sensitive_items(context: Context) -> frozenset[str]:
    """Name the messages in which something was said of an item that is hushed here."""
    if context.private:
        return frozenset()
    hushed_ones = (state for state in context.ledger if is_sensitive(state, context.rules))
    keys = {row.message_key for state in hushed_ones for row in state.history or ()}
    return frozenset(keys - {""})


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
