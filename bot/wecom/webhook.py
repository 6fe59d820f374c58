"""群机器人 webhooks (消息推送): one-way, one for each group; they alone really call people."""

import asyncio
import logging
from typing import Any, Final

from bot.channel import ChannelError, Listener, Message
from bot.surface_settings import WebhookSettings
from bot.wecom.api import Api
from bot.wecom.errcodes import REST, TOO_OFTEN, Refused, refusal
from bot.wecom.outgoing_text import pages
from bot.wecom.pace import Pace
from bot.wecom.surroundings import Surroundings
from messages.surfaces import MUST_ACT
from messages.text import join
from storage.mail import AddressKind

_LOG = logging.getLogger(__name__)

NAME: Final = "webhook"
_PATH: Final = "/cgi-bin/webhook/send"
_MARKDOWN_BYTES, _TEXT_BYTES = 4096, 2048
_PER_MINUTE, _PER_HOUR = 18, 1000
"""WeCom allows 20 a minute to all who use the key."""
_MOST_CALLED: Final = 10


class Webhook:
    """The channel; a group's chat id is the one the settings give its key."""

    name = NAME

    def __init__(self, webhooks: tuple[WebhookSettings, ...], around: Surroundings) -> None:
        self._keys = {hook.chat: hook.key for hook in webhooks}
        self._api = Api(around.wecom.api_url)
        self._pace = Pace(around.monotonic, per_minute=_PER_MINUTE, per_hour=_PER_HOUR)
        self._open = False

    @property
    def up(self) -> bool:
        """Whether it was started: there is no connection to lose."""
        return self._open

    def carries(self, to_kind: AddressKind, to: str) -> bool:
        """Whether the group has a webhook."""
        return to_kind is AddressKind.GROUP and to in self._keys

    async def run(self, listener: Listener) -> None:  # noqa: ARG002 - nobody can speak here
        """Stay open until cancelled."""
        async with self._api:
            self._open = True
            try:
                await asyncio.Event().wait()
            finally:
                self._open = False

    async def send(self, message: Message) -> str:
        """Post the list, then a line that calls the few who must act; raises ChannelError."""
        limit = _TEXT_BYTES if message.plain else _MARKDOWN_BYTES
        texts = pages(message.blocks, limit, rich=not message.plain)
        kind = "text" if message.plain else "markdown"
        bodies: list[dict[str, Any]] = [
            {"msgtype": kind, kind: {"content": text}} for text in texts
        ]
        if message.mention:
            called = list(message.mention[:_MOST_CALLED])
            text = {"content": MUST_ACT, "mentioned_list": called}
            bodies.append({"msgtype": "text", "text": text})
        if (wait := self._pace.take(message.to, len(bodies))) is not None:
            raise ChannelError("as much as may be posted just now", wait=wait)
        for number, body in enumerate(bodies):
            try:
                await self._post(message.to, body)
            except ChannelError as error:
                if number >= len(texts):
                    _LOG.warning("nobody was called to %s: %s", message.key, error)
                elif number:
                    raise ChannelError(f"after {number} parts: {error}", unknown=True) from error
                else:
                    raise
        return join(texts)

    async def _post(self, chat: str, body: dict[str, Any]) -> None:
        query = {"key": self._keys[chat].get_secret_value()}
        try:
            await self._api.post(_PATH, query, body)
        except Refused as refused:
            if refused.code == TOO_OFTEN:
                self._pace.rest(chat, REST)
            raise refusal(refused) from refused
