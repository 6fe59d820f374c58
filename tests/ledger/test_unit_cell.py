"""Printed cells of units are split into names, and never inside one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.unit_cell import is_collective, split_units

NAMES = st.sampled_from(
    [
        "县财政局",
        "县政府办(金融办)",
        "县住建局（人防办）",
        "市生态环境局双牌分局",
        "县“一件事、一次办”专班",
        "县平等协会",
        "县高等职校",
        "人民银行双牌支行",
    ]
)
TAILS = st.sampled_from(["", "等", "等相关单位", "等各相关单位", "等县直相关单位", "、等相关单位"])
SEPARATORS = st.sampled_from(["、", "，", ",", ";", "；", "\n", "、\n", " 、 "])


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), SEPARATORS, TAILS)
def test_the_names_come_back_whole_whatever_parts_them(
    names: list[str], separator: str, tail: str
) -> None:
    found = split_units(separator.join(names) + tail)
    assert found.units == tuple(names)
    assert not found.open


@given(st.text(alphabet="县局、，(（)）“”等相关单位 \n各", max_size=40))
def test_any_cell_is_split_into_names_that_stand_in_it(cell: str) -> None:
    found = split_units(cell)
    assert all(name and name in found.text for name in found.units)
    assert len(set(found.units)) == len(found.units)


@pytest.mark.parametrize(
    ("cell", "units", "is_open"),
    [
        ("各相关单位", ("各相关单位",), True),
        ("县直相关部门", ("县直相关部门",), True),
        ("各相关单位、各调解委员会", ("各相关单位", "各调解委员会"), True),
        ("各相关单位，各乡镇人民政府、某局", ("各相关单位", "各乡镇人民政府", "某局"), True),
        ("县“双随机、一公开”成员单位", ("县“双随机、一公开”成员单位",), True),
        ("各乡镇人民政府、县财政局", ("各乡镇人民政府", "县财政局"), False),
        ("县集团等各相关单位，各乡镇人民政府", ("县集团", "各乡镇人民政府"), False),
        ("县公安局、等相关单位", ("县公安局",), False),
        ("县产业开发区等县直相关单位", ("县产业开发区",), False),
        ("平等协会等相关单位", ("平等协会",), False),
        ("平等部门、县甲局", ("平等部门", "县甲局"), False),
        ("", (), False),
        ("、，", (), False),
    ],
)  # fmt: skip
def test_words_for_everybody_are_kept_and_flagged(
    cell: str, units: tuple[str, ...], is_open: bool
) -> None:
    found = split_units(cell)
    assert (found.units, found.open, found.text) == (units, is_open, cell)


def test_stray_blanks_inside_a_name_are_taken_out() -> None:
    assert split_units("县政府办 (金融办)、 县 财政局").units == ("县政府办(金融办)", "县财政局")


def test_a_bracket_never_closed_keeps_its_words_together() -> None:
    assert split_units("县财政局、县办(甲、乙").units == ("县财政局", "县办(甲、乙")


@pytest.mark.parametrize(
    ("name", "collective"),
    [
        ("各相关单位", True),
        ("各乡镇人民政府", True),
        ("县直相关部门", True),
        ("县“双随机、一公开”成员单位", True),
        ("县财政局", False),
        ("某管理局", False),
    ],
)
def test_a_collective_is_told_from_a_unit(name: str, collective: bool) -> None:
    assert is_collective(name) is collective
