"""Slips of finger, ear and eye in the words of this trade, mended before the rules look."""

import re
from bisect import bisect_left
from dataclasses import replace

from ledger.folding import Folded

# Same length on both sides, so that places stay; whole words, so that good text is left alone.
_MENDED = {
    "己完成": "已完成",
    "巳完成": "已完成",
    "以完成": "已完成",
    "已晚成": "已完成",
    "己晚成": "已完成",
    "已完呈": "已完成",
    "己办结": "已办结",
    "巳办结": "已办结",
    "以办结": "已办结",
    "已完城": "已完成",
    "己经": "已经",
    "巳经": "已经",
    "完城": "完成",
    "完程": "完成",
    "完诚": "完成",
    "完戍": "完成",
    "完戌": "完成",
    "玩成": "完成",
    "完乘": "完成",
    "办洁": "办结",
    "办接": "办结",
    "办截": "办结",
    "办节": "办结",
    "班结": "办结",
    "进渡": "进度",
    "近度": "进度",
    "尽度": "进度",
    "撒回": "撤回",
    "彻回": "撤回",
    "撤会": "撤回",
    "策回": "撤回",
    "测回": "撤回",
    "车回": "撤回",
    "徹回": "撤回",
    "撒销": "撤销",
    "撒消": "撤销",
    "撤消": "撤销",
    "冇": "没",
    "莫得": "没得",
    "帮肋": "帮助",
    "帮住": "帮助",
    "邦助": "帮助",
    "申清": "申请",
    "申情": "申请",
    "审请": "申请",
    "中请": "申请",
    "伸请": "申请",
    "延其": "延期",
    "延斯": "延期",
    "沿期": "延期",
    "廷期": "延期",
    "俞期": "逾期",
    "愈期": "逾期",
    "余期": "逾期",
    "于期": "逾期",
    "预期清": "逾期清",
    "到其": "到期",
    "消号": "销号",
    "削号": "销号",
    "销好了": "销号了",
    "迁头": "牵头",
    "牵投": "牵头",
    "千头": "牵头",
    "签头": "牵头",
    "汇宗": "汇总",
    "会总": "汇总",
    "汇种": "汇总",
    "催班": "催办",
    "崔办": "催办",
    "倒出": "导出",
    "导岀": "导出",
    "道出": "导出",
    "连系": "联系",
    "联糸": "联系",
    "联络圆": "联络员",
    "帮定": "绑定",
    "梆定": "绑定",
    "邦定": "绑定",
    "榜定": "绑定",
    "绑订": "绑定",
    "推近": "推进",
    "推劲": "推进",
    "退进": "推进",
    "滞厚": "滞后",
    "滞侯": "滞后",
    "困南": "困难",
    "制后": "滞后",
    "置后": "滞后",
    "带后": "滞后",
    "任物": "任务",
    "任雾": "任务",
    "倩单": "清单",
    "青单": "清单",
    "任务请单": "任务清单",
    "通抱": "通报",
    "台帐": "台账",
    "太账": "台账",
    "跟正": "更正",
    "更证": "更正",
    "推回": "退回",
    "退会": "退回",
    "元月": "一月",
}
_NO_SLIP_BEHIND = {"以": r"(?<![难可得予加所足])", "元": r"(?<![\d百千万亿])"}
"""难以完成, 可以办结 and 300元月租 are no slips."""
_SLIPS = re.compile(
    "|".join(
        _NO_SLIP_BEHIND.get(slip[0], "") + re.escape(slip)
        for slip in sorted(_MENDED, key=len, reverse=True)
    )
)


# 已完 成, 税 务 局: a character alone between blanks belongs to its neighbours.
_HAN = "\u4e00-\u9fff"
_TORN = re.compile(
    rf"(?<=[{_HAN}])[ \u00a0](?=[{_HAN}](?![{_HAN}]))"
    rf"|(?:(?<=(?<![{_HAN}])[{_HAN}]))[ \u00a0](?=[{_HAN}])"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")


def joined(folded: Folded) -> Folded:
    """Take out blanks that tear a word apart; places lead back to the original as before."""
    found = [match.start() for match in _TORN.finditer(folded.text)]
    if not found:
        return folded
    starts = list(folded.starts or range(len(folded.original)))
    moved = [start - bisect_left(found, start) for start in starts]
    gone = set(found)
    text = "".join(char for at, char in enumerate(folded.text) if at not in gone)
    return replace(folded, text=text, starts=tuple(moved))


_ANGLED = re.compile(r"(?<=\d)<(\d{1,2})>")
"""15<6>: brackets, not markup."""


def _hidden(match: re.Match[str]) -> str:
    """Blank an address on the web: its figures name no item."""
    return "~" * len(match[0])


def mend(folded: Folded) -> Folded:
    """Replace known slips in the folded text; the original keeps the sender's own words."""
    folded = joined(folded)
    text = _SLIPS.sub(lambda match: _MENDED[match[0]], folded.text)
    if "<" in text:
        text = _ANGLED.sub(r"(\1)", text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(_hidden, text)
    return folded if text == folded.text else replace(folded, text=text)
