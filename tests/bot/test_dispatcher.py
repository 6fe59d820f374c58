import asyncio
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.channel import Inbound
from bot.config import Settings
from bot.desk import Ruling
from bot.hearing import LONGEST
from handlers.router import Decision
from ledger.book import Ledger
from ledger.progress import Status
from messages.commands import ReportProgress
from storage.mail import Received, RoundKey
from storage.store import Store
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.factories import at, ref

Say = Callable[..., Inbound]


def on_disk(settings: Settings) -> list[str]:
    """Read the history through a second connection: only what was committed is seen."""
    with Store.open(settings.database.url, read_only=True) as store:
        return [f"{entry.ref}:{entry.words}" for entry in store.entries() if entry.ref]


def in_the_file(settings: Settings, words: str) -> bool:
    """Whether the database's file holds the words anywhere, deleted or not."""
    path = Path(settings.database.url.removeprefix("sqlite:///"))
    return words.encode() in path.read_bytes()


async def test_report_is_recorded_before_the_reply(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        answer = await app.say(say("@督办助手 进度 15(6) 已完成"))
        assert on_disk(settings) == ["15(6):进度 15(6) 已完成"]
    assert answer.wrote
    assert answer.reply[0].startswith("已记录 15(6)")


async def test_the_same_message_again_changes_nothing_and_gives_the_same_reply(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        first = await app.say(say("5(5)已完成", "zhangqiang"))
        again = await app.say(say("5(5)已完成", "zhangqiang"))
    async with open_app("2023-10-17 10:00") as app:  # and after a restart, a day later
        later = await app.say(say("5(5)已完成", "zhangqiang"))
    assert again.reply == later.reply == first.reply
    assert not again.wrote
    assert len(on_disk(settings)) == 1


async def test_copies_at_the_same_instant_make_one_record(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        answers = await asyncio.gather(*(app.say(say("15(6) 60%")) for _ in range(20)))
    assert len({answer.reply for answer in answers}) == 1
    assert len(on_disk(settings)) == 1


async def test_the_same_id_from_others_or_elsewhere_is_another_message(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        for who, chat in (("lihua", "group1"), ("wanglei", "group1"), ("lihua", "group2")):
            await app.say(say("15(6) 60%", who, chat=chat))
    assert len(on_disk(settings)) == 3


async def test_the_same_id_with_other_words_keeps_the_first_and_is_noted(
    open_app: OpenApp, settings: Settings, say: Say, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_app() as app:
        first = await app.say(say("15(6) 60%"))
        second = await app.say(say("15(6) 已完成"))
    assert second.reply == first.reply
    assert on_disk(settings) == ["15(6):15(6) 60%"]
    assert "security" in caplog.text


async def test_an_approval_sent_twice_gets_the_first_answer_not_a_refusal(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        await app.say(say("5(5)已完成", "zhangqiang"))
        first = await app.say(say("同意 5(5) 销号", "hemei", message_id="m2"))
        again = await app.say(say("同意 5(5) 销号", "hemei", message_id="m2"))
        other = await app.say(say("同意 5(5) 销号", "hemei", message_id="m3"))
    assert first.reply == again.reply
    assert "已销号" in first.reply[0]
    assert "现在是“销号”" in other.reply[0]


async def test_two_approvals_in_the_same_instant_have_one_effect(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        await app.say(say("5(5)已完成", "zhangqiang"))
        both = await asyncio.gather(
            app.say(say("同意 5(5) 销号", "hemei", message_id="a")),
            app.say(say("退回 5(5) 缺验收名单", "tangwei", message_id="b")),
        )
        assert sorted(answer.wrote for answer in both) == [False, True]
        assert app.desk.ledger.state(ref("5(5)")).status is Status.CLOSED
    assert len(on_disk(settings)) == 2


async def test_many_reports_at_once_are_all_recorded_and_the_database_verifies(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        answers = await asyncio.gather(
            *(app.say(say(f"15(6) {n % 99 + 1}%", message_id=f"m{n}")) for n in range(300))
        )
    assert all(answer.wrote for answer in answers)
    assert len(on_disk(settings)) == 300
    with Store.open(settings.database.url) as store:
        assert verify(store) == ()


@pytest.mark.parametrize(
    ("text", "sender", "words"),
    [
        ("16(9) 已完成", "lihua", "16(9)"),
        ("15 已完成", "lihua", "15(1)"),
        ("5(5) 已完成", "lihua", "县住建局"),
        ("15(6) 已完成", "stranger", "绑定"),
        ("15(6)完成了吗", "lihua", ""),
    ],
)
async def test_what_cannot_be_recorded_is_answered_and_leaves_no_trace(
    open_app: OpenApp, settings: Settings, say: Say, text: str, sender: str, words: str
) -> None:
    async with open_app() as app:
        answer = await app.say(say(text, sender))
    assert words in "".join(answer.reply)
    assert not answer.wrote
    assert on_disk(settings) == []


async def test_small_talk_gets_no_answer_and_no_record(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        answer = await app.say(say("收到，辛苦了"))
    assert (answer.intent, answer.reply) == ("smalltalk_ignore", ())
    assert on_disk(settings) == []


async def test_poisonous_characters_never_reach_the_ledger(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    poison = "15(6) 60%\x00\x0b\x1b\ud800\u202e=1+1"
    async with open_app() as app:
        assert (await app.say(say(poison))).wrote
    assert on_disk(settings) == ["15(6):15(6) 60%\n=1+1"]


async def test_a_very_long_message_is_answered(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await app.say(say("15(6) " + "情况说明" * LONGEST))
    assert answer.intent


async def test_a_fault_is_logged_with_the_number_the_person_is_told(
    open_app: OpenApp, say: Say, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_app() as app:
        app.dispatcher._router.handlers.clear()
        app.dispatcher._world.words = None  # type: ignore[assignment] # a broken machine
        with caplog.at_level(logging.ERROR):
            answer = await app.say(say("15(6)"))
    assert answer.intent == "fault"
    number = caplog.records[-1].args[0]  # type: ignore[index] # logged as the first argument
    assert str(number) in answer.reply[0]


async def test_a_past_days_summary_is_rebuilt_from_the_history(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app("2023-06-29 10:00") as app:
        await app.say(say("5(2)已完成", "zhangqiang"))
    async with open_app("2023-10-16 09:30") as app:
        await app.say(say("同意 5(2) 销号", "hemei", message_id="m2"))
        now = await app.say(say("汇总", "hemei", message_id="m3"))
        then = await app.say(say("截至6月30日 汇总", "hemei", message_id="m4"))
    assert "已销号1 待审核0" in now.reply[2]
    assert "已销号0 待审核1" in then.reply[2]


async def test_a_change_by_a_handler_that_only_answers_is_a_loud_fault(
    open_app: OpenApp, settings: Settings, say: Say, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_app() as app:
        app.dispatcher._router.changing.discard(ReportProgress)
        with caplog.at_level(logging.ERROR):
            answer = await app.say(say("15(6) 60%"))
    assert (answer.intent, answer.wrote) == ("fault", False)
    assert "SilentChange: ReportProgress" in caplog.text
    assert on_disk(settings) == []


async def test_the_history_in_chat_is_whole_and_for_the_own_unit(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        for n in range(12):
            await app.say(say(f"15(6) {n + 1}%", message_id=f"m{n}"))
        first = await app.say(say("15(6) 历史"))
        second = await app.say(say("15(6) 历史 第2页"))
        other = await app.say(say("15(6) 历史", "zhangqiang"))
    assert "共12条，第1/2页" in first.reply[0]
    assert [block[-2:] for block in second.reply[1:]] == ["2%", "1%"]
    assert "原话：" not in "".join(other.reply)


async def test_ids_that_no_database_takes_are_recorded_all_the_same(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app() as app:
        poison = ("\ud800", "\udcff", "\0", "\\x00")
        for number, word in enumerate(poison):
            inbound = say("15(6) 60%", message_id=f"{number}{word}", chat=word)
            first, again = await app.say(inbound), await app.say(inbound)
            assert first.wrote
            assert (again.wrote, again.reply) == (False, first.reply)
    assert len(on_disk(settings)) == len(poison)


async def test_a_decision_that_cannot_be_stored_fails_alone_and_the_desk_works_on(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    def poisoned(_: Ledger) -> Ruling:
        row = Received(key="k", digest="d", at=at("2023-10-16 09:30"), reply=("\ud800",))
        decision = Decision(rounds=(RoundKey(name="morning", day=date(2023, 1, 3)),))
        return Ruling(decision=decision, received=row)

    async with open_app() as app:
        with pytest.raises(ValueError, match="surrogate"):
            await app.desk.submit(poisoned)
        assert (await app.say(say("15(6) 60%"))).wrote
    assert on_disk(settings) == ["15(6):15(6) 60%"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("进度 15(6) 已完成，机密★1年", "密级标志"),
        ("进度 15(6) 已退税1200户，王五 138 0000 1234", "手机号"),
        ("15(6) 60% 法人身份证11010519491231002X", "身份证号"),
        ("15(6) 60% 【内部资料】", "内部资料标志"),
    ],
)
async def test_what_may_not_be_kept_is_refused_and_leaves_no_trace(
    open_app: OpenApp, settings: Settings, say: Say, words: str, named: str
) -> None:
    async with open_app() as app:
        answer = await app.say(say(words))
        assert not answer.wrote
        assert named in answer.reply[0]
        assert "撤回这条消息" in answer.reply[0]
    assert on_disk(settings) == []
    assert not in_the_file(settings, words)
    assert not in_the_file(settings, words[-6:])


async def test_a_summary_is_for_the_office_and_of_ones_own_units(
    open_app: OpenApp, say: Say
) -> None:
    async with open_app() as app:
        whole = await app.say(say("汇总", "hemei", message_id="a"))
        own = await app.say(say("汇总", message_id="b"))
        none = await app.say(say("汇总", "stranger", message_id="c"))
    assert "共56项" in whole.reply[1]
    assert "共5项" in own.reply[1]
    assert "优化办" in none.reply[0]
