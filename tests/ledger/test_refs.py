"""Every spelling of an item's number, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.folding import fold
from ledger.plan import ItemRef
from ledger.refs import find_refs

SUBITEMS = {1: 2, 5: 7, 7: 0, 8: 0, 9: 0, 10: 2, 11: 0, 13: 0, 15: 6, 16: 3, 19: 5}
KNOWN = frozenset(
    ItemRef(objective, item)
    for objective, items in SUBITEMS.items()
    for item in (range(1, items + 1) if items else [0])
)


def words(text: str) -> list[str]:
    return [found.words for found in find_refs(fold(text).text, KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "15(6)",
        "15（6）",
        "15 (6)",
        "15-6",
        "15—6",
        "15－6",
        "15.6",
        "15点6",
        "十五（六）",
        "十五(6)",
        "15⑹",
        "15⑥",
        "15㈥",
        "１５（６）",
        "第15条第6项",
        "第十五条第六项",
        "任务15第6小项",
        "15项6",
        "15的6",
        "十五括号六",
        "15杠6",
        "十五六",
        "15(6",
        "营商 15(6)",
        "15/6",
        "15_6",
        "15【6】",
        "第15(6)项",
        "15.(6)",
    ],
)
def test_spelling_of_one_item(text: str) -> None:
    assert words(text) == ["15(6)"]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("15(1)(4)(5) 均正常", "15(1) 15(4) 15(5)"),
        ("1(1)1(2)5(3)", "1(1) 1(2) 5(3)"),
        ("5(5)、5(7)", "5(5) 5(7)"),
        ("5（5）（7）", "5(5) 5(7)"),
        ("15（1）、（4）和（5）", "15(1) 15(4) 15(5)"),
        ("19(1)-(5)", "19(1) 19(2) 19(3) 19(4) 19(5)"),
        ("5(1)到5(3)", "5(1) 5(2) 5(3)"),
        ("15-1至15-3", "15(1) 15(2) 15(3)"),
        ("15(1-3)", "15(1) 15(2) 15(3)"),
        ("15(1、4)", "15(1) 15(4)"),
        ("15(1)、4、5正常", "15(1) 15(4) 15(5)"),
        ("任务7、8、9", "7 8 9"),
        ("7-9 推进中", "7 8 9"),
        ("任务七50%，任务八60%", "7 8"),
    ],
)
def test_several_items(text: str, refs: str) -> None:
    assert words(text) == refs.split()


@pytest.mark.parametrize(
    "text",
    [
        "12.20",
        "10.1放假",
        "2024.1.31",
        "11.11买了啥",
        "5.5%",
        "办结14条",
        "八项",
        "186项",
        "28项",
        "4.6个工作日",
        "1-2次",
        "3-5天",
        "13812345678",
        "1234567890",
        "8:30开会",
        "12月20日",
        "第三季度",
        "2023年",
        "(2023)56号",
        "5万元",
        "16元",
        "延到10.1",
        "第32个宣传月",
        "三年行动",
        "13%",
        "v15.6",
        "0746-8812345",
        "15.6万",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    "text", ["16(9) 已完成", "15(0)", "8(1)", "30(2)", "16-9 已完成", "任务25"]
)
def test_number_of_no_item_is_told_apart(text: str) -> None:
    (found,) = find_refs(fold(text).text, KNOWN)
    assert not found.known
    assert not found.whole


def test_number_of_an_objective_is_whole_and_alone_it_is_bare() -> None:
    (bare,) = find_refs("15 已完成", KNOWN)
    (named,) = find_refs("任务15有哪些", KNOWN)
    (item,) = find_refs("9 已完成", KNOWN)
    assert (bare.whole, bare.bare) == (True, True)
    assert (named.whole, named.bare) == (True, False)
    assert (item.known, item.bare) == (True, True)


@given(st.text(alphabet="0123456789()（）-.、到至第条项任务一二十五六 \n月日%", max_size=60))
def test_places_are_in_order_and_inside_the_text(text: str) -> None:
    plain = fold(text).text
    found = find_refs(plain, KNOWN)
    assert all(0 <= ref.start < ref.end <= len(plain) for ref in found)
    assert [ref.start for ref in found] == sorted(ref.start for ref in found)
    assert all(ref.ref in KNOWN for ref in found if ref.known)


def test_flood_of_numbers_is_cut_off() -> None:
    assert len(find_refs("15(6)" * 10_000, KNOWN)) <= 300
