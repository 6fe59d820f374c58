"""The self-test's ear: somebody else speaks in the group, and each message is looked at."""

import asyncio
import re
from collections.abc import Iterator

from bot.channel import Inbound
from bot.wecom.bodies import Notice, event_of, message_of, words_of
from bot.wecom.checkup import Checkup
from bot.wecom.connection import Connection, Frame, NoAck, NotSent
from bot.wecom.errcodes import Refused
from bot.wecom.seen import Seen
from messages import doctor
from messages.cleaning import strip_mention
from messages.doctor import Check, Diagnosis, ill, refused, well

_CHANNEL = "smart_bot"
_SEALED = re.compile(r"w[om][A-Z]\S{8,}|(?=\S*[a-z])(?=\S*[A-Z])[\w-]{24,}")
"""WeCom publishes no form for encrypted ids; these are the ones that were seen."""


class Listening:
    """Waits for a group message and answers what comes; nothing of it is recorded."""

    def __init__(
        self, checkup: Checkup, connection: Connection, frames: asyncio.Queue[Frame | None]
    ) -> None:
        self._checkup = checkup
        self._connection = connection
        self._frames = frames
        self._seen = Seen()
        self._heard: list[Inbound] = []

    async def until_heard(self) -> tuple[Inbound, ...]:
        """Listen until somebody spoke in a group, or the time is over."""
        checkup = self._checkup
        names = checkup.settings.bot.names
        checkup.ask(doctor.ask_to_speak(names[0] if names else "", checkup.wait))
        try:
            async with asyncio.timeout(checkup.wait):
                ended = await self._listen()
        except TimeoutError:
            ended = self._in_the_end()
        checkup.tell(ended)
        return tuple(self._heard)

    async def _listen(self) -> Diagnosis:
        """Take frames until one ends the wait."""
        while (frame := await self._frames.get()) is not None:
            now = self._checkup.clock.now()
            if frame.command == "aibot_event_callback":
                if event_of(frame.body, _CHANNEL, now) is Notice.TAKEN_OVER:
                    return ill(Check.HEARD, "taken_over")
                continue
            names = self._checkup.settings.bot.names
            inbound = message_of(frame.body, _CHANNEL, names, now)
            if inbound is None or not self._seen.first_time(inbound):
                continue
            self._heard.append(inbound)
            for diagnosis in self._looked_at(inbound, words_of(frame.body) or ""):
                self._checkup.tell(diagnosis)
            self._checkup.tell(await self._answer(frame, inbound))
            if not inbound.private:
                return well(Check.HEARD)
        return ill(Check.HEARD, "lost")

    def _in_the_end(self) -> Diagnosis:
        """Judge by what was heard when the time was over."""
        if any(not inbound.private for inbound in self._heard):
            return well(Check.HEARD)
        cause = "no_group" if self._heard else "nobody"
        return ill(Check.HEARD, cause, seconds=self._checkup.wait)

    def _looked_at(self, inbound: Inbound, words: str) -> Iterator[Diagnosis]:
        if inbound.private:
            yield well(Check.CHAT, "private", chat=inbound.chat)
        elif self._served(inbound):
            yield well(Check.CHAT, chat=inbound.chat)
        else:
            yield ill(Check.CHAT, "strange", chat=inbound.chat)
        sealed = "sealed" if _SEALED.fullmatch(inbound.sender) else ""
        known = doctor.on_the_roster(known=self._known(inbound.sender))
        yield well(Check.SENDER, sealed, sender=inbound.sender, known=known)
        yield self._mention(inbound, words)

    def _mention(self, inbound: Inbound, words: str) -> Diagnosis:
        if inbound.private:
            return well(Check.MENTION, "private")
        names = self._checkup.settings.bot.names
        used = [name for name in names if strip_mention(words, (name,))[1]]
        if used:
            return well(Check.MENTION, name=max(used, key=len))
        called = doctor.called_in(words)
        return ill(Check.MENTION, "unknown" if called else "none", called=called)

    async def _answer(self, frame: Frame, inbound: Inbound) -> Diagnosis:
        """Answer in the chat; a group that is not on the list gets nothing, here as ever."""
        if not inbound.private and not self._served(inbound):
            return well(Check.ANSWER, "strange")
        body = {"msgtype": "markdown", "markdown": {"content": doctor.ANSWERED}}
        try:
            await self._connection.request("aibot_respond_msg", body, req_id=frame.req_id)
        except Refused as error:
            return refused(Check.ANSWER, error.code)
        except (NoAck, NotSent):
            return ill(Check.ANSWER, "failed")
        return well(Check.ANSWER)

    def _served(self, inbound: Inbound) -> bool:
        return inbound.chat in self._checkup.settings.groups.served

    def _known(self, user_id: str) -> bool:
        people = self._checkup.settings.people
        everybody = (*people.office, *people.admins, *people.leaders, *people.contacts)
        return any(person.id == user_id for person in everybody)
