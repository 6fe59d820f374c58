"""Decides whether a message's words may be kept at all, before any handler sees them."""

from ledger.errors import UnfitWords
from ledger.secrecy import Secret, secrets_in
from messages.commands import Command
from messages.people_commands import Bind


def require_fit(command: Command, words: str) -> None:
    """Raise UnfitWords for marks of secrecy and for numbers of people.

    Whoever asks to be bound may give his own number; it is kept apart from the history.
    """
    allowed = {Secret.MOBILE} if isinstance(command, Bind) else set()
    found = tuple(secret for secret in secrets_in(words) if secret not in allowed)
    if found:
        raise UnfitWords(found)
