"""A small county's vocabulary: real numbers and unit names, no sentence of a real plan."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.plan import ItemRef
from ledger.units import UnitDirectory
from ledger.workdays import WorkCalendar
from messages.commands import Command
from messages.grammar import Vocabulary, parse

SUBITEMS = {1: 2, 2: 3, 3: 2, 4: 3, 5: 7, 6: 2, 7: 0, 8: 0, 9: 0, 10: 2, 11: 0, 12: 0, 13: 0}
SUBITEMS |= {14: 4, 15: 6, 16: 3, 17: 4, 18: 4, 19: 5, 20: 3}
REFS = frozenset(
    ItemRef(objective, item)
    for objective, items in SUBITEMS.items()
    for item in (range(1, items + 1) if items else [0])
)
MEMBERS = [
    "县纪委监委",
    "县人民法院",
    "县委组织部",
    "县委统战部",
    "县委编办",
    "县工商联",
    "县政府办(金融办)",
    "县发改局",
    "县科工信局",
    "县公安局",
    "县司法局",
    "县财政局（国资股）",
    "县人社局",
    "县自然资源局",
    "市生态环境局双牌分局",
    "县住建局（人防办）",
    "县卫健局",
    "县市场监管局",
    "县城管执法局",
    "县医疗保障局",
    "县政务服务中心",
    "双牌产业开发区",
    "县税务局",
    "县气象局",
    "人民银行双牌支行",
    "国网双牌县供电公司",
]
PRINTED = [
    "科工信局",
    "县财政局",
    "县城管局",
    "县医保局",
    "县产业开发区",
    "县住建局",
    "县人防办",
    "县法院",
    "国网双牌供县电公司",
    "县优化办",
    "县泷兴集团",
    "阳明山管理局",
    "各乡镇人民政府",
    "各相关单位",
    "县委财经办",
    "县消防救援大队",
    "县住房公积金管理中心",
]
TOPICS = ("湘易办", "留抵退税", "双随机", "信易贷", "清欠", "一件事", "税费支持政策", "破产案件")
SECTIONS = (
    "一、以改革创一流环境",
    "二、以开放促一流环境",
    "三、以服务强一流环境",
    "四、以法治护一流环境",
)


def _is_topic(words: str) -> bool:
    return any(words in topic or topic in words for topic in TOPICS)


SUBJECTS = {12: "跨省通办", 13: "数据目录"}


def _tells_of(ref: ItemRef, words: str) -> bool:
    return ref.objective in SUBJECTS and SUBJECTS[ref.objective] in words


TEXT = "健全公共信用综合评价机制,每月公示一次名单,覆盖率达到100%"


def _quotes(_: ItemRef, words: str) -> bool:
    return words.strip() in TEXT


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        units=UnitDirectory(PRINTED, members=MEMBERS, county="双牌县"),
        refs=REFS,
        today=date(2023, 10, 16),
        calendar=WorkCalendar(),
        bot_names=("督办助手", "督办 助手"),
        sections=SECTIONS,
        is_topic=_is_topic,
        tells_of=_tells_of,
        quotes=_quotes,
    )


@pytest.fixture(scope="session")
def said(vocabulary: Vocabulary) -> Callable[[str], Command | None]:
    def read(text: str) -> Command | None:
        return parse(text, vocabulary)

    return read
