"""Tells what is ordered of all units (各单位周五前报进度) from what is asked or told of them."""

import re

_ALL_OF_THEM = (
    r"(?:各|所有|全体)(?:牵头|责任|有关|相关|成员|配合|县直)?(?:单位|部门|乡镇|局办)"
    r"|大家|(?:还|尚)?[没未]有?(?:上?报|报送)的(?:单位|部门)?"
)
_SOON = r"(?:抓紧|尽快|赶紧|尽早|及时)"
_OF_PROGRESS = re.compile(
    r"进[展度]|任务|台账|督办|(?:推进|完成|落实)情况|本期"
    r"|[没未]有?(?:上?报|报送)的"
)
_ASKED_OF_ALL = re.compile(
    r"[?]|吗|谁|哪|没有?$|了没|几|多少|已经?(?:全部)?[报交]|[报交]了|都[报交]"
)
"""各单位报进度了吗 asks, 各单位都报了 tells."""
TOLD_TO_ALL = (
    rf"(?:^|[,:。!\s])(?:请|@)?(?:{_ALL_OF_THEM})[^。]{{0,12}}"
    rf"(?:(?:D|{_SOON})[^。]{{0,10}}(?:报|交|填|反馈|更新)|{_SOON}[了啊哈]?$)"
)
"""All units, a day or haste, and a report: the pattern of such a message."""


def orders_progress(shape: str) -> bool:
    """Whether the plan's progress is ordered, not something else, and nothing is asked."""
    return _OF_PROGRESS.search(shape) is not None and _ASKED_OF_ALL.search(shape) is None
