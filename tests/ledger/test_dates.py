"""Days and spans as people write them in a chat."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import date_patterns
from ledger.date_reader import Reader
from ledger.dates import DateRange, FoundDate, Shift, find_dates
from ledger.folding import fold
from ledger.workdays import WorkCalendar

MONDAY = date(2023, 10, 16)


def found(text: str, *, past: bool = False) -> FoundDate:
    (only,) = find_dates(fold(text).text, MONDAY, past=past)
    return only


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12月20日", "2023-12-20"),
        ("十二月二十日", "2023-12-20"),
        ("12月20号", "2023-12-20"),
        ("到12.20", "2023-12-20"),
        ("12.20前", "2023-12-20"),
        ("2024.1.31", "2024-01-31"),
        ("2024年1月31日", "2024-01-31"),
        ("明年1月15日", "2024-01-15"),
        ("1月底", "2024-01-31"),
        ("二月底", "2024-02-29"),
        ("月底", "2023-10-31"),
        ("年底前", "2023-12-31"),
        ("下周五", "2023-10-27"),
        ("周五前", "2023-10-20"),
        ("本周日", "2023-10-22"),
        ("明年一季度", "2024-03-31"),
        ("12月中旬", "2023-12-20"),
        ("今天", "2023-10-16"),
        ("明天", "2023-10-17"),
        ("后天", "2023-10-18"),
        ("20号", "2023-10-20"),
        ("6月30日", "2023-06-30"),
        ("下个月", "2023-11-30"),
        ("明年底", "2024-12-31"),
    ],
)
def test_day_that_a_deadline_means(text: str, day: str) -> None:
    assert str(found(text).day) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("今天", "today"),
        ("明天", "tomorrow"),
        ("本周", "this_week"),
        ("下周", "next_week"),
        ("本月", "this_month"),
        ("下个月", "next_month"),
        ("11月", "month:2023-11"),
        ("10月份", "month:2023-10"),
        ("第四季度", "quarter:2023Q4"),
        ("三季度", "quarter:2023Q3"),
        ("月底前", "until:2023-10-31"),
        ("11月20日", "on:2023-11-20"),
    ],
)
def test_span_has_its_code(text: str, code: str) -> None:
    span = found(text).span
    assert span is not None
    assert span.code == code
    assert span.first <= span.last


@pytest.mark.parametrize("text", ["2月30日", "13月", "13月5日", "32号", "2023年2月29日"])
def test_day_that_does_not_exist_is_said_so(text: str) -> None:
    assert found(text).impossible


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("半个月", Shift(days=15)),
        ("一个月", Shift(months=1)),
        ("两周", Shift(days=14)),
        ("10天", Shift(days=10)),
        ("3个工作日", Shift(working_days=3)),
        ("一个半月", Shift(months=1, days=15)),
        ("一个季度", Shift(months=3)),
        ("半年", Shift(months=6)),
    ],
)
def test_length_of_time(text: str, shift: Shift) -> None:
    assert found(text).shift == shift


def test_length_is_counted_from_the_day_given() -> None:
    calendar = WorkCalendar({date(2023, 12, 1): False})
    assert Shift(days=15).after(date(2023, 11, 30), calendar) == date(2023, 12, 15)
    assert Shift(months=3).after(date(2023, 11, 30), calendar) == date(2024, 2, 29)
    assert Shift(working_days=1).after(date(2023, 11, 30), calendar) == date(2023, 12, 4)


def test_of_the_past_the_last_one_is_meant() -> None:
    assert found("截至3月31日", past=True).day == date(2023, 3, 31)
    assert found("12月31日", past=True).day == date(2022, 12, 31)


@pytest.mark.parametrize(
    "text", ["办结14条", "5.5%", "4.6个工作日", "15(6)已完成", "前期工作", "一事一议"]
)
def test_what_is_no_day(text: str) -> None:
    assert find_dates(fold(text).text, MONDAY) == ()


@given(
    st.text(alphabet="0123456789年月日号周季度.-/前底初中旬上下本明后天个半零一二十", max_size=40),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
)
def test_any_medley_is_read(text: str, today: date) -> None:
    for each in find_dates(text, today):
        assert each.start < each.end
        assert isinstance(each.span, DateRange) or each.shift is not None or each.impossible


@given(text=st.from_regex(date_patterns.ANY))
def test_every_spelling_of_a_day_has_a_landmark(text: str) -> None:
    reader = Reader(MONDAY, past=False)
    for match in filter(lambda m: m[0], date_patterns.ANY.finditer(text)):
        assert reader.read(match) is None or date_patterns.LANDMARK.search(match[0])
