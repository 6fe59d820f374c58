"""Questions stay questions in every surrounding; talk with the same words stays talk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.commands import (
    Command,
    DueList,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ShowItem,
    Summarise,
    WhoLeads,
)
from messages.grammar import Vocabulary, parse
from messages.people_commands import Bind
from messages.slots import slots_of

UNITS = st.sampled_from(["县税务局", "税务局", "法院", "县住建局", "司法局", "发改局"])
POLITE = st.sampled_from(
    ["", "请问", "麻烦", "帮我查一下", "您好，", "想问下", "@督办助手 ", "查 "]
)
PARTICLE = st.sampled_from(["", "？", "。", "啊", "呢", "呀", "谢谢", "[抱拳]", "\n"])
QUESTIONS = st.sampled_from(
    [
        ("{}牵头哪些任务", ListTasks),
        ("{}有几项任务", ListTasks),
        ("{}的任务清单", ListTasks),
        ("{}还有哪些没完成", ListTasks),
        ("{}要配合哪些事项", ListTasks),
        ("{}有没有逾期的", Overdue),
        ("{}报了没有", NotReported),
        ("{}哪些还没报", NotReported),
        ("{}11月到期的有哪些", DueList),
        ("{}最近有到期的吗", DueList),
        ("{}汇总", Summarise),
    ]
)


@given(UNITS, QUESTIONS, POLITE, PARTICLE)
def test_a_question_about_a_unit_is_one_in_every_surrounding(
    vocabulary: Vocabulary, unit: str, asked: tuple[str, type[Command]], before: str, end: str
) -> None:
    form, kind = asked
    command = parse(f"{before}{form.format(unit)}{end}", vocabulary)
    assert isinstance(command, kind)
    assert slots_of(command).get("unit") == vocabulary.units.resolve(unit)[0]


@given(
    st.sampled_from(
        [
            ("未启动的任务有哪些", ListItems),
            ("待审核的有哪些", ListItems),
            ("法治板块有哪些任务", ListItems),
            ("总体进展怎么样", Summarise),
            ("目前完成多少项了", Summarise),
            ("谁还没报", NotReported),
            ("逾期的有哪些", Overdue),
            ("12月到期的有几项", DueList),
            ("谁牵头5(5)", WhoLeads),
            ("15(6)什么时候到期", ShowItem),
        ]
    ),
    POLITE,
    PARTICLE,
)
def test_a_question_about_the_plan_is_one_in_every_surrounding(
    vocabulary: Vocabulary, asked: tuple[str, type[Command]], before: str, end: str
) -> None:
    assert isinstance(parse(f"{before}{asked[0]}{end}", vocabulary), asked[1])


@given(
    st.sampled_from(["", "听说", "刚才", "今天", "昨天", "好像"]),
    UNITS,
    st.sampled_from(["的", "那边", "", "这边的"]),
    st.sampled_from(
        [
            "负责人开会去了",
            "工作人员到齐了",
            "工作餐换了一家",
            "食堂没饭了",
            "牵头办的晚会不错",
            "大厅情况有点乱",
            "项目组搬到新楼",
            "门口在修路",
            "老李调走了",
            "长期招保安",
            "院子里停满了",
        ]
    ),
)
def test_talk_about_a_unit_is_no_question(
    vocabulary: Vocabulary, before: str, unit: str, link: str, talk: str
) -> None:
    assert parse(f"{before}{unit}{link}{talk}", vocabulary) is None


@given(
    st.sampled_from(["汇总", "统计", "总结", "通报", "小结"]),
    st.sampled_from(["一下", "下", "好"]),
    st.sampled_from(["订餐人数", "捐款名册", "篮球赛报名", "车辆停放位置", "值班电话号码"]),
)
def test_counting_something_else_is_no_summary(
    vocabulary: Vocabulary, word: str, link: str, thing: str
) -> None:
    assert not isinstance(parse(f"{word}{link}{thing}", vocabulary), Summarise)


@given(
    st.sampled_from(["我", "我们", "我现在", "本人"]),
    st.sampled_from(["税务局", "法院", "住建局", "政务中心"]),
    st.sampled_from(
        ["门口等人", "办事", "三楼", "附近吃饭", "开会", "窗口排队", "对面", "送材料"]
    ),
)
def test_being_at_a_place_is_no_wish_to_be_bound(
    vocabulary: Vocabulary, who: str, unit: str, what: str
) -> None:
    assert not isinstance(parse(f"{who}在{unit}{what}", vocabulary), Bind)


@pytest.mark.parametrize("said", ["我在司法局上班", "我是税务局的", "我在住建局工作"])
def test_where_somebody_works_is_one(vocabulary: Vocabulary, said: str) -> None:
    assert isinstance(parse(said, vocabulary), Bind)
