"""The own app's callback address: encrypted XML in, a passive reply in the same exchange."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from aiohttp import web

from bot.channel import Inbound, InboundKind, Listener, Reply
from bot.surface_settings import AppCallbackSettings
from bot.wecom.app_xml import button_reply, inbound_of, sealed, text_reply
from bot.wecom.deciding import Deciding
from bot.wecom.envelope import Envelope, Forged
from bot.wecom.gatekeeper import forbidden, gatekeeper_for
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from bot.wecom.seen import Seen
from bot.wecom.surroundings import Surroundings
from messages.surfaces import DONE

_CHANNEL: Final = "own_app"
_BYTES: Final = 2_048


class AppCallback:
    """Answers WeCom's check and its messages; `listener` is there while the app runs."""

    def __init__(
        self, settings: AppCallbackSettings, corp_id: str, around: Surroundings, pace: Pace
    ) -> None:
        self._path = settings.path
        self._corp_id = corp_id
        self._clock = around.clock
        self._gate = gatekeeper_for(
            Envelope(settings.token, settings.encoding_aes_key, corp_id), around
        )
        self._pace = pace
        self._seen = Seen()
        self._welcomed: dict[str, date] = {}
        self._deciding = Deciding()
        self.listener: Listener | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        """Give the address WeCom checks and calls."""
        return (web.get(self._path, self._gate.check), web.post(self._path, self._call))

    async def _call(self, request: web.Request) -> web.Response:
        listener = self.listener
        if listener is None:
            return web.Response(status=503)
        try:
            xml = await self._gate.opened(request)
            inbound = inbound_of(xml, _CHANNEL, self._clock.now())
        except Forged as error:
            return forbidden(request, error)
        if inbound is None or not self._wanted(inbound):
            return web.Response()
        reply = await self._deciding.in_time(listener, inbound)
        answer = await self._answer(listener, inbound, reply) if reply else ""
        return self._sealed(request, answer) if answer else web.Response()

    def _wanted(self, inbound: Inbound) -> bool:
        """Leave out repetitions, and a welcome that was given today."""
        if not self._seen.first_time(inbound):
            return False
        if inbound.kind is not InboundKind.OPENED:
            return True
        today = self._clock.now().date()
        first = self._welcomed.get(inbound.sender) != today
        self._welcomed[inbound.sender] = today
        return first

    async def _answer(self, listener: Listener, inbound: Inbound, reply: Reply) -> str:
        now, user = self._clock.now(), inbound.sender
        if not reply.blocks:
            return ""
        if inbound.kind is InboundKind.CLICKED:
            await listener.answer_later(inbound, reply.blocks)
            return button_reply(user, self._corp_id, now, DONE)
        if not self._pace.may_answer(user):
            await listener.answer_later(inbound, reply.blocks)
            return ""
        first, *rest = pages(reply.blocks, _BYTES, rich=False)
        if rest:
            await listener.answer_later(inbound, rest)
        return text_reply(user, self._corp_id, now, first)

    def _sealed(self, request: web.Request, xml: str) -> web.Response:
        encrypted = self._gate.envelope.encrypt(xml.encode())
        stamp = str(int(self._clock.now().timestamp()))
        signed = self._gate.envelope.sign(stamp, request.query.get("nonce", ""), encrypted)
        return web.Response(text=sealed(signed), content_type="text/xml")
