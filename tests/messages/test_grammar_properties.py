"""Whatever is typed around a known meaning: blanks, widths, mentions, noise, length."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.plan import ItemRef
from ledger.progress import Progress
from messages.commands import (
    AskBack,
    Command,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Undo,
)
from messages.grammar import RULES, Vocabulary, parse
from messages.people_commands import Bind
from messages.reminder_commands import RemindNow

WRITES = (ReportProgress, RequestCompletion, RequestExtension, Undo, Bind)
SUBS = [
    ItemRef(objective, item)
    for objective, items in {5: 7, 10: 2, 15: 6, 18: 4, 19: 5}.items()
    for item in range(1, items + 1)
]
HAN = "零一二三四五六七八九十"
BLANKS = st.sampled_from(["", " ", "\u3000", "\u2005", "  ", "\u00a0"])
MENTIONS = st.sampled_from(
    ["", "@督办助手 ", "＠督办助手\u2005", "@督办 助手  ", "@张三 @督办助手 ", "@督办助手"]
)


def _han(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[units] if units else "")


@st.composite
def spelt(draw: st.DrawFn) -> tuple[ItemRef, str]:
    ref = draw(st.sampled_from(SUBS))
    a, b = ref.objective, ref.number
    blank = draw(BLANKS)
    forms = [
        f"{a}({b})",
        f"{a}（{b}）",
        f"{a}{blank}({b})",
        f"{a}{chr(0x2473 + b)}",
        f"{a}{chr(0x245F + b)}",
        f"{_han(a)}（{_han(b)}）",
        f"第{a}条第{b}项",
        f"{a}-{b}",
        f"{a}—{b}",
        f"{a}－{b}",
        f"{a}项{b}",
        f"任务{a}第{b}小项",
        f"{_han(a)}括号{_han(b)}",
        f"{a}的{b}",
        f"{a}(({b}))"[:-1].replace("((", "("),
        "".join(chr(ord(c) + 0xFEE0) for c in f"{a}({b})"),
    ]
    return ref, draw(st.sampled_from(forms))


DONE = st.sampled_from(
    ["已完成", "办结了", "弄完了", "搞定", "已办结", "己完成", "全部完成", "已完成。"]
)


@given(MENTIONS, st.sampled_from(["", "进度 ", "【进度】", "进度："]), spelt(), BLANKS, DONE)
def test_done_is_done_however_it_is_spelt(
    vocabulary: Vocabulary,
    mention: str,
    label: str,
    item: tuple[ItemRef, str],
    blank: str,
    done: str,
) -> None:
    ref, spelling = item
    command = parse(f"{mention}{label}{spelling}{blank}{done}", vocabulary)
    assert isinstance(command, ReportProgress)
    assert [(c.ref, c.progress, c.percent) for c in command.claims] == [(ref, Progress.DONE, 100)]


@given(
    MENTIONS,
    spelt(),
    st.integers(1, 99),
    st.sampled_from(["{}%", " {}%", "完成{}％", "进度{} %", "，已完成{}%", "推进到{}%"]),
)
def test_percent_is_read_however_it_is_spelt(
    vocabulary: Vocabulary, mention: str, item: tuple[ItemRef, str], percent: int, form: str
) -> None:
    ref, spelling = item
    command = parse(f"{mention}{spelling} {form.format(percent)}", vocabulary)
    assert isinstance(command, ReportProgress)
    assert [(c.ref, c.percent) for c in command.claims] == [(ref, percent)]


@given(
    spelt(),
    st.sampled_from(
        [
            "还没完成",
            "没有完成",
            "未完成",
            "完成了吗",
            "应该算完成了吧",
            "可能完成了",
            "完成没有",
            "办结了没",
            "尚未办结",
            "不算完成",
            "好像办完了",
            "快完成了",
            "基本完成",
            "完成不了",
        ]
    ),
    st.sampled_from(["{}{}", "如果{}{}", "{} {}", "进度{}{}", "听说{}{}"]),
)
def test_doubt_and_negation_are_never_done(
    vocabulary: Vocabulary, item: tuple[ItemRef, str], words: str, frame: str
) -> None:
    command = parse(frame.format(item[1], words), vocabulary)
    if isinstance(command, ReportProgress):
        assert all(c.progress is not Progress.DONE for c in command.claims)
    assert not isinstance(command, RequestCompletion)


@given(
    spelt(),
    st.sampled_from(["申请延期到", "延期到", "申请延至", " 延到"]),
    st.sampled_from(
        [
            ("12月20日", "2023-12-20"),
            ("12.20", "2023-12-20"),
            ("年底", "2023-12-31"),
            ("明年一季度", "2024-03-31"),
            ("2024年1月31日", "2024-01-31"),
            ("十二月二十日", "2023-12-20"),
            ("1月底", "2024-01-31"),
            ("２０２４．１．３１", "2024-01-31"),
        ]
    ),
)
def test_new_deadline_is_read_and_is_no_number(
    vocabulary: Vocabulary, item: tuple[ItemRef, str], verb: str, day: tuple[str, str]
) -> None:
    ref, spelling = item
    command = parse(f"{spelling}{verb}{day[0]}", vocabulary)
    assert isinstance(command, RequestExtension)
    assert command.refs == (ref,)
    assert str(command.until) == day[1]


@given(st.text(max_size=120))
def test_no_text_breaks_the_grammar(vocabulary: Vocabulary, text: str) -> None:
    assert isinstance(parse(text, vocabulary, quoted=text), Command | None)


PIECES = [
    "15(6)",
    "(",
    "已",
    "完成",
    "12.20",
    "县税务局",
    "我局",
    "申请",
    "延期",
    "?",
    "%",
    "60",
    "\n",
    "、",
    "不",
    "没",
    "第",
    "一",
    "的",
    "<a>",
    "到",
    "吗",
    "催",
    "U",
    "R",
    "@",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_medley_of_our_own_words_breaks_the_grammar(vocabulary: Vocabulary, text: str) -> None:
    assert isinstance(parse(text, vocabulary), Command | None)


@given(
    st.text(alphabet="哈呵啦嘛呢吧，。！ 饭酒牌球车你他她天很好大小多少来去想说买吃", max_size=40)
)
def test_chatter_never_writes(vocabulary: Vocabulary, text: str) -> None:
    assert not isinstance(parse(text, vocabulary), (*WRITES, RemindNow))


@given(st.integers(0, 10**12), st.sampled_from(["", " ", "元", "个", "%", "家企业", "条", "号楼"]))
def test_numbers_alone_never_write(vocabulary: Vocabulary, number: int, unit: str) -> None:
    assert not isinstance(parse(f"{number}{unit}", vocabulary), WRITES)


@pytest.mark.parametrize(
    "text", ["15(6)、16(9)已完成", "16(9) 60%", "30(1)申请办结", "8(1)已完成"]
)
def test_number_of_no_item_is_never_recorded(vocabulary: Vocabulary, text: str) -> None:
    command = parse(text, vocabulary)
    assert isinstance(command, AskBack)
    assert command.bad_refs


FRAGMENTS = sorted({text[:6] for rule in RULES for text in rule.examples} | set(PIECES))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["", "15(6)", "县税务局"]),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map("".join),
    st.sampled_from(["", "x", "?"]),
)
def test_time_grows_no_faster_than_the_text(
    vocabulary: Vocabulary, before: str, piece: str, after: str
) -> None:
    # Shapes of the fold are made once for each character; the first reading warms them up.
    def seconds(length: int) -> float:
        text = before + piece * (length // len(piece)) + after
        parse(text, vocabulary)
        tries = []
        for _ in range(3):
            start = perf_counter()
            parse(text, vocabulary)
            tries.append(perf_counter() - start)
        return min(tries)

    # Four times the text, at most some ten times the time, and what any machine does in 0.1 s.
    assert seconds(3600) < 10 * seconds(900) + 0.1
