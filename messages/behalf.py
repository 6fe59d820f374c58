"""For whom a message speaks: the unit named before the number, and the words that say 代报."""

import re

from messages.commands import AskBack
from messages.sentence import Sentence

_BEHALF = re.compile(r"(?:^|\s|,)(?:代报?|替|代表|帮)\s?U|U\s?(?:委托|托).{0,4}(?:代报|代)|^代")


def unit_named(sentence: Sentence) -> str:
    """Name the unit that stands before the number, if any."""
    return sentence.units[0] if sentence.units and "U" in _head(sentence) else ""


def on_behalf_of(sentence: Sentence) -> str:
    """Name the unit the sender says he speaks for, if any."""
    return unit_named(sentence) if _BEHALF.search(_head(sentence)) else ""


_FOR_SOMEBODY = re.compile(
    r"(?:^|\s|,)(?:代报?|替|帮|代表)[\s:]?"
    r"(?P<name>[\u4e00-\u9fff]{1,8}(?:局|委|办|院|中心|公司|集团|银行|镇|乡|街道))(?:报"
    r"|填)?[\s,:]{0,3}R"
)


def for_nobody_known(sentence: Sentence) -> AskBack | None:
    """Ask for whom a report is where a unit is named that nobody has (代 环保局 15(6) 60%)."""
    found = _FOR_SOMEBODY.search(sentence.shape)
    if found is None:
        return None
    name = found["name"]
    near = sentence.vocabulary.units.near(name)
    return AskBack(why="which_unit", name=name, candidates=near, refs=sentence.items)


def _head(sentence: Sentence) -> str:
    return sentence.shape[: sentence.shape.find("R")]
