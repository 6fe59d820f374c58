"""Text on its way to WeCom: nothing in it can become a mention, a link or markup.

What people wrote and what the plan says goes out as look-alikes of the characters the clients
act on; WeCom documents no escape. What is emphasised here is emphasised by us alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from messages.paging import paginate
from messages.text import Blocks

_ACTIVE = str.maketrans("<>[]`*~|@\\\r\v\f\u0085\u2028\u2029", "＜＞［］｀＊～｜＠＼\n\n\n\n\n\n")
# Inside a word, as in ids that people copy, it is no emphasis.
_UNDERSCORE = re.compile("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_LINE_MARK = re.compile(r"^([^\S\n]*)(#|=|[-+](?=[ \t]|$)|-(?=-))", re.MULTILINE)
_LINE_NUMBER = re.compile(r"^([^\S\n]*\d{1,9})([.)])(?=[ \t])", re.MULTILINE)
_FULL = str.maketrans("#-+=.)", "＃－＋＝．）")
_COLON = re.compile(r"(?i):(?=//)|(?<=[a-z]):(?=[a-z0-9])")
_HOST = re.compile(
    r"(?i)(?<=www)\.|(?<=[\w-])\."
    r"(?=(?:com|cn|net|org|gov|edu|top|xyz|io|cc|info|vip|shop|site|app|me|tv"
    r"|co|link|club|ltd|work|wang|online|store|tech|fun|ink|red|pub|pro|mobi|biz|dev|us|uk|jp|hk"
    r"|tw|ru)(?![a-z0-9-]))"
)
_REMEMBERED = 300
"""Characters; the lines of a plan's items go out again and again."""
_HEADING = 120
"""Characters; a longer first line is no heading."""
_PAGE_MARK = re.compile(r"\(\d{1,3}/\d{1,3}\)")
_CUT_BYTES = 8
"""Room on a page for what a cut may bring to its borders: a line's mark, two underscores."""


def harmless(text: str) -> str:
    """Give the same words with nothing in them that a client would act on."""
    return _known(text) if len(text) <= _REMEMBERED else _made_harmless(text)


@lru_cache(maxsize=8_192)
def _known(text: str) -> str:
    return _made_harmless(text)


def _made_harmless(text: str) -> str:
    return _HOST.sub("．", _COLON.sub("：", _unmarked(text.translate(_ACTIVE))))


def _unmarked(text: str) -> str:
    """Take the power from what is markup only where it stands: at a border of words or lines."""
    text = _UNDERSCORE.sub("＿", text)
    for mark in (_LINE_MARK, _LINE_NUMBER):
        text = mark.sub(lambda found: found[1] + found[2].translate(_FULL), text)
    return text


def pages(blocks: Blocks, limit: int, *, rich: bool) -> tuple[str, ...]:
    """Cut an answer into messages of at most `limit` UTF-8 bytes, on the borders of its blocks.

    `rich` sets the first line of a longer answer in bold; without it there is no markup at all.
    What was cut before, and had to wait, keeps its cuts and their marks.
    """
    safe = tuple(harmless(block) for block in blocks)
    if rich and len(blocks) > 1 and _is_heading(safe[0]):
        safe = (f"**{safe[0].strip()}**", *safe[1:])
    return tuple(page for part in _parts(safe) for page in _cut(part, limit))


def _is_heading(line: str) -> bool:
    if not line.strip() or "\n" in line or len(line) > _HEADING:
        return False
    return not _PAGE_MARK.fullmatch(line)


def _parts(blocks: Blocks) -> Iterator[Blocks]:
    """Divide blocks where pages of an earlier cut begin."""
    begins = [at for at, block in enumerate(blocks) if at and _PAGE_MARK.fullmatch(block)]
    for start, end in zip([0, *begins], [*begins, len(blocks)], strict=True):
        yield blocks[start:end]


def _cut(blocks: Blocks, limit: int) -> tuple[str, ...]:
    whole = paginate(blocks, limit)
    if len(whole) < 2:
        return whole
    return tuple(_unmarked(page) for page in paginate(blocks, limit - _CUT_BYTES))
