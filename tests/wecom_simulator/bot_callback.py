"""The smart bot in URL mode: encrypted JSON out, the encrypted answer checked, streams polled."""

import asyncio
import json

from tests.wecom_simulator.answering import Answering
from tests.wecom_simulator.crypto import CryptoError, signature
from tests.wecom_simulator.errors import Json, Refused
from tests.wecom_simulator.http_out import Caller, Stamp
from tests.wecom_simulator.journal import Refusal
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.payloads import Writer
from tests.wecom_simulator.platform import Happening, Occasion, Platform

_VIA = "callback answer"


class BadAnswer(Exception):
    """The bot's answer is not what the documents ask for."""


class BotCallback:
    """Calls the bot's address and judges what comes back."""

    def __init__(self, platform: Platform, answering: Answering, caller: Caller) -> None:
        self._platform = platform
        self._answering = answering
        self.caller = caller

    async def deliver(self, happening: Happening, body: Json, writer: Writer) -> str:
        """Deliver one message or event; the reason when it went unanswered."""
        lost, answer = await self._exchange(body)
        if answer:
            self._judge(happening, answer)
        if happening.occasion is Occasion.MESSAGE:
            for stream_id in self._answering.unfinished(happening):
                self._platform.tasks.start(self._poll(happening, stream_id, writer))
        return lost

    async def _exchange(self, body: Json) -> tuple[str, Json]:
        """(why it is lost, the decrypted answer or nothing)."""
        encrypted = self.caller.envelope.encrypt(json.dumps(body, ensure_ascii=False))
        reply, stamp = await self.caller.post_stamped(
            encrypted,
            json.dumps({"encrypt": encrypted}),
            "application/json",
            self._platform.limits.callback_answer,
        )
        if reply.lost or not reply.text:
            return reply.lost, {}
        try:
            return "", self._open(reply.text, stamp)
        except (BadAnswer, CryptoError) as error:
            self._platform.journal.violation(f"bot callback: {error}")
            return "", {}

    def _open(self, text: str, stamp: Stamp) -> Json:
        """Decrypt an answer; raises BadAnswer or CryptoError."""
        envelope = _object(text)
        timestamp, encrypted = envelope.get("timestamp"), envelope.get("encrypt")
        if not isinstance(timestamp, int) or isinstance(timestamp, bool):
            raise BadAnswer("timestamp is not an integer")
        if envelope.get("nonce") != stamp.nonce:
            raise BadAnswer("nonce is not that of the request")
        if not isinstance(encrypted, str):
            raise BadAnswer("encrypt is missing")
        signed = signature(self.caller.token, str(timestamp), stamp.nonce, encrypted)
        if envelope.get("msgsignature") != signed:
            raise BadAnswer("msgsignature is wrong")
        return _object(self.caller.envelope.decrypt(encrypted))

    def _judge(self, happening: Happening, answer: Json) -> None:
        kind = happening.occasion
        try:
            if kind is Occasion.MESSAGE:
                self._answering.respond(happening, answer, Surface.CALLBACK, _VIA)
            elif kind is Occasion.ENTER:
                self._answering.welcome(happening, answer, Surface.CALLBACK, _VIA)
            elif kind is Occasion.CLICK:
                self._answering.update(happening, answer, Surface.CALLBACK, _VIA)
            else:
                self._platform.journal.violation("bot callback: an answer to feedback")
        except Refused as refused:
            self._refuse(answer, refused)

    def _refuse(self, answer: Json, refused: Refused) -> None:
        self._platform.journal.refuse(
            Refusal(
                at=self._platform.clock.now(),
                surface=Surface.CALLBACK,
                via=_VIA,
                code=refused.code,
                errmsg=refused.errmsg,
                body=answer,
            )
        )

    async def _poll(self, happening: Happening, stream_id: str, writer: Writer) -> None:
        """Ask for more until the stream ends or its time is over."""
        clock, limits = self._platform.clock, self._platform.limits
        while clock.now() - happening.at <= limits.stream_lifetime:
            await asyncio.sleep(limits.stream_refresh)
            if stream_id not in self._answering.unfinished(happening):
                return
            _, answer = await self._exchange(writer.refresh(happening, stream_id))
            if not answer:
                continue
            if answer.get("msgtype") != "stream":
                self._platform.journal.violation("bot callback: a refresh answered otherwise")
                return
            self._judge(happening, answer)


def _object(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadAnswer("not JSON") from error
    if not isinstance(found, dict):
        raise BadAnswer("not a JSON object")
    return found
