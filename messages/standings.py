"""The words for lists by state: which state is asked for, and how such a list reads."""

import re
from collections.abc import Sequence

from ledger.progress import ItemState
from ledger.standings import Standing
from messages import items
from messages.items import Reader
from messages.text import Blocks

_WORDS = {
    Standing.DONE: "已完成",
    Standing.CLOSED: "已销号",
    Standing.UNFINISHED: "未完成",
    Standing.PENDING: "待审核",
    Standing.UNDER_WAY: "推进中",
    Standing.STUCK: "有困难",
    Standing.NOT_STARTED: "未启动",
    Standing.SHELVED: "挂账停办",
}
_NOT = r"(?:没有?|未|尚未|还没有?|还未)(?:人|真正|全部|正式)?"
_FINISHED = r"(?:完成|办结|办完|做完|搞完|销号|结案|完结)"
SAID = (
    (Standing.NOT_STARTED, re.compile(rf"{_NOT}(?:启动|开始|开工|动工|开展|动手)")),
    (Standing.UNFINISHED, re.compile(rf"{_NOT}{_FINISHED}|剩下的?(?!几|多少)")),
    (
        Standing.PENDING,
        re.compile(r"(?:待|等待?|在|正在?)审[核批]?|审核中|(?:申请|报)了?(?:办结|销号)"),
    ),
    (Standing.SHELVED, re.compile(r"挂账|停办|搁置|暂停办理")),
    (
        Standing.STUCK,
        re.compile(r"有(?:困难|问题|难度|阻力)|遇到?(?:了)?(?:困难|问题)|卡住|卡壳|受阻|推不动"),
    ),
    (Standing.CLOSED, re.compile(r"已?经?销号")),
    (Standing.DONE, re.compile(r"(?:已经?)?(?:完成|办结|办完|做完)了?|完结")),
    (Standing.UNDER_WAY, re.compile(r"(?:正在?|在)(?:推进|办理?|做)|推进中|办理中|进行中")),
)
"""The first whose words are found is meant; what denies stands before what affirms."""


def standing_of(text: str) -> Standing | None:
    """Give the state that a list is asked by."""
    return next((standing for standing, said in SAID if said.search(text)), None)


def word(standing: Standing | None) -> str:
    """Name a state; nothing where none was asked for."""
    return _WORDS[standing] if standing else ""


def listed(
    states: Sequence[ItemState],
    asked: Standing | None,
    reader: Reader,
    *,
    section: str = "",
    silent: int = 0,
) -> Blocks:
    """List items of a section, in a state, or both.

    `silent` is how many items nobody has reported on yet: an empty list by what was reported
    is no news while they are many.
    """
    where = f"{section} " if section else ""
    kind = f"{word(asked)}的" if asked else ""
    reported = asked in {Standing.NOT_STARTED, Standing.UNDER_WAY, Standing.STUCK}
    aside = f"另有{silent}项还没报过进展。" if reported and silent else ""
    if not states:
        return (f"{where}没有{kind}事项。{aside}",)
    rows = items.lines(states, reader, with_lead=True)
    return (f"{where}{kind}事项{len(states)}项：", *rows, *([aside] if aside else []))
