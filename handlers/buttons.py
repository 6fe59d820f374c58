"""Buttons that answer an application: what a press says, and whether it still means the same.

A button stays on the screen for ever, so it carries what it was offered for; a press that is
about something older than what now waits is refused, not taken for an answer to the newer.
"""

import hashlib
from collections.abc import Iterable

from handlers.router import Context
from ledger.errors import Superseded
from ledger.plan import ItemRef
from ledger.progress import Entry
from storage.mail import Choice


def choices(entry: Entry, words: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Make the buttons under an application; `words` are labels and what they say."""
    about = _about(entry)
    return tuple(Choice(label=label, says=says, about=about) for label, says in words)


def require_current(waiting: Entry | None, ref: ItemRef, context: Context) -> None:
    """Raise Superseded where a pressed button was offered for another application."""
    if context.about and (waiting is None or _about(waiting) != context.about):
        raise Superseded(ref)


def is_about(waiting: Entry, context: Context) -> bool:
    """Whether what waits is what the pressed button was offered for; typed words fit anything."""
    return not context.about or _about(waiting) == context.about


def _about(entry: Entry) -> str:
    named = f"{entry.message_key}:{entry.plan}:{entry.ref}:{entry.kind.value}"
    return hashlib.sha256(named.encode()).hexdigest()[:24]
