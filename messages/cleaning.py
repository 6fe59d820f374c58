"""What arrives, made harmless: control characters out, the bot's mention off."""

import re
import unicodedata
from functools import lru_cache

# WeCom puts such blanks behind a mention (docs of the protocol, section on mentions).
_BLANK = "[ \\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000\\t]"
_SPACES = re.compile(_BLANK)
_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_AFTER_MENTION = "，,：:、 \u3000\u00a0\u2005\t"
_OTHER_MENTION = re.compile(rf"{_BLANK}*[@＠][^\s@＠]{{1,40}}(?:{_BLANK}+|(?=[@＠])|$)")


class _Removal(dict[int, int | None]):
    """A translation table that fills itself: characters that carry no writing are dropped."""

    def __missing__(self, code: int) -> int | None:
        keep = unicodedata.category(chr(code)) not in _UNWANTED
        self[code] = code if keep else None
        return self[code]


_TABLE = _Removal({0x0A: 0x0A, 0x09: 0x20})


def clean(text: str) -> str:
    r"""Remove what is no writing: control, zero-width and bidi characters, lone surrogates.

    Line breaks stay (all kinds become \\n), tabs become blanks. The result is NFC and can be
    encoded as UTF-8.
    """
    return unicodedata.normalize("NFC", _BREAKS.sub("\n", text).translate(_TABLE))


def strip_mention(text: str, bot_names: tuple[str, ...]) -> tuple[str, bool]:
    """Take the mention of the bot off a message.

    Returns the rest and whether the bot was addressed. There is no mention field: the display
    name, which may hold blanks, stands in the text behind @ or ＠, anywhere, other people's
    mentions before it (WeCom protocol). The longest name is tried first; nothing need separate
    it from the command (`@督办助手15(6)`), since people type it by hand.
    """
    if "@" not in text and "＠" not in text:
        return text, False
    for mention in _mentions(bot_names):
        found = mention.search(text)
        if found is not None:
            before = _others_off(text[: found.start()]).strip()
            rest = _others_off(text[found.end() :].lstrip(_AFTER_MENTION))
            return f"{before} {rest}".strip(), True
    return text, False


@lru_cache
def _mentions(bot_names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = sorted(filter(None, bot_names), key=len, reverse=True)
    return tuple(re.compile(rf"[@＠]{_BLANK}?{_loose(n)}", re.IGNORECASE) for n in names)


_GREETING = re.compile(
    r"\s*(?:您好|你好|大家好|(?:各位)?领导好|各位好|[早中晚]上好|[上下]午好|打扰(?:了|一下)?"
    r"|请教(?:一?下|各位)?)"
    r"[,，。!！、~\s]+"
)
# A sticker is a short name in brackets; [已完成] is no sticker.
_STICKER = r"\[(?![^\[\]]{0,4}[已完办结推滞未难进停启改])[\u4e00-\u9fffA-Za-z]{1,5}\]"
_THANKS = re.compile(
    rf"[,，。!！~\s]*(?:(?:谢谢|多谢|感谢|辛苦)(?:您|你|大家|各位|领导|了|啦){{0,2}}"
    rf"|{_STICKER})[,，。!！~\s]*$"
)
_MOST_COURTESIES = 6
_COURTEOUS = 60
"""How far from the end thanks are looked for."""


def courtesies_off(text: str) -> str:
    """Take a greeting off the front and thanks and stickers off the end, if anything is left."""
    rest = text
    if greeting := _GREETING.match(rest):
        rest = rest[greeting.end() :]
    for _ in range(_MOST_COURTESIES):
        found = _THANKS.search(rest, max(0, len(rest) - _COURTEOUS))
        if found is None:
            break
        rest = rest[: found.start()]
    return rest if rest.strip() else text


def to_somebody_else(text: str) -> bool:
    """Whether a message without the bot's mention begins with another person's."""
    return _OTHER_MENTION.match(text) is not None


def _loose(name: str) -> str:
    """Let each blank of a name be any one blank."""
    return f"{_BLANK}+".join(map(re.escape, _SPACES.sub(" ", name).split()))


def _others_off(text: str) -> str:
    """Take leading mentions of other people off."""
    at = 0
    while found := _OTHER_MENTION.match(text, at):
        at = found.end()
    return text[at:]
