"""Units and the names they go by; the spellings of the sample county's plan."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.units import UnitDirectory

MEMBERS = [
    "县纪委监委",
    "县人民法院",
    "县委组织部",
    "县委统战部",
    "县委编办",
    "县工商联",
    "县发改局",
    "县科工信局",
    "县财政局（国资股）",
    "县人社局",
    "市生态环境局双牌分局",
    "县住建局（人防办）",
    "县卫健局",
    "县市场监管局",
    "县城管执法局",
    "县医疗保障局",
    "县政务服务中心",
    "双牌产业开发区",
    "县税务局",
    "人民银行双牌支行",
    "国网双牌县供电公司",
]
MEMBERS.append("县政府办 (金融办)")
PRINTED = [
    "科工信局",
    "县财政局",
    "县政府办(金融办)",
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
    "县水务投公司",
    "县消防救援大队",
]
UNITS = UnitDirectory(PRINTED, members=MEMBERS, county="双牌县")


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("科工信局", "县科工信局"),
        ("县城管局", "县城管执法局"),
        ("县医保局", "县医疗保障局"),
        ("县产业开发区", "双牌产业开发区"),
        ("县政府办 (金融办)", "县政府办(金融办)"),
        ("县政府办（金融办）", "县政府办(金融办)"),
        ("县住建局（人防办）", "县住建局"),
        ("县财政局（国资股）", "县财政局"),
        ("国网双牌供县电公司", "国网双牌县供电公司"),
        ("县法院", "县人民法院"),
        ("县人防办", "县人防办"),
        ("县优化办", "县优化办"),
        ("县没有这个局", "县没有这个局"),
    ],
)
def test_printed_name_has_one_canonical_name(printed: str, canonical: str) -> None:
    assert UNITS.canonical(printed) == canonical


def test_collective_is_no_unit() -> None:
    assert not UNITS.is_unit("各相关单位")
    assert not UNITS.is_unit("各乡镇人民政府")
    assert UNITS.is_unit("县税务局")
    assert "各相关单位" not in UNITS.names


def test_merged_names_are_said() -> None:
    assert UNITS.merged()["科工信局"] == "县科工信局"
    assert "县税务局" not in UNITS.merged()


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("税务局", "县税务局"),
        ("双牌县税务局", "县税务局"),
        ("双牌税务局", "县税务局"),
        ("税务", "县税务局"),
        ("发改", "县发改局"),
        ("发展和改革局", "县发改局"),
        ("住建", "县住建局"),
        ("政务中心", "县政务服务中心"),
        ("人行", "人民银行双牌支行"),
        ("人民银行", "人民银行双牌支行"),
        ("供电公司", "国网双牌县供电公司"),
        ("园区", "双牌产业开发区"),
        ("开发区", "双牌产业开发区"),
        ("法院", "县人民法院"),
        ("全县法院", "县人民法院"),
        ("纪委", "县纪委监委"),
        ("组织部", "县委组织部"),
        ("统战部", "县委统战部"),
        ("科工信", "县科工信局"),
        ("市监局", "县市场监管局"),
        ("市场局", "县市场监管局"),
        ("人社", "县人社局"),
        ("医保", "县医疗保障局"),
        ("城管", "县城管执法局"),
        ("金融办", "县政府办(金融办)"),
        ("人防办", "县人防办"),
        ("国资股", "县财政局"),
        ("编办", "县委编办"),
        ("财经办", "县委财经办"),
        ("生态环境局", "市生态环境局双牌分局"),
        ("税物局", "县税务局"),
        ("统站部", "县委统战部"),
        ("卫建局", "县卫健局"),
        ("乡镇", "各乡镇人民政府"),
    ],
)
def test_spoken_name_finds_the_unit(name: str, unit: str) -> None:
    assert UNITS.resolve(name) == (unit,)


@pytest.mark.parametrize("name", ["局", "县局", "教育局", "环保局", "", "县"])
def test_name_of_nobody_is_not_guessed(name: str) -> None:
    assert UNITS.resolve(name) == ()


def test_former_name_is_offered_not_taken() -> None:
    assert UNITS.near("环保局") == ("市生态环境局双牌分局",)
    assert set(UNITS.near("工商局")) == {"县市场监管局", "县工商联"}


def test_near_names_come_nearest_first() -> None:
    assert UNITS.near("税收局")[0] == "县税务局"


def test_inner_office_printed_nowhere_else_names_its_outer_unit() -> None:
    units = UnitDirectory(["县住建局（人防办）", "县住建局"], county="双牌县")
    assert units.resolve("人防办") == ("县住建局",)


def test_ambiguous_name_gives_all_it_could_be() -> None:
    units = UnitDirectory(["县民政局（老龄办）", "县卫健局（老龄办）"], county="双牌县")
    assert units.resolve("老龄办") == ("县民政局(老龄办)", "县卫健局(老龄办)")
    (mention,) = units.find("老龄办有哪些任务")
    assert len(mention.candidates) == len(units.names)


def test_units_told_apart_by_a_number_stay_apart() -> None:
    units = UnitDirectory(["第1小学", "第11小学", "第12小学", "第21小学"])
    assert len(units.names) == 4


def test_listed_units_are_never_put_together() -> None:
    units = UnitDirectory([], members=["县农业局", "县农业农村局"], county="双牌县")
    assert units.names == ("县农业局", "县农业农村局")


def test_units_are_found_in_a_sentence_longest_first() -> None:
    found = UNITS.find("县住建局、发改局和双牌产业开发区的任务")
    assert [m.candidates for m in found] == [("县住建局",), ("县发改局",), ("双牌产业开发区",)]
    assert [m.words for m in found] == ["县住建局", "发改局", "双牌产业开发区"]


def test_aliases_of_the_county_are_names() -> None:
    units = UnitDirectory(["县税务局"], aliases={"县税务局": ["收税的"], "没有的局": ["无名"]})
    assert units.resolve("收税的") == ("县税务局",)
    assert units.resolve("无名") == ()


@given(st.text(max_size=80))
def test_any_sentence_is_looked_through(text: str) -> None:
    for mention in UNITS.find(text):
        assert text[mention.start : mention.end] == mention.words
        assert mention.candidates
    UNITS.resolve(text)
    UNITS.near(text)


def test_looking_through_a_sentence_does_not_grow_with_the_units() -> None:
    many = UnitDirectory([*PRINTED, *(f"县第{n}工作局" for n in range(3000))], county="双牌县")

    def seconds(units: UnitDirectory) -> float:
        start = perf_counter()
        for _ in range(300):
            units.find("县住建局、发改局和双牌产业开发区的任务")
        return perf_counter() - start

    seconds(UNITS)
    # A hundred and fifty times the units: a look at each of them would cost that much more.
    assert seconds(many) < 20 * seconds(UNITS) + 0.05


def test_a_towns_office_is_not_the_countys() -> None:
    names = ("县税务局", "青山镇税务局", "县财政局")
    directory = UnitDirectory(names, county="双牌县")
    assert set(directory.names) == set(names)
    assert directory.merged() == {}
