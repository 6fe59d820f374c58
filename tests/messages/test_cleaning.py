"""What arrives is made harmless; the bot's mention goes, whatever it looks like."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.cleaning import clean, courtesies_off, strip_mention, to_somebody_else

NAMES = ("督办助手", "督办 助手")


@given(st.text(alphabet=st.characters(), max_size=200))
def test_what_is_left_can_be_written_anywhere(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    controls = {c for c in cleaned if unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    assert controls <= {"\n"}
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("15(6)\x00已完成\x1b[31m", "15(6)已完成[31m"),
        ("a\ud800b", "ab"),
        ("已\u200b完\u202e成\ufeff", "已完成"),
        ("一行\r\n二行\u2028三行\t四", "一行\n二行\n三行 四"),
        ("e\u0301", "é"),
    ],
)
def test_what_is_no_writing_is_dropped(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    "message",
    [
        "@督办助手 15(6)",
        "＠督办助手\u200515(6)",
        "@督办助手\u00a0\u3000 15(6)",
        "@督办助手15(6)",
        "@督办 助手  15(6)",
        "@督办\u2005助手 15(6)",
        "@张三 @李四 @督办助手 15(6)",
        "@督办助手 @张三 15(6)",
        "15(6) @督办助手",
        "@督办助手，15(6)",
    ],
)
def test_mention_of_the_bot_is_taken_off(message: str) -> None:
    assert strip_mention(message, NAMES) == ("15(6)", True)


@pytest.mark.parametrize("message", ["15(6)", "@张三 15(6)", "督办助手 15(6)", ""])
def test_without_a_mention_nothing_is_taken_off(message: str) -> None:
    assert strip_mention(message, NAMES) == (message, False)


def test_message_to_a_person_is_told_apart() -> None:
    assert to_somebody_else("@张三 你那份材料发我一下")
    assert not to_somebody_else("15(6) 已完成")


@given(st.text(alphabet="@＠ 督办助手张\u2005，15(6)", max_size=400))
def test_any_pile_of_mentions_is_read(text: str) -> None:
    rest, addressed = strip_mention(text, NAMES)
    assert addressed or rest == text


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("您好，谁还没报？谢谢[抱拳]", "谁还没报？"),
        ("各位领导好 15(6)已完成，辛苦了", "15(6)已完成"),
        ("15(6) [已完成]", "15(6) [已完成]"),
        ("谢谢", "谢谢"),
        ("[玫瑰][玫瑰]", "[玫瑰][玫瑰]"),
        ("你好", "你好"),
        ("辛苦大家报一下", "辛苦大家报一下"),
    ],
)
def test_courtesies_go_where_something_is_left(said: str, left: str) -> None:
    assert courtesies_off(said) == left
