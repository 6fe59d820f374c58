"""What the bot did about a happening, and how long to wait until it has done it."""

import asyncio
from dataclasses import asdict, dataclass

from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.journal import Journal, Refusal, Sent
from tests.wecom_simulator.platform import Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What the bot did about one happening."""

    msgid: str
    delivered: bool
    why: str
    """Why it was not delivered, or not yet."""
    answers: tuple[Sent, ...]
    """Latest state of each bubble, welcome or card that answers it."""
    pushes: tuple[Sent, ...]
    """What was pushed into the same conversation meanwhile."""
    refusals: tuple[Refusal, ...]
    """What the platform did not accept meanwhile."""

    @property
    def text(self) -> str:
        """All answers' words."""
        return "\n".join(sent.text for sent in self.answers)

    @property
    def card(self) -> Json | None:
        """The last card among the answers."""
        cards = [sent.body["template_card"] for sent in self.answers if _has_card(sent)]
        return cards[-1] if cards else None

    def as_json(self) -> Json:
        """For the control API."""
        return {"text": self.text, **asdict(self)}


class Watch:
    """Looks at the journal from one happening on."""

    def __init__(self, journal: Journal, who: Happening) -> None:
        self._journal = journal
        self._who = who
        self._since = journal.last_number
        self._refused_before = len(journal.refusals)

    async def react(self, fate: asyncio.Future[str], within: float, settle: float) -> Reaction:
        """Wait for the answer, then `settle` seconds for more, at most `within` in all."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while (left := deadline - loop.time()) > 0:
            answers = self._answers()
            if fate.done() and fate.result() and not answers:
                break
            complete = bool(answers) and all(sent.finished for sent in answers)
            pause = min(settle, left) if complete else left
            if not await self._journal.changed(pause, self._who.msgid):
                break
        why = fate.result() if fate.done() else "still being delivered"
        return self.reaction(delivered=fate.done() and not why, why=why)

    def reaction(self, *, delivered: bool, why: str) -> Reaction:
        """Return what has come so far."""
        who = self._who
        return Reaction(
            msgid=who.msgid,
            delivered=delivered,
            why=why,
            answers=self._answers(),
            pushes=tuple(
                sent
                for sent in self._journal.pushes(self._since)
                if sent.chat == who.chat or who.user in sent.to
            ),
            refusals=tuple(self._journal.refusals[self._refused_before :]),
        )

    def _answers(self) -> tuple[Sent, ...]:
        found = self._journal.answers(self._who.msgid)
        return tuple(sent for sent in found if sent.number > self._since)


def _has_card(sent: Sent) -> bool:
    return isinstance(sent.body.get("template_card"), dict)
