"""敏感: items of which report text is never shown in a group."""

from dataclasses import replace

from ledger.progress import Entry, ItemState
from ledger.rules import Rules


def is_sensitive(state: ItemState, rules: Rules) -> bool:
    """Whether an item is flagged, in the settings or by an admin in the chat."""
    number = str(state.ref)
    return state.sensitive or bool({number, f"{state.plan} {number}"} & rules.sensitive)


def hushed(entry: Entry) -> Entry:
    """Give a row without anything of what was written in it; who, when and the state stay."""
    return replace(entry, words="", note="", metric="", percent_words="")


def hushed_state(state: ItemState) -> ItemState:
    """Give a state whose open difficulties are told without words."""
    told = tuple(replace(one, entry=hushed(one.entry)) for one in state.difficulties)
    return replace(state, difficulties=told)
