"""The people in front of WeCom: they speak, open chats, press buttons, and see what comes back."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.wecom_simulator.answering import Answering
from tests.wecom_simulator.app_api import AppApi
from tests.wecom_simulator.app_callback import AppCallback, new_message_id
from tests.wecom_simulator.bot_callback import BotCallback
from tests.wecom_simulator.cards import Shown, keys_of
from tests.wecom_simulator.delivery import Delivery, Send
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.gateway import Gateway
from tests.wecom_simulator.payloads import CannotSay, Utterance, Writer, calls
from tests.wecom_simulator.platform import GROUP, SINGLE, Happening, Occasion, Platform
from tests.wecom_simulator.reaction import Reaction, Watch

_DAY = 86400
_CHINA = 8 * 3600


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """The parts of the platform that people's doings pass through."""

    platform: Platform
    gateway: Gateway
    answering: Answering
    delivery: Delivery
    app_api: AppApi
    bot_callback: BotCallback | None = None
    app_callback: AppCallback | None = None
    api_url: str = ""

    def writer(self) -> Writer:
        """Bodies for the mode the bot is in."""
        key = self.bot_callback.caller.envelope.key if self.bot_callback else None
        return Writer(platform=self.platform, media_url=self.api_url, aes_key=key)


class People:
    """Makes things happen in chats."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._around = surroundings
        self._platform = surroundings.platform
        self._entered: set[tuple[str, str, int]] = set()
        self.patience = 5.0
        """Seconds that who speaks waits for an answer; longer where a machine is slow."""

    async def say(
        self,
        text: str = "",
        *,
        user: str,
        chat: str = "",
        within: float | None = None,
        settle: float = 0.2,
        msgid: str = "",
        app: bool = False,
        bot: str = "",
        msgtype: str = "text",
        quote: str | Mapping[str, Any] | None = None,
        content: bytes = b"content of a file",
        filename: str = "file.bin",
        mention: bool = True,
    ) -> Reaction:
        """Somebody speaks in a group (`chat`) or, without one, in the single chat.

        Waits up to `within` seconds (`patience`) for an answer and `settle` more for further
        parts. `app`: to the own app instead of the bot. Raises CannotSay for what WeCom has no
        way to do.
        """
        said = Utterance(
            text=text,
            msgtype=msgtype,
            quote=quote,
            content=content,
            filename=filename,
            mention=mention,
        )
        who = self._happening(Occasion.MESSAGE, user, chat, bot, msgid, app)
        if who.kind == GROUP and not mention and not calls(self._name, text):
            return self._unheard(who, "the bot was not mentioned")
        most = self.patience if within is None else within
        return await self._happen(who, self._message(who, said, app), most, settle)

    def post(self, text: str, *, user: str, chat: str = "", msgid: str = "") -> str:
        """Return the same without waiting; returns the msgid to look for in the journal."""
        who = self._happening(Occasion.MESSAGE, user, chat, "", msgid, app=False)
        self._start(self._message(who, Utterance(text=text), app=False), who.msgid)
        return who.msgid

    async def enter(
        self, user: str, *, app: bool = False, within: float = 5.0, again: bool = False
    ) -> Reaction:
        """Somebody opens the single chat; told to the bot once a day unless `again`."""
        who = self._happening(Occasion.ENTER, user, "", "", "", app)
        today = int((self._platform.clock.now() + _CHINA) // _DAY)
        if not app and not again:
            if (who.bot, user, today) in self._entered:
                return self._unheard(who, "already opened today")
            self._entered.add((who.bot, user, today))
        if app:
            callback = self._app()
            fields = callback.enter(who)
            return await self._happen(who, lambda: callback.deliver(who, fields), within, 0.2)
        body = self._around.writer().event(who, {"eventtype": "enter_chat"})
        return await self._happen(who, lambda: self._to_bot(who, body), within, 0.2)

    async def click(
        self,
        task_id: str,
        key: str = "",
        *,
        user: str,
        selected: Mapping[str, list[str]] | None = None,
        stale: bool = False,
        app: bool = False,
        within: float = 6.0,
    ) -> Reaction:
        """Somebody presses a button of a card; the first one when no `key` is given.

        `stale`: the key need not stand on the card any more, as on an old screen. Raises
        LookupError when there is no such card or button.
        """
        owner = "app" if app else self._platform.account.bot_id
        shown = self._platform.cards.find(owner, task_id)
        card = shown.seen_by(user)
        keys = keys_of(card)
        key = key or next(iter(keys), "")
        if key not in keys and not stale:
            raise LookupError(f"the card has no button {key!r}, only {', '.join(keys) or 'none'}")
        chat = shown.chat if shown.kind == GROUP else ""
        who = self._happening(Occasion.CLICK, user, chat, "", "", app)
        who.task_id = task_id
        return await self._happen(who, self._click(who, card, key, selected, app), within, 0.2)

    async def rate(
        self, feedback: str, *, user: str, chat: str = "", kind: int = 1, words: str = ""
    ) -> Reaction:
        """Somebody gives a thumb (1 up, 2 down, 3 withdrawn) to an answer with feedback.id."""
        who = self._happening(Occasion.FEEDBACK, user, chat, "", "", app=False)
        event = {"id": feedback, "type": kind, "content": words}
        full = {"eventtype": "feedback_event", "feedback_event": event}
        body = self._around.writer().event(who, full)
        return await self._happen(who, lambda: self._to_bot(who, body), 0.5, 0.1)

    def introduce(self, *, user: str = "", chat: str = "", bot: str = "") -> None:
        """Somebody wrote to the bot there before this run began, so pushes are accepted."""
        kind = GROUP if chat else SINGLE
        self._platform.spoken.add((bot or self._platform.account.bot_id, kind, chat or user))

    def quotable(self, content: bytes, filename: str, msgtype: str = "file") -> Json:
        """Return a file for `say(quote=…)`, the only way one reaches the bot in a group."""
        said = Utterance(msgtype=msgtype, content=content, filename=filename)
        return self._around.writer().quoted_file(said)

    def cards(self) -> tuple[Shown, ...]:
        """Every card on a screen."""
        return self._platform.cards.shown()

    @property
    def _name(self) -> str:
        return self._platform.account.bot_name

    def _happening(
        self, occasion: Occasion, user: str, chat: str, bot: str, msgid: str, app: bool
    ) -> Happening:
        group = bool(chat) and chat != user
        if app and group:
            raise CannotSay("group messages are never delivered to an own app")
        if not user:
            raise CannotSay("somebody must do it: user is empty")
        return Happening(
            occasion=occasion,
            msgid=msgid or (new_message_id() if app else secrets.token_hex(12)),
            bot="app" if app else bot or self._platform.account.bot_id,
            chat=chat if group else user,
            kind=GROUP if group else SINGLE,
            user=user,
            at=self._platform.clock.now(),
        )

    def _message(self, who: Happening, said: Utterance, app: bool) -> Send:
        if app:
            if said.msgtype != "text":
                raise CannotSay("the own app is played with text messages only")
            callback = self._app()
            fields = callback.message(who, said.text)
            return lambda: callback.deliver(who, fields)
        self._platform.spoken.add(who.conversation)
        code = self._platform.response_code(who)
        url = f"{self._around.api_url}/cgi-bin/aibot/response?response_code={code}"
        body = self._around.writer().message(who, said, url)
        return lambda: self._to_bot(who, body)

    def _click(
        self,
        who: Happening,
        card: Json,
        key: str,
        selected: Mapping[str, list[str]] | None,
        app: bool,
    ) -> Send:
        if app:
            callback = self._app()
            code = self._around.app_api.card_code(who.task_id)
            fields = callback.click(who, card, key, code)
            return lambda: callback.deliver(who, fields)
        event: Json = {
            "card_type": card.get("card_type"),
            "event_key": key,
            "task_id": who.task_id,
        }
        if selected:
            items = [
                {"question_key": question, "option_ids": {"option_id": options}}
                for question, options in selected.items()
            ]
            event["selected_items"] = {"selected_item": items}
        full = {"eventtype": "template_card_event", "template_card_event": event}
        body = self._around.writer().event(who, full)
        return lambda: self._to_bot(who, body)

    async def _to_bot(self, who: Happening, body: Json) -> str:
        callback = self._around.bot_callback
        if callback is not None:
            return await callback.deliver(who, body, self._around.writer())
        return await self._around.gateway.deliver(who, body)

    def _app(self) -> AppCallback:
        if self._around.app_callback is None:
            raise CannotSay("no callback address is set for the own app")
        return self._around.app_callback

    def _start(self, send: Send, msgid: str) -> asyncio.Future[str]:
        fate: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def run() -> None:
            why = await self._around.delivery.deliver(send)
            if not fate.done():
                fate.set_result(why)
            self._platform.journal.notify(msgid)

        self._platform.tasks.start(run())
        return fate

    async def _happen(self, who: Happening, send: Send, within: float, settle: float) -> Reaction:
        watch = Watch(self._platform.journal, who)
        return await watch.react(self._start(send, who.msgid), within, settle)

    def _unheard(self, who: Happening, why: str) -> Reaction:
        return Watch(self._platform.journal, who).reaction(delivered=False, why=why)
