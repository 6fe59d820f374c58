"""自建应用: pushes to members and to groups it made itself; callbacks are in app_callback.py."""

import asyncio
import logging
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from bot.channel import Alarm, ChannelError, Listener, Message
from bot.surface_settings import OwnAppSettings
from bot.wecom.access_token import AccessToken, TokensRefused
from bot.wecom.api import Api
from bot.wecom.app_callback import AppCallback
from bot.wecom.cards import holds, offer
from bot.wecom.errcodes import (
    BAD_CORP,
    BAD_SECRET,
    CARD_KNOWN,
    IP_NOT_TRUSTED,
    REST,
    TOO_OFTEN,
    Refused,
    refusal,
)
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from bot.wecom.surroundings import Surroundings
from messages.text import join
from storage.mail import AddressKind

_LOG = logging.getLogger(__name__)

NAME: Final = "own_app"
BYTES: Final = 2_048
_PER_MINUTE, _PER_HOUR = 28, 950
"""Above 30 a minute WeCom drops messages to a member without an error."""
_SAME_FOR: Final = 120
"""Seconds in which WeCom drops the very same message: a try whose answer was lost is repeated."""
_TRIES: Final = 3
_BARRED: Final = timedelta(seconds=60)
"""How long nothing is tried after WeCom refused our address."""
_ADDRESS = re.compile(r"from ip: ([0-9a-fA-F.:]+)")

Body = dict[str, Any]


class OwnApp:
    """The channel; it reaches every member in the app's 可见范围, spoken to or not."""

    name = NAME

    def __init__(self, settings: OwnAppSettings, around: Surroundings) -> None:
        self._settings = settings
        self._api = Api(around.wecom.api_url)
        self._token = AccessToken(self._api, settings.corp_id, settings.secret, around.monotonic)
        self._pace = Pace(around.monotonic, per_minute=_PER_MINUTE, per_hour=_PER_HOUR)
        self._callback = (
            AppCallback(settings.callback, settings.corp_id, around, self._pace)
            if settings.callback
            else None
        )
        self._listener: Listener | None = None
        self._shut_out = False
        self._monotonic = around.monotonic
        self._barred_until = 0.0

    @property
    def up(self) -> bool:
        """Whether it was started and is let in, as far as is known."""
        barred = self._shut_out or self._monotonic() < self._barred_until
        return self._listener is not None and not barred

    def routes(self) -> Iterable[web.RouteDef]:
        """Give the address of its callbacks, where it has one."""
        return self._callback.routes() if self._callback else ()

    def carries(self, to_kind: AddressKind, to: str) -> bool:
        """Whether it is a person, or a group the app made."""
        if self._shut_out:
            return False
        return to_kind is AddressKind.PERSON or to in self._settings.groups

    async def run(self, listener: Listener) -> None:
        """Serve until cancelled."""
        async with self._api:
            self._listener = listener
            if self._callback:
                self._callback.listener = listener
            try:
                await asyncio.Event().wait()
            finally:
                self._listener = None
                if self._callback:
                    self._callback.listener = None

    async def send(self, message: Message) -> str:
        """Push; raises ChannelError."""
        texts = pages(message.blocks, BYTES, rich=not message.plain)
        bodies = _texts(message, texts)
        card = _card_of(message)
        if card is not None:
            bodies = [*([] if holds(message.blocks) else bodies), card]
        if (wait := self._pace.take(message.to, len(bodies))) is not None:
            raise ChannelError("as much as may be said just now", wait=wait)
        for number, body in enumerate(bodies):
            try:
                await self._one(message, body)
            except ChannelError as error:
                if body is card and error.permanent and not error.unreachable:
                    # The words name the commands that do what the buttons would have done.
                    _LOG.warning("card for %s refused: %s", message.key, error)
                    await self._instead_of_card(message, texts, gone=number)
                elif number and not error.unknown:
                    raise ChannelError(f"after {number} parts: {error}", unknown=True) from error
                else:
                    raise
        return join(texts)

    async def send_file(self, user: str, name: str, content: bytes) -> None:
        """Upload a file (at most 20 MB) and send it to a member; raises ChannelError."""
        try:
            answer = await self._token.used(
                lambda token: self._api.upload(
                    "/cgi-bin/media/upload",
                    {"access_token": token, "type": "file"},
                    name,
                    content,
                )
            )
            media = str(answer.get("media_id", ""))
            await self._to_person(user, {"msgtype": "file", "file": {"media_id": media}})
        except Refused as refused:
            raise await self._refused(refused, user) from refused

    async def _instead_of_card(self, message: Message, texts: tuple[str, ...], gone: int) -> None:
        if not gone:
            for body in _texts(message, texts):
                await self._one(message, body)

    async def _one(self, message: Message, body: Body) -> None:
        try:
            if message.to_kind is AddressKind.GROUP:
                await self._call("/cgi-bin/appchat/send", {"chatid": message.to, **body})
            else:
                await self._to_person(message.to, body)
        except Refused as refused:
            raise await self._refused(refused, message.to) from refused

    async def _to_person(self, user: str, body: Body) -> None:
        """Send with WeCom's duplicate check, so that a lost answer may be asked for again."""
        guarded = {
            "touser": user,
            "agentid": self._settings.agent_id,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": _SAME_FOR,
            **body,
        }
        for left in reversed(range(_TRIES)):
            try:
                _require_reached(await self._call("/cgi-bin/message/send", guarded), user)
            except ChannelError as error:
                if not error.unknown or not left:
                    raise
            except Refused as refused:
                if refused.code == CARD_KNOWN and left < _TRIES - 1:
                    return  # it had arrived: the answer that was lost was a yes
                raise
            else:
                return

    async def _call(self, path: str, body: Body) -> Mapping[str, Any]:
        try:
            return await self._token.used(
                lambda token: self._api.post(path, {"access_token": token}, body)
            )
        except TokensRefused:
            if self._listener is not None:
                await self._listener.alarm(self.name, Alarm.TOKENS_REFUSED)
            raise

    async def _refused(self, refused: Refused, to: str) -> ChannelError:
        """Say what a refusal means; what stops every push is told to the office."""
        if refused.code == TOO_OFTEN:
            self._pace.rest(to, REST)
        listener = self._listener
        if refused.code in {BAD_SECRET, BAD_CORP} and listener is not None:
            self._shut_out = True
            _LOG.error("own app shut out: %s", refused)
            await listener.alarm(self.name, Alarm.BAD_APP_CREDENTIALS)
            return ChannelError(str(refused), unreachable=True)
        if refused.code == IP_NOT_TRUSTED and listener is not None:
            found = _ADDRESS.search(refused.text)
            address = found[1] if found else "?"
            _LOG.error("own app: the address %s is not trusted", address)
            await listener.alarm(self.name, Alarm.IP_NOT_TRUSTED, address)
            # Nothing gets out until somebody adds it to the list, which may take a day.
            self._barred_until = self._monotonic() + _BARRED.total_seconds()
            return ChannelError(
                f"errcode 60020: the address {address} is not trusted", wait=_BARRED
            )
        return refusal(refused)


def _texts(message: Message, texts: tuple[str, ...]) -> list[Body]:
    kind = "text" if message.plain else "markdown"
    return [{"msgtype": kind, kind: {"content": text}} for text in texts]


def _card_of(message: Message) -> Body | None:
    if not message.choices or message.to_kind is not AddressKind.PERSON:
        return None
    card = offer(message.key, message.blocks, message.choices)
    return {"msgtype": "template_card", "template_card": card}


def _require_reached(answer: Mapping[str, Any], user: str) -> None:
    """Read the whole reply: errcode 0 may still name the member as not reached."""
    for field in ("invaliduser", "unlicenseduser"):
        named = str(answer.get(field) or "").lower().split("|")
        if user.lower() in named:
            raise ChannelError(f"{field}: not reached", unreachable=True)
