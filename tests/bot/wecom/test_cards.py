"""Cards with buttons: what the platform demands of them, and what a press stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wecom.cards import holds, offer, pressed, settled, task_id
from storage.mail import Choice
from tests.wecom_simulator.cards import check
from tests.wecom_simulator.mentions import Surface, read

CLOSING = (
    Choice(label="同意", says="同意 5(5) 销号", about="msg/1"),
    Choice(label="退回", says="退回 5(5)", about="msg/1"),
)
BLOCKS = ("【申请办结】5(5) 验收即开业一件事", "县住建局 张强：已完成", "办法：同意 5(5) 销号")

lines = (
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8)
    .filter(lambda blocks: bool("".join(blocks).strip()))
    .map(tuple)
)


def test_a_choice_is_a_button_that_stands_for_its_words() -> None:
    card = offer("notice:1:hemei", BLOCKS, CLOSING)
    assert [button["text"] for button in card["button_list"]] == ["同意", "退回"]
    assert [button["style"] for button in card["button_list"]] == [1, 3]
    keys = [button["key"] for button in card["button_list"]]
    assert [pressed(key) for key in keys] == [("同意 5(5) 销号", "msg/1"), ("退回 5(5)", "msg/1")]


@given(blocks=lines, key=st.text(max_size=200))
def test_every_card_is_one_the_platform_accepts(blocks: tuple[str, ...], key: str) -> None:
    for surface in (Surface.SOCKET, Surface.APP, Surface.RESPONSE_URL):
        assert check(offer(key, blocks, CLOSING), surface)
    assert check(settled(task_id(key), blocks, "已处理"), Surface.SOCKET)


@given(blocks=lines)
def test_what_a_card_cannot_hold_is_known(blocks: tuple[str, ...]) -> None:
    card = offer("k", blocks, CLOSING)
    shown = f"{card['main_title']['title']}\n{card['sub_title_text']}"
    assert len(card["main_title"]["title"]) <= 26
    assert len(card["sub_title_text"]) <= 112
    assert holds(blocks) or shown.count("…") > "\n".join(blocks).count("…")


def test_each_message_has_a_card_of_its_own() -> None:
    tasks = {task_id(f"notice:{number}") for number in range(1_000)}
    assert len(tasks) == 1_000
    assert task_id("notice:1") == task_id("notice:1")


def test_a_settled_card_keeps_its_id_and_leads_nowhere() -> None:
    card = settled("t-1", ("已销号 5(5)。",), "已处理")
    assert card["task_id"] == "t-1"
    (button,) = card["button_list"]
    assert pressed(button["key"]) == ("", "")


def test_words_that_are_too_long_for_a_button_are_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        offer("k", BLOCKS, (Choice(label="同意", says="税" * 400, about="msg/1"),))


@pytest.mark.parametrize(
    "text",
    ["<@all>", "[点我](http://evil.cn)", "见http://evil.cn/a", "<a href='http://x.cn'>x</a>"],
)
def test_nothing_on_a_card_is_a_mention_or_a_link(text: str) -> None:
    choice = Choice(label=text[:10], says="同意", about="msg/1")
    for card in (
        offer("k", (text, text), (choice,)),
        settled("t", (text, text), "已处理"),
    ):
        found = read(Surface.APP, {"msgtype": "template_card", "template_card": card})
        assert found.mentions == ()
        assert found.links == ()
