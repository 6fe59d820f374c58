"""What a smart bot is told, in the long connection and in callbacks alike: body → Inbound.

Whatever is missing or of another type than documented is read as absent; unknown kinds of
messages and events are None.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any, Final

from bot.channel import Inbound, InboundKind
from bot.wecom.cards import pressed
from messages.cleaning import strip_mention

_MENTIONS = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*(?:[@＠]\S+(?:\s+|$))+")
"""Whoever stands at the beginning: among them is the bot, under a name nobody told us."""
_ATTACHED: Final = frozenset({"image", "file", "video"})
_SAME_FOR = 120
"""Seconds in which the same words of one person without any id are one message."""


class Notice(Enum):
    """Events that are about the connection, not about somebody's words."""

    TAKEN_OVER = auto()


def message_of(
    body: Mapping[str, Any], channel: str, names: tuple[str, ...], now: datetime
) -> Inbound | None:
    """Read an `aibot_msg_callback`: words, what was quoted, or that something was attached."""
    private = text_at(body, "chattype") != "group"
    sender = text_at(body, "from", "userid")
    chat = sender if private else text_at(body, "chatid")
    if not sender or not chat:
        return None
    words = words_of(body)
    if words is None and text_at(body, "msgtype") not in _ATTACHED:
        return None
    words = words or ""
    if not private:
        words = _unmentioned(words, names)
    quote = body.get("quote")
    return Inbound(
        channel=channel,
        message_id=text_at(body, "msgid") or _made_up_id(words, now),
        chat=chat,
        private=private,
        sender=sender,
        text=words,
        quoted=(words_of(quote) or "") if isinstance(quote, Mapping) else "",
        at=now,
        kind=_kind_of(words, body),
    )


def event_of(body: Mapping[str, Any], channel: str, now: datetime) -> Inbound | Notice | None:
    """Read an `aibot_event_callback`: a card's button, the opened chat, or a takeover."""
    event = body.get("event")
    kind = text_at(body, "event", "eventtype")
    if kind == "disconnected_event":
        return Notice.TAKEN_OVER
    sender = text_at(body, "from", "userid")
    if not isinstance(event, Mapping) or not sender:
        return None
    chat = text_at(body, "chatid")
    if kind == "enter_chat":
        words, about, what = "", "", InboundKind.OPENED
    elif kind == "template_card_event":
        nested = event.get(kind)
        click = nested if isinstance(nested, Mapping) else event
        words, about = pressed(text_at(click, "event_key"))
        what = InboundKind.CLICKED
    else:
        return None
    return Inbound(
        channel=channel,
        message_id=text_at(body, "msgid") or _made_up_id(words, now),
        chat=chat or sender,
        private=not chat,
        sender=sender,
        text=words,
        about=about,
        at=now,
        kind=what,
    )


def task_of(body: Mapping[str, Any]) -> str:
    """Read the card a button was pressed on."""
    nested = text_at(body, "event", "template_card_event", "task_id")
    return nested or text_at(body, "event", "task_id")


def words_of(message: Mapping[str, Any]) -> str | None:
    """Read the words of a message or a quotation; None for a kind that carries none."""
    kind = text_at(message, "msgtype")
    if kind in {"text", "voice"}:
        return text_at(message, kind, "content")
    if kind != "mixed":
        return None
    mixed = message.get("mixed")
    found = mixed.get("msg_item") if isinstance(mixed, Mapping) else None
    items = found if isinstance(found, Sequence) and not isinstance(found, str) else ()
    parts = (text_at(i, "text", "content") for i in items if isinstance(i, Mapping))
    return " ".join(part for part in parts if part)


def text_at(value: object, *path: str) -> str:
    """Follow keys into nested objects; empty where the way ends or no text stands there."""
    for key in path:
        # JSON has no other mapping, and asking for the abstract one takes ten times as long.
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _unmentioned(words: str, names: tuple[str, ...]) -> str:
    """Take the bot's mention off; a group message reaches the bot only if it was mentioned."""
    rest, addressed = strip_mention(words, names)
    return rest if addressed else _MENTIONS.sub("", words, count=1)


def _kind_of(words: str, body: Mapping[str, Any]) -> InboundKind:
    """Tell a bare mention from an attachment, sent or quoted beside one: both have no words."""
    if words.strip():
        return InboundKind.SAID
    bare = text_at(body, "msgtype") == "text" and (
        text_at(body, "quote", "msgtype") not in {"mixed", *_ATTACHED}
    )
    return InboundKind.OPENED if bare else InboundKind.ATTACHED


def _made_up_id(words: str, now: datetime) -> str:
    slot = int(now.timestamp()) // _SAME_FOR
    return f"none-{slot}-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:24]}"
