from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.exchange import LIVES, Asked, Exchange, Question
from messages.follow_ups import FollowUp, Turn, follow_up
from messages.grammar import Vocabulary
from tests.factories import at

NOW = at("2023-10-16 09:30")
SIX = tuple(f"15({number})" for number in range(1, 7))
WHICH = Exchange(words="15 已完成", at=NOW, question=Question(asked=Asked.ITEM, choices=SIX))
LISTED = Exchange(words="县税务局 有哪些任务", at=NOW, question=Question(choices=SIX[:4]))
SHOWN = Exchange(words="15(6)", at=NOW, question=Question(choices=("15(6)",)))
FEW = Exchange(words="湘易办进展", at=NOW, question=Question(choices=("10(1)", "10(2)")))
REPORTED = Exchange(words="进度 15(6) 已完成", at=NOW)
NAMED = Exchange(
    words="环保局有哪些任务",
    at=NOW,
    question=Question(asked=Asked.NAME, about="环保局", choices=("市生态环境局双牌分局",)),
)
DOUBTED = Exchange(
    words="15(6)应该算完成了吧",
    at=NOW,
    question=Question(asked=Asked.WORDS, choices=("进度 15(6) 已完成",)),
)
DENIED = Exchange(words="15(6)没完成", at=NOW, question=Question(asked=Asked.MORE))
WISHED = Exchange(words="5(5)必须完成", at=NOW, question=Question(asked=Asked.MORE))
NO_STATE = Exchange(words="进度 15(6)", at=NOW, question=Question(asked=Asked.MORE))
NO_DATE = Exchange(words="18(4)申请延期", at=NOW, question=Question(asked=Asked.MORE))
PROPOSED = Exchange(
    words="催办 5(7)", at=NOW, question=Question(asked=Asked.CONFIRM, about="digest")
)


@pytest.mark.parametrize(
    ("last", "typed", "whole"),
    [
        (WHICH, "2", "15(2) 已完成"),
        (WHICH, "２", "15(2) 已完成"),
        (WHICH, "第二个", "15(2) 已完成"),
        (WHICH, "选2", "15(2) 已完成"),
        (WHICH, "第三项吧", "15(3) 已完成"),
        (WHICH, "最后一个", "15(6) 已完成"),
        (WHICH, "15(4)", "15(4) 已完成"),
        (WHICH, "是15（4）", "15(4) 已完成"),
        (WHICH, "全部", "15(1)、15(2)、15(3)、15(4)、15(5)、15(6) 已完成"),
        (replace(WHICH, words="已完成"), "3", "15(3) 已完成"),
        (replace(WHICH, words="16(9)办结了"), "1", "15(1)办结了"),
        (DOUBTED, "60%", "15(6) 60%"),
        (REPORTED, "改成70%", "更正 15(6) 改成70%"),
        (REPORTED, "不对，是70%", "更正 15(6) 是70%"),
        (REPORTED, "写错了，应该是推进中", "更正 15(6) 写错了,应该是推进中"),
        (REPORTED, "那15(5)也是", "进度 15(5) 已完成"),
        (DENIED, "60%", "15(6)没完成 60%"),
        (DENIED, "已完成", "15(6) 已完成"),
        (WISHED, "有困难 缺资金", "5(5)必须完成 有困难 缺资金"),
        (LISTED, "第二个", "15(2)"),
        (LISTED, "第2个详情", "15(2) 详情"),
        (LISTED, "第二个的历史", "15(2) 历史"),
        (LISTED, "第二个已完成", "15(2) 已完成"),
        (LISTED, "那住建局呢", "住建局 有哪些任务"),
        (LISTED, "住建局呢？", "住建局 有哪些任务"),
        (SHOWN, "那15(5)呢", "15(5)"),
        (SHOWN, "历史", "15(6) 历史"),
        (SHOWN, "谁牵头？", "15(6) 谁牵头"),
        (SHOWN, "它的牵头单位是谁", "15(6) 牵头单位是谁"),
        (SHOWN, "那责任单位呢", "15(6) 责任单位呢"),
        (SHOWN, "联系人", "15(6) 联系人"),
        (FEW, "谁牵头", "10(1)、10(2) 谁牵头"),
        (replace(LISTED, words="逾期"), "那法治板块呢", "法治板块逾期"),
        (replace(LISTED, words="谁还没报"), "服务板块的呢", "服务板块谁还没报"),
        (replace(SHOWN, words="15(6) 历史"), "那15(5)呢", "15(5) 历史"),
        (replace(LISTED, words="11月到期的"), "那12月的呢", "12月到期的"),
        (REPORTED, "那15(5)呢", "15(5)"),
        (REPORTED, "15(5)也是", "进度 15(5) 已完成"),
        (NAMED, "是的", "市生态环境局双牌分局有哪些任务"),
        (NAMED, "1", "市生态环境局双牌分局有哪些任务"),
        (NAMED, "县住建局", "县住建局有哪些任务"),
        (DOUBTED, "是的", "进度 15(6) 已完成"),
        (DOUBTED, "对", "进度 15(6) 已完成"),
        (NO_STATE, "80%", "进度 15(6) 80%"),
        (NO_STATE, "已经办完了", "进度 15(6) 已经办完了"),
        (NO_DATE, "到12月15日 因评估未完", "18(4)申请延期 到12月15日 因评估未完"),
    ],
)
def test_a_follow_up_is_the_sentence_that_could_have_been_typed(
    vocabulary: Vocabulary, last: Exchange, typed: str, whole: str
) -> None:
    said = follow_up(typed, last, vocabulary)
    assert said is not None
    assert said.turn is Turn.SAY
    assert said.words.replace(" ", "") == whole.replace(" ", "")


@pytest.mark.parametrize(
    ("last", "typed", "turn"),
    [
        (PROPOSED, "确认", Turn.CONFIRM),
        (PROPOSED, "是的。", Turn.CONFIRM),
        (PROPOSED, "算了", Turn.DROP),
        (WHICH, "不用了", Turn.DROP),
        (replace(LISTED, rest=("15(5) …",)), "下一页", Turn.NEXT_PAGE),
        (replace(LISTED, rest=("15(5) …",)), "继续", Turn.NEXT_PAGE),
    ],
)
def test_yes_no_and_the_next_page(
    vocabulary: Vocabulary, last: Exchange, typed: str, turn: Turn
) -> None:
    assert follow_up(typed, last, vocabulary) == FollowUp(turn=turn)


@pytest.mark.parametrize(
    ("last", "typed"),
    [
        (LISTED, "9"),  # a bare number is an item's unless a question is open
        (LISTED, "是的"),
        (LISTED, "收到"),
        (LISTED, "下一页"),  # all was shown
        (WHICH, "7"),  # a slip, or another item's number: nothing is recorded
        (WHICH, "好的"),  # said to a colleague
        (WHICH, "县税务局 有哪些任务"),
        (WHICH, "进度 9 已完成"),
        (REPORTED, "确认"),
        (PROPOSED, "收到"),
        (NO_STATE, "15(5)"),
        (NO_STATE, "谢谢"),
        (SHOWN, "已完成"),
    ],
)
def test_what_stands_alone_is_left_to_the_grammar(
    vocabulary: Vocabulary, last: Exchange, typed: str
) -> None:
    found = follow_up(typed, last, vocabulary)
    assert found is None


def test_an_exchange_is_forgotten_after_ten_minutes() -> None:
    assert SHOWN.alive(NOW + LIVES)
    assert not SHOWN.alive(NOW + LIVES + timedelta(seconds=1))


@given(
    place=st.integers(1, 6),
    form=st.sampled_from(["{}", "第{}个", "选{}", "第{}项吧", "是第{}个"]),
    blanks=st.sampled_from(["", " ", "\u3000", "\n"]),
    end=st.sampled_from(["", "。", "！", "~"]),
)
def test_every_way_of_naming_a_choice_gives_that_choice(
    vocabulary: Vocabulary, place: int, form: str, blanks: str, end: str
) -> None:
    said = follow_up(f"{blanks}{form.format(place)}{end}{blanks}", WHICH, vocabulary)
    assert said == FollowUp(turn=Turn.SAY, words=f"15({place}) 已完成")


@given(st.text(max_size=80))
def test_noise_after_a_proposal_never_confirms_it(vocabulary: Vocabulary, noise: str) -> None:
    said = follow_up(f"请看{noise}", PROPOSED, vocabulary)
    assert said is None or said.turn is not Turn.CONFIRM
