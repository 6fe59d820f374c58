"""The own app's callbacks as XML: what was said, and the passive reply."""

import hashlib
import re
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from wechatpy.enterprise.parser import parse_message

from bot.channel import Inbound, InboundKind
from bot.wecom.cards import pressed
from bot.wecom.envelope import Forged, Signed

_ATTACHED: Final = frozenset({"image", "voice", "video", "shortvideo", "file"})
_OPENED: Final = frozenset({"subscribe", "enter_agent"})
_CDATA: Final = "<![CDATA["
_MOST_CHARACTERS: Final = 64 * 1024
"""Many times what WeCom lets anybody say."""
_ROOT_FIRST = re.compile(r"\s*<xml>")


def inbound_of(xml: str, channel: str, now: datetime) -> Inbound | None:
    """Read a decrypted callback; None for events nobody needs to know. Raises Forged."""
    fields = _fields(xml)
    sender, kind = fields.get("FromUserName", ""), fields.get("MsgType", "").lower()
    if not sender:
        return None
    event = fields.get("Event", "").lower()
    text = about = ""
    if kind == "text":
        text, what = fields.get("Content", ""), InboundKind.SAID
    elif kind in _ATTACHED:
        what = InboundKind.ATTACHED
    elif event in _OPENED:
        what = InboundKind.OPENED
    elif event == "template_card_event":
        text, about = pressed(fields.get("EventKey", ""))
        what = InboundKind.CLICKED
    else:
        return None
    return Inbound(
        channel=channel,
        message_id=fields.get("MsgId") or _event_id(fields),
        chat=sender,
        private=True,
        sender=sender,
        text=text,
        about=about,
        at=now,
        kind=what,
    )


def text_reply(user: str, corp: str, now: datetime, content: str) -> str:
    """Word a passive text."""
    return _reply(user, corp, now, "text", f"<Content>{_cdata(content)}</Content>")


def button_reply(user: str, corp: str, now: datetime, name: str) -> str:
    """Word what becomes of a pressed button, for the one who pressed it."""
    inner = f"<Button><ReplaceName>{_cdata(name)}</ReplaceName></Button>"
    return _reply(user, corp, now, "update_button", inner)


def sealed(signed: Signed) -> str:
    """Wrap an encrypted reply."""
    return (
        f"<xml><Encrypt>{_cdata(signed.encrypted)}</Encrypt>"
        f"<MsgSignature>{_cdata(signed.signature)}</MsgSignature>"
        f"<TimeStamp>{escape(signed.timestamp)}</TimeStamp>"
        f"<Nonce>{_cdata(signed.nonce)}</Nonce></xml>"
    )


def _fields(xml: str) -> dict[str, str]:
    if len(xml) > _MOST_CHARACTERS:
        raise Forged("a long XML")
    # Entities and external documents are declared before the root, so nothing may stand there.
    if not _ROOT_FIRST.match(xml):
        raise Forged("a declaration in the XML")
    try:
        message = parse_message(xml)
    except Exception as error:
        # Expat's, xmltodict's and wechatpy's own: which ones is documented nowhere.
        raise Forged("not a message in XML") from error
    data: dict[str, Any] = getattr(message, "_data", {})
    return {key: value for key, value in data.items() if isinstance(value, str)}


def _event_id(fields: dict[str, str]) -> str:
    """Name an event, which has no id: by who, when and what (WeCom's own advice and more)."""
    named = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "TaskId")
    parts = "\0".join(fields.get(name, "") for name in named)
    return f"event-{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


def _reply(user: str, corp: str, now: datetime, kind: str, inner: str) -> str:
    return (
        f"<xml><ToUserName>{_cdata(user)}</ToUserName><FromUserName>{_cdata(corp)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType>{_cdata(kind)}</MsgType>"
        f"{inner}</xml>"
    )


def _cdata(text: str) -> str:
    return f"{_CDATA}{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
