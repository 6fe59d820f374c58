"""A plan's own words for time and number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.due import milestones_in, parse_deadline, targets_in


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2023年12月底前", date(2023, 12, 31)),
        ("2024年2月底前", date(2024, 2, 29)),
        ("6月底前", date(2023, 6, 30)),
        ("11月20日前", date(2023, 11, 20)),
        ("2023年 11月\n20日前", date(2023, 11, 20)),
        ("2024年1月15日", date(2024, 1, 15)),
        ("2024年1月15日前完成，并长期坚持", date(2024, 1, 15)),
        ("9月中旬前", date(2023, 9, 20)),
        ("9月上旬", date(2023, 9, 10)),
        ("9月下旬", date(2023, 9, 30)),
        ("12月", date(2023, 12, 31)),
        ("6-9月", date(2023, 9, 30)),
        ("3月底前定计划，10月底前完成", date(2023, 10, 31)),
        ("年底前", date(2023, 12, 31)),
        ("2024年底前", date(2024, 12, 31)),
        ("2024年内", date(2024, 12, 31)),
        ("上半年", date(2023, 6, 30)),
        ("2024年下半年", date(2024, 12, 31)),
        ("一季度", date(2023, 3, 31)),
        ("第三季度末前", date(2023, 9, 30)),
        ("2023-12-31", date(2023, 12, 31)),
        ("2023.6.30", date(2023, 6, 30)),
    ],
)
def test_a_deadline_is_a_day(words: str, due: date) -> None:
    found = parse_deadline(words, 2023)
    assert (found.due, found.ongoing) == (due, False)
    assert found.words == words.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(
    "words", ["长期坚持", "持续推进", "常态化开展", "全年坚持", "每季度末", "每年底", "每月25日前"]
)
def test_open_ended_work_has_no_day(words: str) -> None:
    found = parse_deadline(words, 2023)
    assert (found.due, found.ongoing) == (None, True)


@pytest.mark.parametrize("words", ["", "另行通知", "2月30日前", "13月底前", "见附件", "3个月内"])
def test_unreadable_words_are_kept_for_a_doubt(words: str) -> None:
    found = parse_deadline(words, 2023)
    assert (found.words, found.due, found.ongoing) == (words, None, False)


def test_a_day_without_a_year_needs_the_plans() -> None:
    assert parse_deadline("6月底前", None).due is None
    assert parse_deadline("2023年6月底前", None).due == date(2023, 6, 30)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_out_is_read_as_itself(day: date) -> None:
    assert parse_deadline(f"{day.year}年{day.month}月{day.day}日前", None).due == day
    assert milestones_in(f"在{day.month}月{day.day}日前做完", day.year)[0].day == day


@given(st.text(alphabet="2013年月日底前末季上下半旬第一四.-/ 个起长期", max_size=30))
def test_no_words_break_the_reading(words: str) -> None:
    found = parse_deadline(words, 2023)
    assert not (found.due and found.ongoing)
    milestones_in(words, 2023)


def test_dates_inside_a_text_are_found_once_and_in_order() -> None:
    found = milestones_in(
        "3月25日前定计划；11月15日前查完，2024年底前总结。11月15日前上报。", 2023
    )
    assert [(m.day, m.words) for m in found] == [
        (date(2023, 3, 25), "3月25日前"),
        (date(2023, 11, 15), "11月15日前"),
        (date(2024, 12, 31), "2024年底前"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "明确2023年重点任务",
        "开展第32个宣传月",
        "在20个工作日内录入",
        "每月1-2次",
        "2月30日前完成",
        "13月25日前完成",
        "自2023年3月1日起施行",
        "2022年底印发的办法",
        "压减至49个工作日以内",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert milestones_in(text, 2023) == ()


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("完善机制，诉前调解率达15%。", [("诉前调解率", ">=", 15, "%")]),
        ("办结率不低于8%，上诉率不高于5%", [("办结率", ">=", 8, "%"), ("上诉率", "<=", 5, "%")]),
        ("及时率、合规率均达到100%。", [("及时率", ">=", 100, "%"), ("合规率", ">=", 100, "%")]),
        ("余额增速达到13.5%以上", [("余额增速", ">=", 13.5, "%")]),
        ("转破案件数不低于1件。", [("转破案件数", ">=", 1, "件")]),
        ("参与率不低100%", [("参与率", ">=", 100, "%")]),
        ("覆盖率100%、公示率100％", [("覆盖率", ">=", 100, "%"), ("公示率", ">=", 100, "%")]),
        ("对园区项目实现100%全覆盖应用", [("园区项目", ">=", 100, "%")]),
        ("服务企业不少于200户", [("服务企业", ">=", 200, "户")]),
    ],
)  # fmt: skip
def test_goals_are_read_with_a_short_name(
    text: str, goals: list[tuple[str, str, float, str]]
) -> None:
    assert [(t.name, t.relation, t.value, t.unit) for t in targets_in(text)] == goals
    assert all(t.words in text for t in targets_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "压减至49个工作日以内",
        "3个工作日内核实，15个工作日内办结",
        "缩减至5个工作日以内",
        "实现10个主题场景",
        "选择其中两个试点",
        "达到相关要求",
    ],
)
def test_service_limits_and_counts_are_no_goals(text: str) -> None:
    assert targets_in(text) == ()
