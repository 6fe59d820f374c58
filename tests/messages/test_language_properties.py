"""Meanings that must survive any spelling, and words that must never become a record."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.plan import ItemRef
from ledger.progress import Progress
from messages.commands import (
    AskBack,
    DueList,
    ListTasks,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    ShowItem,
)
from messages.grammar import Vocabulary, parse

WRITES = (ReportProgress, RequestCompletion, RequestExtension)
HAN = "零一二三四五六七八九十"
NUMBERS = st.sampled_from(
    [(5, n) for n in range(1, 8)] + [(15, n) for n in range(1, 7)] + [(18, n) for n in range(1, 5)]
)
BEFORE = st.sampled_from(
    ["", "@督办助手 ", "＠督办助手\u2005", "您好，", "😄", "【进度】", "营商 "]
)
BEHIND = st.sampled_from(["", "。", "！", "👍", "~", " @督办助手", "，请知悉", "\n"])


def said(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[units] if units else "")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


SPELLINGS = st.sampled_from(
    [
        lambda a, b: f"{a}({b})",
        lambda a, b: wide(f"{a}({b})"),
        lambda a, b: f"{a}【{b}】",
        lambda a, b: f"{a}.{b}",
        lambda a, b: f"{a}点{b}",
        lambda a, b: f"{a}之{b}",
        lambda a, b: f"{said(a)}之{said(b)}",
        lambda a, b: f"{said(a)}的{said(b)}",
        lambda a, b: f"{said(a)}括号{said(b)}",
        lambda a, b: f"第{said(a)}条第{said(b)}项",
        lambda a, b: f"第{a}条（{b}）",
        lambda a, b: f"{a}号任务第{b}小项",
        lambda a, b: f"{a}杠{b}",
        lambda a, b: f"{a} {b} ",
        lambda a, b: f"{a}(({b}))",
    ]
)


@given(BEFORE, NUMBERS, SPELLINGS, st.sampled_from(["已完成", "弄完了", "办结"]), BEHIND)
def test_a_number_is_read_in_every_spelling_and_surrounding(
    vocabulary: Vocabulary, before: str, pair: tuple[int, int], spell: object, done: str, end: str
) -> None:
    assert callable(spell)
    command = parse(f"{before}{spell(*pair)}{done}{end}", vocabulary)
    assert isinstance(command, ReportProgress)
    assert [(c.ref, c.progress) for c in command.claims] == [(ItemRef(*pair), Progress.DONE)]


@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.sampled_from(
        ["5({})到5({})", "5({})-({})", "5({})~5({})", "5（{}）至（{}）", "5({}-{})", "5.{}到5.{}"]
    ),
)
def test_a_range_names_all_that_lie_in_it(
    vocabulary: Vocabulary, first: int, more: int, form: str
) -> None:
    last = min(first + more, 7)
    command = parse(form.format(first, last) + "正常推进", vocabulary)
    assert isinstance(command, ReportProgress)
    assert {c.ref for c in command.claims} == {ItemRef(5, n) for n in range(first, last + 1)}


@given(
    st.lists(st.integers(1, 7), min_size=2, max_size=5, unique=True),
    st.sampled_from(["({})", "（{}）", "、({})", "和({})", "，({})"]),
)
def test_items_strung_to_one_task_are_all_read(
    vocabulary: Vocabulary, items: list[int], link: str
) -> None:
    rest = "".join(link.format(n) for n in items[1:])
    command = parse(f"5({items[0]}){rest}均完成60%", vocabulary)
    assert isinstance(command, ReportProgress)
    assert {c.ref for c in command.claims} == {ItemRef(5, n) for n in items}
    assert {c.percent for c in command.claims} == {60}


@given(
    NUMBERS,
    st.integers(1, 99),
    st.sampled_from(
        [
            lambda n: f"完成百分之{said(n)}",
            lambda n: f"百分之{n}",
            lambda n: f"进度{wide(str(n))}％",
            lambda n: f"目前{n}%左右",
            lambda n: f"本月完成1%，累计{n}%",
            lambda n: f"不是100%，是{n}%",
            lambda n: f"由0%提高到{n}%",
        ]
    ),
)
def test_the_items_own_percent_is_told_from_others(
    vocabulary: Vocabulary, pair: tuple[int, int], percent: int, form: object
) -> None:
    assert callable(form)
    command = parse(f"{pair[0]}({pair[1]}){form(percent)}", vocabulary)
    assert isinstance(command, ReportProgress)
    assert [c.percent for c in command.claims] == [percent]


UNTOLD = [
    "必须完成",
    "务必年底前完成",
    "请尽快办结",
    "希望能完成",
    "如果月底完成",
    "完成了的话说一声",
    "完成后再报",
    "完成了再说",
    "等他们弄完",
    "明天再报",
    "先不报",
    "可不可以算完成",
    "完成冇",
    "到底完成没得",
    "要达到60%",
    "不到60%",
    "60%还是80%",
    "完成才怪",
    "已完成（开玩笑的）",
    "可能要滞后",
    "会不会滞后",
    "不申请延期了",
    "要不要申请延期",
    "先不销号",
    "收到",
    "谢谢",
    "辛苦了",
    "材料发我",
    "开会研究",
]


@given(BEFORE, NUMBERS, st.sampled_from(["{}", " {}", "，{}", "这项{}"]), st.sampled_from(UNTOLD))
def test_what_is_not_told_for_a_fact_is_never_recorded(
    vocabulary: Vocabulary, before: str, pair: tuple[int, int], frame: str, words: str
) -> None:
    text = f"{before}{pair[0]}({pair[1]}){frame.format(words)}"
    assert not isinstance(parse(text, vocabulary), WRITES)


@pytest.mark.parametrize(
    "lead", ["听说", "据说", "他说", "谁说", "例如", "比如说", "测试：", "如果"]
)
@pytest.mark.parametrize("done", ["已完成", "办结了", "80%", "搞定"])
def test_hearsay_and_examples_are_never_recorded(
    vocabulary: Vocabulary, lead: str, done: str
) -> None:
    assert not isinstance(parse(f"{lead}15(6){done}", vocabulary), WRITES)


UNITS = {
    "县税务局": ["税务局", "税物局", "稅務局", "税 务 局", "双牌县税务局", "睡务局", "税局"],
    "县住建局": ["住建局", "住健局", "住建", "住房和城乡建设局", "县住建局（人防办）", "主建局"],
    "县人民法院": ["法院", "县法院", "人民法院", "双牌县人民法院"],
    "县科工信局": ["科工信局", "科工信", "科工新局", "县科工信局"],
    "县城管执法局": ["城管局", "城管", "城管执法局", "城官局"],
    "国网双牌县供电公司": ["供电公司", "国网双牌供县电公司", "供店公司", "电力公司"],
    "双牌产业开发区": ["园区", "开发区", "县产业开发区"],
}


@given(
    st.sampled_from([(unit, name) for unit, names in UNITS.items() for name in names]),
    st.sampled_from(["", "@督办助手 ", "请问", "帮我查一下", "查"]),
    st.sampled_from(["有哪些任务", "的任务", "任务", " 有几项任务？", "任务清单", "牵头哪些"]),
)
def test_a_unit_is_found_by_any_of_its_names(
    vocabulary: Vocabulary, name: tuple[str, str], before: str, asked: str
) -> None:
    command = parse(f"{before}{name[1]}{asked}", vocabulary)
    assert isinstance(command, ListTasks)
    assert command.units == (name[0],)


DAYS = {
    "12月20日": "2023-12-20",
    "12月20号前": "2023-12-20",
    "12/20": "2023-12-20",
    "十二月中旬": "2023-12-20",
    "下周五": "2023-10-27",
    "下个月10号": "2023-11-10",
    "元旦前": "2023-12-31",
    "春节前": "2024-02-09",
    "国庆前": "2024-09-30",
    "二月底": "2024-02-29",
    "明年上半年": "2024-06-30",
    "第四季度末": "2023-12-31",
    "后天": "2023-10-18",
    "本月底": "2023-10-31",
}


@given(
    st.sampled_from(sorted(DAYS)), NUMBERS, st.sampled_from(["申请延期到", "想延到", "请延期至"])
)
def test_a_new_deadline_is_read_in_every_spelling(
    vocabulary: Vocabulary, words: str, pair: tuple[int, int], wish: str
) -> None:
    command = parse(f"{pair[0]}({pair[1]}){wish}{words}", vocabulary)
    assert isinstance(command, RequestExtension)
    assert command.until == date.fromisoformat(DAYS[words])


COUNTS = [
    "办结{}条",
    "{}.5%",
    "{}.1放假",
    "0746-77{}1234",
    "{}万元",
    "{}:06",
    "v{}.2",
    "{}号楼",
    "{}人",
]


@given(st.integers(1, 20), st.sampled_from(COUNTS), st.sampled_from(["", "了", "，已完成", "吗"]))
def test_figures_of_other_things_are_no_numbers(
    vocabulary: Vocabulary, figure: int, form: str, end: str
) -> None:
    assume(not (form == "{}.1放假" and end == "，已完成"))
    command = parse(form.format(figure) + end, vocabulary)
    assert not isinstance(command, WRITES)
    assert not (isinstance(command, ShowItem | AskBack) and command.refs)


@given(NUMBERS, st.integers(1, 28))
def test_what_will_be_done_on_a_day_to_come_is_not_done(
    vocabulary: Vocabulary, pair: tuple[int, int], day: int
) -> None:
    command = parse(f"{pair[0]}({pair[1]})12月{day}日完成", vocabulary)
    assert not isinstance(command, ReportProgress) or all(
        c.progress is not Progress.DONE for c in command.claims
    )


@given(st.text(alphabet="已完成办结推进滞后没不吗了％%0123456789()（）、，。 RUDOP", max_size=60))
def test_words_of_the_trade_without_an_item_are_never_recorded(
    vocabulary: Vocabulary, text: str
) -> None:
    command = parse(text, vocabulary)
    if isinstance(command, WRITES):
        claims = command.claims if isinstance(command, ReportProgress) else ()
        claimed = [claim.ref for claim in claims]
        named = getattr(command, "refs", None)
        assert claimed or named


@pytest.mark.parametrize("name", ["环保局", "教育局", "工商局"])
def test_for_a_unit_that_nobody_has_nothing_is_recorded(vocabulary: Vocabulary, name: str) -> None:
    command = parse(f"代 {name} 15(6) 60%", vocabulary)
    assert isinstance(command, AskBack)
    assert command.why == "which_unit"


@pytest.mark.parametrize("text", ["国庆前到期的", "年底前到期的", "12月20日前到期"])
def test_days_narrow_a_due_list(vocabulary: Vocabulary, text: str) -> None:
    assert isinstance(parse(text, vocabulary), DueList)


_HINDERS = """
没有 还没 尚未 并非 不算 未 如果 要是 应该 可能 听说 请问 是不是 谁说 以为
假装 别 不要 争取 预计 快 即将 计划 不能 无法 难以 没法 差点 几乎 基本
大致 差不多 似乎 估计 能否 可否 何时 为啥 怎么 尽快 必须 务必 希望 建议
要求 打算 想 假如 倘若 一旦 只要 只有 除非 即使 从未 都没 不可能 不会 未必
不见得 说不定 不一定 据称 传闻 领导问 县长问 他们问 有人问 不该 不应 禁止
严禁 停止 保证 承诺 确保 力争 目标是 标准是 前提是 时限是
"""
HINDERS = _HINDERS.split()
_BEHIND_DONE = """
吗 吧？ ？ 没 没有 不 了吗 才怪 的话 再说 就好了 之前 后 的时候 要多久
需要什么 时间 时限 难度 比例 情况 不了 不成 得了吗 多少 几个 没得 冇 么
与否 了没 的标准 的条件 材料 流程 才能 以后 就通知 请告知 请报 要报 需报
"""
BEHIND_DONE = _BEHIND_DONE.split()


@given(
    NUMBERS,
    st.sampled_from(HINDERS),
    st.sampled_from(["完成", "已完成", "弄完", "搞定", "完成了", "弄完了"]),
    st.sampled_from(["{0}{1}{2}", "{0} {1}{2}", "{1}{0}{2}"]),
)
def test_no_word_that_hinders_lets_a_thing_be_done(
    vocabulary: Vocabulary, pair: tuple[int, int], word: str, done: str, frame: str
) -> None:
    command = parse(frame.format(f"{pair[0]}({pair[1]})", word, done), vocabulary)
    if isinstance(command, ReportProgress):
        assert all(c.progress is not Progress.DONE for c in command.claims)


@given(
    NUMBERS, st.sampled_from(["完成", "已完成", "弄完", "完成了"]), st.sampled_from(BEHIND_DONE)
)
def test_no_word_behind_lets_a_thing_be_done(
    vocabulary: Vocabulary, pair: tuple[int, int], done: str, word: str
) -> None:
    command = parse(f"{pair[0]}({pair[1]}){done}{word}", vocabulary)
    if isinstance(command, ReportProgress):
        assert all(c.progress is not Progress.DONE for c in command.claims)
