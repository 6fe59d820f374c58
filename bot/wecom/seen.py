"""Messages that were handed on in this process: the platform may deliver one several times.

What a message records is guarded for good by its key in the database; this only keeps a
repetition from being answered again.
"""

from collections import OrderedDict
from typing import Final

from bot.channel import Inbound

_MOST: Final = 20_000
"""More than two hours at the most that WeCom lets a bot answer in twenty groups."""


class Seen:
    """Remembers the last messages by chat, sender, id and words."""

    def __init__(self) -> None:
        self._keys: OrderedDict[int, None] = OrderedDict()

    def first_time(self, inbound: Inbound) -> bool:
        """Note a message; False where the very same one was noted before."""
        key = hash((inbound.chat, inbound.sender, inbound.message_id, inbound.text))
        if key in self._keys:
            self._keys.move_to_end(key)
            return False
        self._keys[key] = None
        if len(self._keys) > _MOST:
            self._keys.popitem(last=False)
        return True
