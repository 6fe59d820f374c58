"""One plain spelling for matching: width, script and circled digits folded, places kept."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from ledger.traditional import SIMPLIFIED

# Circled and bracketed digits lose their brackets in NFKC, and with them what they mean.
_ENCLOSED = (
    {0x2460 + n: f"({n + 1})" for n in range(20)}
    | {0x2776 + n: f"({n + 1})" for n in range(10)}
    | {0x2780 + n: f"({n + 1})" for n in range(10)}
    | {0x278A + n: f"({n + 1})" for n in range(10)}
    | {0x3280 + n: f"({digit})" for n, digit in enumerate("一二三四五六七八九十")}
)
_BRACKETS = dict.fromkeys(map(ord, "[【〔〖［{｛"), "(") | dict.fromkeys(
    map(ord, "]】〕〗］}｝"), ")"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣﹘⁃─━﹣"), "-")


class _Folding(dict[int, str]):
    """A translation table that fills itself: NFKC and lower case of one character at a time."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) > 1 and not plain.isascii():
            plain = plain.translate(self)
        elif len(plain) == 1 and ord(plain) != code:
            plain = self[ord(plain)]
        # A character that stands for a sentence (ﷺ) must not blow a message up.
        self[code] = plain if len(plain) <= 8 else chr(code)
        return self[code]


_TABLE = _Folding({**_ENCLOSED, **_BRACKETS, **_DASHES, **SIMPLIFIED, 0x3002: "。"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text in its plain spelling, with the way back to the original's places."""

    text: str
    original: str
    starts: tuple[int, ...] = ()
    """Where each original character begins in `text`; empty where the lengths are the same."""

    def words(self, start: int, end: int) -> str:
        """Give the original words behind text[start:end]."""
        if not self.starts:
            return self.original[start:end]
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) if end > start else first
        return self.original[first:last]


def fold(original: str) -> Folded:
    """Fold widths, brackets, dashes, circled digits, traditional script and case.

    `15（6）`, `１５⑥` and `15⑹` all become `15(6)`. Linear in the length.
    """
    text = original.translate(_TABLE)
    if len(text) == len(original):
        return Folded(text=text, original=original)
    sizes = (len(_TABLE[ord(char)]) for char in original)
    return Folded(text=text, original=original, starts=tuple(accumulate(sizes, initial=0))[:-1])
