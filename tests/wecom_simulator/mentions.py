"""What of an accepted message the platform would turn into a mention, a link or markup."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Surface(StrEnum):
    """Where a message came through."""

    SOCKET = "socket"
    CALLBACK = "callback"
    RESPONSE_URL = "response_url"
    APP = "app"
    APPCHAT = "appchat"
    WEBHOOK = "webhook"


BOT = frozenset({Surface.SOCKET, Surface.CALLBACK, Surface.RESPONSE_URL})

_MENTION = re.compile(r"<\s*@\s*([^<>\r\n]{1,128}?)\s*>")
"""Lenient about blanks: what might be read as a mention counts as one."""
_ANCHOR = re.compile(r"<\s*a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[(?:[^\[\]\r\n]|\[[^\[\]\r\n]*\])*\]\(\s*<?([^)\s>]+)")
_BARE_LINK = re.compile(r"(?:https?|ftp)://[^\s<>()\[\]\"']+", re.IGNORECASE)
_SCHEME_LINK = re.compile(r"<([a-z][a-z0-9+.-]{1,31}:[^\s<>]*)>", re.IGNORECASE)

_PLAIN_MARKS = {
    "heading": re.compile(r"^ {0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE),
    "bold": re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"),
    "code": re.compile(r"`([^`\n]+)`"),
    "quote": re.compile(r"^ {0,3}>[ \t]?(.*)$", re.MULTILINE),
}
_RICH_MARKS = {
    "italic": re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])"),
    "underscore": re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?!\w)"),
    "fence": re.compile(r"^ {0,3}(?:```|~~~)(.*)$", re.MULTILINE),
    "bullet": re.compile(r"^\s*[-*+][ \t]+(.+)$", re.MULTILINE),
    "ordered": re.compile(r"^\s*\d{1,9}[.)][ \t]+(.+)$", re.MULTILINE),
    "table": re.compile(r"^\s*\|?\s*:?-{3,}:?\s*\|(.*)$", re.MULTILINE),
    "image": re.compile(r"!\[([^\]\n]*)\]\("),
    "rule": re.compile(
        r"^ {0,3}((?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE
    ),
    "strike": re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"),
}
_COLOUR = {"font": re.compile(r"<\s*font\b([^>]*)>", re.IGNORECASE)}
_THINK = {"think": re.compile(r"<\s*think\s*>(.*)", re.IGNORECASE | re.DOTALL)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the clients would show a text."""

    mentions: tuple[str, ...]
    """User ids (or `all`, phone numbers) whose holders would be called."""
    links: tuple[str, ...]
    """Targets people could tap."""
    marks: tuple[tuple[str, str], ...]
    """(kind, text under it) of each piece of markup."""


def read(surface: Surface, body: dict[str, Any]) -> Reading:
    """Return what a message of the platform's own form would become on the screens."""
    msgtype = str(body.get("msgtype", ""))
    text = text_of(body)
    found = list(_listed(body.get(msgtype)))
    if _mentions_in_text(surface, msgtype):
        found += [match.group(1) for match in _MENTION.finditer(text)]
    return Reading(
        mentions=tuple(found),
        links=tuple(_links(msgtype, text)),
        marks=tuple(_marks(surface, msgtype, text)),
    )


def text_of(body: dict[str, Any]) -> str:
    """Return the words of a message: its content, or what stands on its card."""
    msgtype = str(body.get("msgtype", ""))
    payload = body.get("stream" if msgtype == "stream_with_template_card" else msgtype)
    if not isinstance(payload, dict):
        return ""
    if msgtype == "template_card":
        return "\n".join(_card_words(payload))
    if "content" in payload:
        return str(payload["content"])
    return "\n".join(str(payload[key]) for key in ("title", "description") if payload.get(key))


def mentions(surface: Surface, body: dict[str, Any]) -> tuple[str, ...]:
    """Only the mentions."""
    return read(surface, body).mentions


def _listed(payload: object) -> list[str]:
    if not isinstance(payload, dict):
        return []
    names = [
        *(payload.get("mentioned_list") or ()),
        *(payload.get("mentioned_mobile_list") or ()),
    ]
    return [str(name).removeprefix("@") for name in names]


def _mentions_in_text(surface: Surface, msgtype: str) -> bool:
    if surface is Surface.APP or msgtype == "template_card":
        return False
    # On the bot's own surface the reports contradict each other, so the form counts as a mention.
    return surface in BOT or msgtype in {"text", "markdown"}


def _links(msgtype: str, text: str) -> list[str]:
    found = [match.group(1) for match in _ANCHOR.finditer(text)]
    if msgtype != "text":
        found += [match.group(1) for match in _MARKDOWN_LINK.finditer(text)]
        found += [match.group(1) for match in _SCHEME_LINK.finditer(text)]
    found += [match.group(0) for match in _BARE_LINK.finditer(text)]
    return list(dict.fromkeys(found))


def _marks(surface: Surface, msgtype: str, text: str) -> list[tuple[str, str]]:
    if msgtype in {"text", "template_card"}:
        return []
    patterns = dict(_PLAIN_MARKS)
    if surface in BOT or msgtype == "markdown_v2":
        patterns |= _RICH_MARKS
    else:
        patterns |= _COLOUR
    if surface in BOT:
        patterns |= _THINK
    return [
        (kind, match.group(1))
        for kind, pattern in patterns.items()
        for match in pattern.finditer(text)
    ]


def _card_words(card: dict[str, Any]) -> list[str]:
    words: list[str] = []

    def walk(value: object, key: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, str(name))
        elif isinstance(value, list):
            for inner in value:
                walk(inner, key)
        elif isinstance(value, str) and key in _SHOWN:
            words.append(value)

    walk(card, "")
    return words


_SHOWN = frozenset(
    {"title", "desc", "sub_title_text", "quote_text", "keyname", "value", "text", "replace_text"}
)
