import asyncio
from collections.abc import Callable, Sequence

import pytest

from bot.channel import Inbound
from bot.clock import RehearsalClock
from bot.config import Settings
from bot.dispatcher import Answer
from storage.store import Store
from tests.bot.conftest import OpenApp
from tests.factories import at

Say = Callable[..., Inbound]


def written(settings: Settings) -> list[str]:
    with Store.open(settings.database.url, read_only=True) as store:
        return [f"{entry.ref}:{entry.words}" for entry in store.entries() if entry.ref]


async def talk(open_app: OpenApp, say: Say, *lines: str, who: str = "lihua") -> list[Answer]:
    async with open_app() as app:
        return [
            await app.say(say(line, who, message_id=f"m{number}"))
            for number, line in enumerate(lines)
        ]


async def test_which_of_the_six_is_answered_by_its_number(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    asked, told = await talk(open_app, say, "@督办助手 15 已完成", "@督办助手 6")
    assert [line[:2] for line in asked.reply[1:]] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert told.reply[0].startswith("已记录 15(6)")
    assert written(settings) == ["15(6):15 已完成 → 6"]


async def test_the_open_question_survives_a_restart(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        await app.say(say("15 已完成", message_id="a"))
    async with open_app("2023-10-16 09:39") as app:
        answer = await app.say(say("6", message_id="b"))
    assert answer.wrote
    assert written(settings) == ["15(6):15 已完成 → 6"]


@pytest.mark.parametrize(
    ("later", "who", "chat"),
    [
        ("2023-10-16 09:41", "lihua", "group1"),  # more than ten minutes
        ("2023-10-16 09:31", "wanglei", "group1"),  # somebody else
        ("2023-10-16 09:31", "lihua", "group2"),  # in another chat
    ],
)
async def test_a_number_answers_only_ones_own_question_in_time(
    open_app: OpenApp, settings: Settings, say: Say, later: str, who: str, chat: str
) -> None:
    async with open_app() as app:
        await app.say(say("15 已完成", message_id="a"))
    async with open_app(later) as app:
        answer = await app.say(say("6", who, chat=chat, message_id="b"))
    assert not answer.wrote
    assert written(settings) == []


async def test_an_answered_question_is_closed(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        for number, line in enumerate(["15 已完成", "6", "1"]):
            await app.say(say(line, message_id=f"m{number}"))
    async with open_app() as app:  # and stays closed after a restart
        await app.say(say("2", message_id="late"))
    assert written(settings) == ["15(6):15 已完成 → 6"]


async def test_small_talk_between_does_not_close_the_question(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    *_, last = await talk(open_app, say, "15 已完成", "谢谢", "6")
    assert last.wrote
    assert len(written(settings)) == 1


async def test_what_sounds_doubtful_is_recorded_only_after_a_yes(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    doubted, confirmed = await talk(open_app, say, "15(6) 应该算完成了吧", "是的")
    assert not doubted.wrote
    assert "1. 进度 15(6) 已完成" in doubted.reply
    assert confirmed.reply[0].startswith("已记录 15(6)")
    assert written(settings) == ["15(6):15(6) 应该算完成了吧 → 是的"]


async def test_a_yes_in_a_chat_without_a_question_is_small_talk(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    _, answer = await talk(open_app, say, "15(6)", "是的")
    assert answer.reply == ()
    assert written(settings) == []


async def test_the_same_number_sent_twice_is_recorded_once(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        await app.say(say("15 已完成", message_id="a"))
        await asyncio.gather(*(app.say(say("6", message_id="b")) for _ in range(5)))
    assert len(written(settings)) == 1


async def test_a_long_list_is_shown_page_by_page(open_app: OpenApp, say: Say) -> None:
    first, second = await talk(open_app, say, "2023年到期的", "下一页")
    assert "下一页" in first.reply[-1]
    refs = _refs((*first.reply, *second.reply))
    assert len(refs) == len(set(refs)) == 28


async def test_a_follow_up_asks_the_same_of_something_else(open_app: OpenApp, say: Say) -> None:
    shown, other, listed, second = await talk(
        open_app, say, "15(6) 历史", "那15(5)呢", "县税务局 有哪些任务", "第二个"
    )
    assert "15(6)" in shown.reply[0]
    assert "15(5)" in other.reply[0]
    assert "的历史" in other.reply[0]
    assert "县税务局" in listed.reply[0]
    assert "15(4)" in second.reply[0]


async def test_a_new_date_is_put_to_the_application_that_lacked_it(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        app.world.clock = RehearsalClock(at("2023-10-16 09:30"))
        asked = await app.say(say("5(5)申请延期", "zhangqiang", message_id="a"))
        told = await app.say(say("延到明年1月15日，材料还在等", "zhangqiang", message_id="b"))
    assert not asked.wrote
    assert told.wrote, told.reply
    assert len(written(settings)) == 1


def _refs(lines: Sequence[str]) -> list[str]:
    words = [word for line in lines for word in line.split() if word[:1].isdigit()]
    return [word for word in words if word[0] in "123456789" and "月" not in word]


async def test_a_second_thought_without_a_number_corrects_the_report_just_made(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    first, second = await talk(open_app, say, "15(6) 60%", "改成70%")
    assert first.wrote
    assert second.reply[0].startswith("已更正 15(6)")
    assert "70%" in second.reply[0]
    assert len(written(settings)) == 2


@pytest.mark.parametrize("typed", ["15(6)没完成", "15(6)必须完成", "15(6)滞后，请税务局抓紧"])
async def test_a_yes_to_what_was_no_report_records_nothing(
    open_app: OpenApp, settings: Settings, say: Say, typed: str
) -> None:
    asked, yes = await talk(open_app, say, typed, "是的")
    assert not asked.wrote
    assert not yes.wrote
    assert written(settings) == []


async def test_how_it_stands_may_follow_a_denial(open_app: OpenApp, say: Say) -> None:
    _, told = await talk(open_app, say, "15(6)没完成", "60%")
    assert told.reply[0].startswith("已记录 15(6)")
    assert "60%" in told.reply[0]
