"""For whom a message speaks: the unit named before the number, and the words that say 代报."""

import re

from messages.sentence import Sentence

_BEHALF = re.compile(r"(?:^|\s|,)(?:代报?|替|代表|帮)\s?U|U\s?(?:委托|托).{0,4}(?:代报|代)|^代")


def unit_named(sentence: Sentence) -> str:
    """Name the unit that stands before the number, if any."""
    return sentence.units[0] if sentence.units and "U" in _head(sentence) else ""


def on_behalf_of(sentence: Sentence) -> str:
    """Name the unit the sender says he speaks for, if any."""
    return unit_named(sentence) if _BEHALF.search(_head(sentence)) else ""


def _head(sentence: Sentence) -> str:
    return sentence.shape[: sentence.shape.find("R")]
