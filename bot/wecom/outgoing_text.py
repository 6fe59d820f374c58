"""Text on its way to WeCom: nothing in it can become a mention, a link or markup.

What people wrote and what the plan says goes out as look-alikes of the characters the clients
act on; WeCom documents no escape. What is emphasised here is emphasised by us alone.
"""

import re
from functools import lru_cache

from messages.paging import paginate
from messages.text import Blocks

_ACTIVE = str.maketrans("<>[]`*~|@\\\r\v\f\u0085\u2028\u2029", "＜＞［］｀＊～｜＠＼\n\n\n\n\n\n")
# Inside a word, as in ids that people copy, it is no emphasis.
_UNDERSCORE = re.compile("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_LINE_MARK = re.compile(
    r"^([^\S\n]*)(?:([#=]|[-+](?=[ \t])|-(?=--))|(\d{1,9})([.)])(?=[ \t]))", re.MULTILINE
)
_FULL = str.maketrans("#-+=.)", "＃－＋＝．）")
_LINK = re.compile(r"(?i)(?:(?<![a-z0-9])[a-z][a-z0-9+.-]{1,15})?:(?=//)|(?<=[a-z]):(?=[a-z0-9])")
_HOST = re.compile(
    r"(?i)(?<=[\w-])\.(?=(?:com|cn|net|org|gov|edu|top|xyz|io|cc|info|vip|shop|site|app|me|tv"
    r"|co|link|club|ltd|work|wang|online|store|tech|fun|ink|red|pub|pro|mobi|biz|dev|us|uk|jp|hk"
    r"|tw|ru)(?![a-z0-9-]))"
)
_REMEMBERED = 300
"""Characters; the lines of a plan's items go out again and again."""
_HEADING = 120
"""Characters; a longer first line is no heading."""


def harmless(text: str) -> str:
    """Give the same words with nothing in them that a client would act on."""
    return _known(text) if len(text) <= _REMEMBERED else _made_harmless(text)


@lru_cache(maxsize=8_192)
def _known(text: str) -> str:
    return _made_harmless(text)


def _made_harmless(text: str) -> str:
    plain = _UNDERSCORE.sub("＿", text.translate(_ACTIVE))
    plain = _LINE_MARK.sub(lambda found: found[1] + found[2].translate(_FULL), plain)
    return _HOST.sub("．", _LINK.sub(r"\1：", plain))


def pages(blocks: Blocks, limit: int, *, rich: bool) -> tuple[str, ...]:
    """Cut an answer into messages of at most `limit` UTF-8 bytes, on the borders of its blocks.

    `rich` sets the first line of a longer answer in bold; without it there is no markup at all.
    """
    safe = tuple(harmless(block) for block in blocks)
    heading = rich and len(blocks) > 1 and "\n" not in safe[0] and 0 < len(safe[0]) <= _HEADING
    if heading:
        safe = (f"**{safe[0].strip()}**", *safe[1:])
    return paginate(safe, limit)
