"""智能机器人 in URL callback mode: encrypted JSON in, the encrypted answer in the same exchange.

There is no push here. What cannot be answered at once goes out by the `response_url` that came
with a message: one call each, for an hour.
"""

import asyncio
import logging
import secrets
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Any, Final

from aiohttp import web

from bot.channel import ChannelError, Inbound, InboundKind, Listener, Message, Reply
from bot.surface_settings import SmartBotCallbackSettings
from bot.wecom.api import Api
from bot.wecom.bodies import event_of, message_of, task_of, text_at
from bot.wecom.cards import holds, offer, settled
from bot.wecom.deciding import Deciding
from bot.wecom.envelope import Envelope, Forged
from bot.wecom.errcodes import REST, TOO_OFTEN, Refused, refusal
from bot.wecom.gatekeeper import Gatekeeper, forbidden, gatekeeper_for
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from bot.wecom.seen import Seen
from bot.wecom.surroundings import Surroundings
from bot.wecom.wire import encode, read_object
from messages.surfaces import DONE
from messages.text import join
from storage.mail import AddressKind

_LOG = logging.getLogger(__name__)

NAME: Final = "smart_bot_callback"
_BYTES: Final = 20_480
_NAME_BYTES: Final = 160
"""Room for the asker's name, which later parts of a group's answer begin with."""
_WELCOME_BYTES: Final = 2_048
_URL_SECONDS: Final = 3_300.0
_MOST_URLS: Final = 50
"""Kept for each conversation."""
_KEPT_FOR_PUSHES: Final = 8

Body = Mapping[str, Any]


class SmartBotCallback:
    """The channel behind one address of ours."""

    name = NAME

    def __init__(self, settings: SmartBotCallbackSettings, around: Surroundings) -> None:
        self._path = settings.path
        self._around = around
        envelope = Envelope(settings.token, settings.encoding_aes_key, "")
        self._gate: Gatekeeper = gatekeeper_for(envelope, around)
        self._api = Api(around.wecom.api_url)
        self._pace = Pace(
            around.monotonic,
            per_minute=settings.answers_per_minute,
            per_hour=settings.answers_per_hour,
            kept_for_pushes=_KEPT_FOR_PUSHES,
        )
        self._seen = Seen()
        self._deciding = Deciding()
        self._urls: defaultdict[str, deque[tuple[float, str]]] = defaultdict(
            lambda: deque(maxlen=_MOST_URLS)
        )
        self._listener: Listener | None = None

    @property
    def up(self) -> bool:
        """Whether it was started: WeCom calls us."""
        return self._listener is not None

    def routes(self) -> Iterable[web.RouteDef]:
        """Give the address WeCom checks and calls."""
        return (web.get(self._path, self._gate.check), web.post(self._path, self._call))

    def carries(self, to_kind: AddressKind, to: str) -> bool:  # noqa: ARG002 - ids do not clash
        """Whether a message of the last hour left an address to answer to."""
        return bool(self._fresh_urls(to))

    async def run(self, listener: Listener) -> None:
        """Listen until cancelled."""
        async with self._api:
            self._listener = listener
            try:
                await asyncio.Event().wait()
            finally:
                self._listener = None

    async def send(self, message: Message) -> str:
        """Use up addresses that messages left, the card last; raises ChannelError."""
        texts = pages(message.blocks, _BYTES, rich=not message.plain)
        bodies = [_markdown(text) for text in texts]
        if message.choices and message.to_kind is AddressKind.PERSON:
            card = offer(message.key, message.blocks, message.choices)
            shown = {"msgtype": "template_card", "template_card": card}
            bodies = [*([] if holds(message.blocks) else bodies), shown]
        if len(self._fresh_urls(message.to)) < len(bodies):
            raise ChannelError("no address left to answer to", unreachable=True)
        if (wait := self._pace.take(message.to, len(bodies))) is not None:
            raise ChannelError("as much as may be said just now", wait=wait)
        for number, body in enumerate(bodies):
            try:
                await self._one(message.to, body)
            except ChannelError as error:
                if number and not error.unknown:
                    raise ChannelError(f"after {number} parts: {error}", unknown=True) from error
                raise
        return join(texts)

    async def _one(self, chat: str, body: Body) -> None:
        """Post to the oldest address; one that is used up or too old makes way for the next."""
        urls = self._fresh_urls(chat)
        while urls:
            added, address = urls.popleft()
            try:
                await self._api.post_to(address, body)
            except Refused as refused:
                _LOG.warning("answer by response_url refused: %s", refused)
                error = refusal(refused)
                if error.permanent:
                    continue
                if refused.code == TOO_OFTEN:
                    self._pace.rest(chat, REST)
                urls.appendleft((added, address))
                raise error from refused
            except ChannelError as error:
                if not error.unknown:
                    urls.appendleft((added, address))
                raise
            return
        raise ChannelError("no address left to answer to", unreachable=True)

    def _fresh_urls(self, chat: str) -> deque[tuple[float, str]]:
        urls = self._urls[chat]
        while urls and urls[0][0] < self._around.monotonic() - _URL_SECONDS:
            urls.popleft()
        return urls

    async def _call(self, request: web.Request) -> web.Response:
        listener = self._listener
        if listener is None:
            return web.Response(status=503)
        try:
            body = read_object(await self._gate.opened(request))
        except Forged as error:
            return forbidden(request, error)
        if body is None:
            return forbidden(request, Forged("no JSON object"))
        inbound = self._inbound(body)
        if inbound is None or not self._seen.first_time(inbound):
            return web.Response()
        self._keep_url(inbound, text_at(body, "response_url"))
        reply = await self._deciding.in_time(listener, inbound)
        answer = await self._answer(listener, inbound, reply, body) if reply else None
        return self._sealed(request, answer) if answer else web.Response()

    def _inbound(self, body: Body) -> Inbound | None:
        now, names = self._around.clock.now(), self._around.names
        if text_at(body, "msgtype") == "event":
            found = event_of(body, self.name, now)
            return found if isinstance(found, Inbound) else None
        return message_of(body, self.name, names, now)

    async def _answer(
        self, listener: Listener, inbound: Inbound, reply: Reply, body: Body
    ) -> Body | None:
        if not reply.blocks:
            return None
        if text_at(body, "msgtype") == "event" and inbound.kind is InboundKind.OPENED:
            (text, *_) = pages(reply.blocks, _WELCOME_BYTES, rich=False)
            return {"msgtype": "text", "text": {"content": text}}
        if inbound.kind is InboundKind.CLICKED:
            card = settled(task_of(body), reply.blocks, DONE)
            return {"response_type": "update_template_card", "template_card": card}
        if not self._pace.may_answer(inbound.chat):
            await listener.answer_later(inbound, reply.blocks)
            return None
        first, *rest = pages(reply.blocks, _BYTES - _NAME_BYTES, rich=not reply.plain)
        if rest:
            await listener.answer_later(inbound, rest)
        stream = {"id": secrets.token_hex(12), "finish": True, "content": first}
        return {"msgtype": "stream", "stream": stream}

    def _keep_url(self, inbound: Inbound, address: str) -> None:
        if address and self._api.is_ours(address):
            self._urls[inbound.chat].append((self._around.monotonic(), address))

    def _sealed(self, request: web.Request, answer: Body) -> web.Response:
        encrypted = self._gate.envelope.encrypt(encode(answer).encode())
        stamp = str(int(self._around.clock.now().timestamp()))
        signed = self._gate.envelope.sign(stamp, request.query.get("nonce", ""), encrypted)
        return web.json_response(
            {
                "encrypt": signed.encrypted,
                "msgsignature": signed.signature,
                "timestamp": int(signed.timestamp),
                "nonce": signed.nonce,
            }
        )


def _markdown(text: str) -> Body:
    return {"msgtype": "markdown", "markdown": {"content": text}}
