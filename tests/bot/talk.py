"""A chat in which each message has an id of its own."""

from collections.abc import Callable
from itertools import count

from bot.app import App
from bot.channel import Inbound
from bot.clock import RehearsalClock
from bot.dispatcher import Answer
from ledger.progress import EntryKind, ItemState
from tests.factories import at, ref

Say = Callable[..., Inbound]
_NUMBERS = count(1)


class Talk:
    """Says things to a bot, now or at a time of its own."""

    def __init__(self, app: App, say: Say) -> None:
        self.app = app
        self._say = say

    async def __call__(self, who: str, text: str, when: str = "") -> Answer:
        if when:
            self.app.world.clock = RehearsalClock(at(when))
        return await self.app.say(self._say(text, who, message_id=f"t{next(_NUMBERS)}"))

    def item(self, number: str) -> ItemState:
        return self.app.desk.ledger.state(ref(number))

    def kinds(self, number: str) -> list[EntryKind]:
        return [row.kind for row in reversed(tuple(self.item(number).history or ()))]
