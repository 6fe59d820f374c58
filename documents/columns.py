"""Finds a table's columns by their headings, wherever they stand."""

import re
from collections.abc import Sequence
from enum import StrEnum

from documents.words import rejoin


class Column(StrEnum):
    """What a column holds, as far as a plan goes."""

    SECTION = "section"
    OBJECTIVE = "objective"
    ITEM = "item"
    LEAD = "lead"
    UNITS = "units"
    DEADLINE = "deadline"
    NUMBER = "number"
    OTHER = "other"


_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("序号", "编号", "项号"),
    Column.SECTION: ("板块", "类别", "领域", "方面", "分类"),
    Column.OBJECTIVE: (
        "工作任务",
        "重点任务",
        "主要任务",
        "任务",
        "任务名称",
        "工作目标",
        "目标任务",
    ),
    Column.ITEM: (
        "工作事项",
        "事项",
        "具体事项",
        "工作内容",
        "任务内容",
        "主要内容",
        "具体措施",
        "工作措施",
        "工作举措",
        "具体任务",
        "重点工作",
        "工作要求",
    ),
    Column.LEAD: ("牵头", "主办", "牵头单位", "牵头部门", "主办单位", "主责单位", "牵头责任单位"),
    Column.UNITS: (
        "配合",
        "协办",
        "责任单位",
        "责任部门",
        "配合单位",
        "协办单位",
        "参与单位",
        "配合部门",
    ),
    Column.DEADLINE: (
        "完成时限",
        "时限",
        "完成时间",
        "办结时限",
        "时间要求",
        "完成期限",
        "时间节点",
        "进度要求",
    ),
    Column.OTHER: ("责任领导", "牵头领导", "联系人", "联系电话", "备注", "责任人", "进展情况"),
}
_BY_NAME = {name: column for column, names in _HEADINGS.items() for name in names}
_BY_WORDS = (
    (re.compile(r"(?:领导|联系人|电话|备注|负责人|责任人)$"), Column.OTHER),
    (re.compile(r"(?:牵头|主办|主责).*(?:单位|部门)"), Column.LEAD),
    (re.compile(r"(?:责任|配合|协办|协同|参与|参加).*(?:单位|部门)"), Column.UNITS),
    (re.compile(r"(?:完成|办结|时间|进度).*(?:时限|时间|期限|节点|要求)$"), Column.DEADLINE),
    (re.compile(r"(?:工作|具体|主要)(?:事项|内容|措施|举措|任务)$"), Column.ITEM),
)
"""For headings of other wording (牵头责任单位及责任人), in this order."""
_BRACKETED = re.compile(r"[(（][^()（）]{0,20}[)）]")
_ENOUGH = 3
_LONGEST = 40
_LONGEST_LOOSE = 14


def _meaning(cell: str) -> Column | None:
    if len(cell) > _LONGEST:
        return None
    name = _BRACKETED.sub("", rejoin(cell)).replace(" ", "").strip("：:*")
    if name in _BY_NAME or len(name) > _LONGEST_LOOSE:
        return _BY_NAME.get(name)
    return next((column for words, column in _BY_WORDS if words.search(name)), None)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row is made of headings: at least three known ones and hardly anything else."""
    filled = [cell for cell in cells if cell.strip()]
    known = sum(_meaning(cell) is not None for cell in filled)
    return known >= _ENOUGH and known * 2 > len(filled)


def columns_of(header: Sequence[str], width: int) -> tuple[Column, ...] | None:
    """Say what each of `width` columns holds; None where no lead or no work column is there.

    A heading over two columns (工作任务 above section and objective) comes twice, or leaves its
    row shorter than the others.
    """
    found = [_meaning(cell) or Column.OTHER for cell in header]
    if len(found) < width and Column.OBJECTIVE in found:
        at = found.index(Column.OBJECTIVE)
        found[at:at] = [Column.OBJECTIVE] * (width - len(found))
    found += [Column.OTHER] * (width - len(found))
    doubled = [at for at, column in enumerate(found) if column is Column.OBJECTIVE]
    if len(doubled) > 1 and Column.SECTION not in found:
        found[doubled[0]] = Column.SECTION
    if Column.ITEM not in found and Column.OBJECTIVE in found:
        found[len(found) - 1 - found[::-1].index(Column.OBJECTIVE)] = Column.ITEM
    if Column.LEAD not in found and Column.UNITS in found:
        found[found.index(Column.UNITS)] = Column.LEAD
    if Column.ITEM not in found or Column.LEAD not in found:
        return None
    return tuple(found)
