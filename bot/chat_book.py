"""The conversations the bot was ever spoken to in: whom it can reach, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Inbound
from storage.mail import AddressKind, Chat

_NOTED_EVERY = timedelta(days=1)
"""How stale the last moment of a known conversation may become on disk."""


class ChatBook:
    """Held in memory; what changes is given back to be written."""

    def __init__(self, chats: Iterable[Chat]) -> None:
        self._chats = {(chat.channel, chat.kind, chat.id): chat for chat in chats}

    def __iter__(self) -> Iterator[Chat]:
        return iter(self._chats.values())

    def heard(self, inbound: Inbound, now: datetime) -> Chat | None:
        """Note who spoke and where; returns what is new and must be written."""
        kind = AddressKind.PERSON if inbound.private else AddressKind.GROUP
        key = (inbound.channel, kind, inbound.chat)
        known = self._chats.get(key)
        if known is not None and known.reachable and now - known.last_at < _NOTED_EVERY:
            return None
        first = known.first_at if known else now
        self._chats[key] = Chat(
            channel=inbound.channel, kind=kind, id=inbound.chat, first_at=first, last_at=now
        )
        return self._chats[key]

    def refused(self, channel: str, kind: AddressKind, to: str) -> Chat | None:
        """Note that a push was refused as unreachable; returns what must be written."""
        known = self._chats.get((channel, kind, to))
        if known is None or not known.reachable:
            return None
        self._chats[channel, kind, to] = replace(known, reachable=False)
        return self._chats[channel, kind, to]

    def reaches(self, channel: str, kind: AddressKind, to: str) -> bool:
        """Whether somebody spoke to the bot there, and pushes are not refused."""
        known = self._chats.get((channel, kind, to))
        return known is not None and known.reachable

    def groups(self, channel: str) -> tuple[str, ...]:
        """List the groups the channel was spoken to in."""
        return tuple(
            chat.id
            for chat in self._chats.values()
            if chat.channel == channel and chat.kind is AddressKind.GROUP
        )
