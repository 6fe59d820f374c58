"""Text on its way to WeCom: nothing in it can become a mention, a link or markup.

What people wrote and what the plan says goes out as look-alikes of the characters the clients
act on; WeCom documents no escape. What is emphasised here is emphasised by us alone.
"""

import re

from messages.paging import paginate
from messages.text import Blocks

_ACTIVE = str.maketrans("<>[]`*~|@\\", "＜＞［］｀＊～｜＠＼")
# Inside a word, as in ids that people copy, it is no emphasis.
_UNDERSCORE = re.compile("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_LINE_MARK = re.compile(
    r"^([ \t]*)(#{1,6}|[-+](?=[ \t])|-{3,}|={3,}|\d{1,9}[.)](?=[ \t]))", re.MULTILINE
)
_FULL = str.maketrans("#-+=.)", "＃－＋＝．）")
_LINK = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,15}):(?=//|[a-z0-9])")
_HOST = re.compile(
    r"(?i)(?<=[a-z0-9-])\.(?=(?:com|cn|net|org|gov|edu|top|xyz|io|cc|info|vip|shop|site|app|me|tv"
    r"|co|link|club|ltd|work|wang|online|store|tech|fun|ink|red|pub|pro|mobi|biz|dev|us|uk|jp|hk"
    r"|tw|ru)\b)"
)
_HEADING = 120
"""Characters; a longer first line is no heading."""


def harmless(text: str) -> str:
    """Give the same words with nothing in them that a client would act on."""
    if text.isascii() and text.isalnum():
        return text
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
