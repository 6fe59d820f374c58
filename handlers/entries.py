"""The history row of the office's decision, or of an application, as its context says."""

from handlers.router import Context
from ledger.progress import Entry, EntryKind, ItemState, Status


def entry_of(
    state: ItemState,
    kind: EntryKind,
    note: str,
    context: Context,
    *,
    after: Status | None = None,
) -> Entry:
    """Make the row: who, when, in which words; `after` is the status where it changes."""
    return Entry(
        plan=state.plan,
        ref=state.ref,
        kind=kind,
        at=context.now,
        actor=context.actor.user_id,
        actor_name=context.actor.name,
        words=context.words,
        note=note,
        before=state.status,
        after=after or state.status,
        message_key=context.message_key,
    )
