"""The own app's callback: encrypted XML out, three retries, the passive reply checked."""

import asyncio
import secrets
from collections.abc import Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.wecom_simulator.crypto import CryptoError, signature
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.http_out import Caller, Reply
from tests.wecom_simulator.limits import cut
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.platform import SINGLE, Happening, Occasion, Platform

_VIA = "passive reply"
_REPLIES = frozenset({"text", "image", "voice", "video", "news"})
_CARD_REPLIES = frozenset({"update_button", "update_template_card"})


class BadXml(Exception):
    """The bot's passive reply is not what the documents ask for."""


class AppCallback:
    """Calls the own app's address and judges what comes back."""

    def __init__(self, platform: Platform, caller: Caller) -> None:
        self._platform = platform
        self.caller = caller

    async def deliver(self, happening: Happening, fields: Mapping[str, str]) -> str:
        """Deliver with up to `app_retries` repeats; the reason when all stay unanswered."""
        limits = self._platform.limits
        reply = await self._once(happening, fields)
        for _ in range(limits.app_retries):
            if not reply.lost:
                break
            await asyncio.sleep(max(limits.callback_answer - reply.seconds, 0.0))
            reply = await self._once(happening, fields)
        return reply.lost

    def message(self, happening: Happening, text: str) -> dict[str, str]:
        """Return the fields of a text message (section 3.4)."""
        return {
            **self._common(happening),
            "MsgType": "text",
            "Content": text,
            "MsgId": happening.msgid,
        }

    def enter(self, happening: Happening) -> dict[str, str]:
        """Return the fields of `enter_agent`."""
        common = self._common(happening)
        return {**common, "MsgType": "event", "Event": "enter_agent", "EventKey": ""}

    def click(self, happening: Happening, card: Json, key: str, code: str) -> dict[str, str]:
        """Return the fields of a card's click."""
        return {
            **self._common(happening),
            "MsgType": "event",
            "Event": "template_card_event",
            "EventKey": key,
            "TaskId": happening.task_id,
            "CardType": str(card.get("card_type")),
            "ResponseCode": code,
        }

    def _common(self, happening: Happening) -> dict[str, str]:
        account = self._platform.account
        return {
            "ToUserName": account.corp_id,
            "FromUserName": happening.user,
            "CreateTime": str(int(happening.at)),
            "AgentID": str(account.agent_id),
        }

    async def _once(self, happening: Happening, fields: Mapping[str, str]) -> Reply:
        account = self._platform.account
        encrypted = self.caller.envelope.encrypt(to_xml(fields))
        outer = {
            "ToUserName": account.corp_id,
            "AgentID": str(account.agent_id),
            "Encrypt": encrypted,
        }
        reply = await self.caller.post(
            encrypted, to_xml(outer), "text/xml", self._platform.limits.callback_answer
        )
        if not reply.lost and reply.text:
            try:
                self._judge(happening, self._open(reply.text))
            except (BadXml, CryptoError) as error:
                self._platform.journal.violation(f"app callback: {error}")
        return reply

    def _open(self, text: str) -> ET.Element:
        """Decrypt a passive reply; raises BadXml or CryptoError."""
        outer = parse_xml(text)
        encrypted = outer.findtext("Encrypt", "")
        stamp, nonce = outer.findtext("TimeStamp", ""), outer.findtext("Nonce", "")
        signed = signature(self.caller.token, stamp, nonce, encrypted)
        if outer.findtext("MsgSignature") != signed:
            raise BadXml("MsgSignature is wrong")
        return parse_xml(self.caller.envelope.decrypt(encrypted))

    def _judge(self, happening: Happening, reply: ET.Element) -> None:
        """Show a passive reply; raises BadXml."""
        account, msgtype = self._platform.account, reply.findtext("MsgType", "")
        if reply.findtext("ToUserName") != happening.user:
            raise BadXml("ToUserName is not the sender")
        if reply.findtext("FromUserName") != account.corp_id:
            raise BadXml("FromUserName is not the CorpID")
        if not reply.findtext("CreateTime", "").isdigit():
            raise BadXml("CreateTime is not a number")
        allowed = _CARD_REPLIES if happening.occasion is Occasion.CLICK else _REPLIES
        if msgtype not in allowed:
            raise BadXml(f"MsgType {msgtype!r} is not allowed here")
        self._platform.accept(
            Surface.APP,
            _VIA,
            self._body(msgtype, reply),
            chat=happening.user,
            kind=SINGLE,
            answers=happening.msgid,
            to=(happening.user,),
        )

    def _body(self, msgtype: str, reply: ET.Element) -> Json:
        if msgtype == "text":
            content = reply.findtext("Content", "")
            if not content:
                raise BadXml("Content is empty")
            return {
                "msgtype": "text",
                "text": {"content": cut(content, self._platform.limits.app_bytes)},
            }
        if msgtype == "update_button":
            name = reply.findtext("Button/ReplaceName", "")
            if not name:
                raise BadXml("Button/ReplaceName is empty")
            return {"msgtype": msgtype, msgtype: {"title": name}}
        found = {one.tag: one.text or "" for one in reply.iter() if not len(one)}
        return {"msgtype": msgtype, msgtype: found}


def new_message_id() -> str:
    """Return a 64-bit MsgId."""
    return str(secrets.randbits(62))


def to_xml(fields: Mapping[str, str]) -> str:
    """Flat XML as the platform writes it: numbers bare, all else in CDATA."""
    bare = {"CreateTime", "MsgId", "AgentID"}
    parts = [
        f"<{name}>{escape(value) if name in bare else _cdata(value)}</{name}>"
        for name, value in fields.items()
    ]
    return f"<xml>{''.join(parts)}</xml>"


def parse_xml(text: str) -> ET.Element:
    """Return the root of a reply; raises BadXml."""
    if "<!" in text.replace("<![CDATA[", ""):
        raise BadXml("declarations are not allowed")
    try:
        return ET.fromstring(text)  # noqa: S314 - from the bot under test, declarations refused
    except ET.ParseError as error:
        raise BadXml("not XML") from error


def _cdata(value: str) -> str:
    inner = value.replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inner}]]>"
