"""Puts together what line ends and page breaks took apart, and drops what is no writing."""

import re
import unicodedata

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’《》（）—…·"
_SPACES = re.compile(r"\s+")
_BROKEN = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")
_UNWANTED = {"Cc", "Cf", "Cs"}


_UNIT_ENDS = "局院办委部会联区行队所站司团心府处科室校馆)）"
_UNIT_BEGINS = "[县市区省州各]|国网|人民银行|中国"
_BETWEEN_UNITS = re.compile(rf"(?<=[{_UNIT_ENDS}]) (?={_UNIT_BEGINS})")


def rejoin_units(words: str) -> str:
    """Join a cell of units: a line end between two whole names parts them, inside one it does not.

    `县发改局⏎县财政局` becomes `县发改局、县财政局`, `县市场⏎监管局` becomes `县市场监管局`.
    """
    return rejoin(_BETWEEN_UNITS.sub("、", _SPACES.sub(" ", words)))


def rejoin(words: str) -> str:
    """Join a cell's broken words: blanks and line ends beside Chinese characters vanish.

    `建好用⏎好“湘易⏎办”` becomes `建好用好“湘易办”`; blanks between Latin words stay, as one.
    Control characters and lone surrogates are dropped.
    """
    if not words.isprintable():
        kept = (c for c in words if c.isspace() or unicodedata.category(c) not in _UNWANTED)
        words = "".join(kept)
    return _BROKEN.sub("", _SPACES.sub(" ", words)).strip()
