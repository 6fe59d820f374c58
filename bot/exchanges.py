"""The last exchange of each person in each chat; what awaits an answer outlives the process."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter

from messages.exchange import LIVES, Asked, Exchange
from messages.text import Blocks, join
from storage.mail import Remembered

_CONTENT = TypeAdapter(Exchange)
_MOST = 20_000
"""Exchanges in memory before the dead ones are looked for."""


class Exchanges:
    """Remembers for ten minutes what a person last said and what was answered."""

    def __init__(self, remembered: Iterable[Remembered] = ()) -> None:
        self._last = {
            (one.chat, one.person): _CONTENT.validate_json(one.content) for one in remembered
        }

    def of(self, chat: str, person: str, now: datetime) -> Exchange | None:
        """Give the person's last exchange in the chat, if it may still be referred to."""
        last = self._last.get((chat, person))
        return last if last is not None and last.alive(now) else None

    def lapsed(self, chat: str, person: str, now: datetime) -> bool:
        """Whether the person's last exchange in the chat was a proposal that waited too long."""
        last = self._last.get((chat, person))
        if last is None or last.alive(now):
            return False
        return last.question.asked is Asked.CONFIRM

    def note(self, chat: str, person: str, exchange: Exchange) -> None:
        """Put an exchange in the place of the last one."""
        if len(self._last) >= _MOST:
            alive = exchange.at - LIVES
            self._last = {key: one for key, one in self._last.items() if one.at >= alive}
        self._last[chat, person] = exchange


def remembered(chat: str, person: str, exchange: Exchange) -> Remembered:
    """Give an exchange the form in which it is stored."""
    content = _CONTENT.dump_json(exchange).decode()
    return Remembered(chat=chat, person=person, at=exchange.at, content=content)


def digest(proposal: Blocks) -> str:
    """Name a proposal: what is confirmed is the very text that was shown."""
    return hashlib.sha256(join(proposal).encode()).hexdigest()
