"""Answers that are remembered: asked again they are what asking anew would give, at any moment."""

import pytest

from bot.app import App
from bot.dispatcher import Dispatcher
from handlers.router import Context
from handlers.routes import all_routes
from messages.commands import Command, ListTasks
from tests.bot.conftest import OpenApp, message
from tests.bot.talk import Say, Talk

QUESTIONS = (
    "县税务局 有哪些任务",
    "我们单位有哪些任务",
    "县住建局 逾期",
    "逾期",
    "本周到期",
    "11月到期的",
    "谁还没报",
    "谁牵头5(5)",
    "15(6)谁牵头",
)
ASKERS = ("lihua", "zhangqiang", "hemei", "nobody")
HAPPENS = (
    ("zhangqiang", "进度 5(5) 已完成", "2023-11-14 09:00"),
    ("hemei", "同意 5(5) 销号", "2023-11-14 09:10"),
    ("luojian", "回头看 5(5) 现场没有落实", "2023-11-14 09:20"),
    ("lihua", "15(6) 本期无新进展", "2023-11-14 09:30"),
    ("lihua", "撤回 15(6)", "2023-11-14 09:35"),
    ("zhangqiang", "5(5) 申请延期到12月31日 因资料不齐", "2023-11-14 09:40"),
    ("luojian", "挂账 5(3) 等上级文件", "2023-11-14 10:00"),
    ("luojian", "调整 15(6) 时限 2023年11月20日前", "2023-11-14 10:10"),
    ("luojian", "确认", "2023-11-14 10:11"),
    ("zhangqiang", "解绑", "2023-11-14 10:30"),
    ("nobody", "收到", "2023-11-15 08:00"),
    ("nobody", "收到", "2023-12-01 08:00"),
)


def dispatcher(app: App) -> Dispatcher:
    return Dispatcher(desk=app.desk, world=app.world, router=all_routes(), lookups=app.lookups)


async def test_what_is_remembered_is_what_asking_anew_would_give(
    open_app: OpenApp, say: Say
) -> None:
    given: set[tuple[str, ...]] = set()
    async with open_app("2023-11-13 09:00") as app:
        talk, remembering = Talk(app, say), dispatcher(app)
        for who, text, when in HAPPENS:
            await talk(who, text, when)
            anew = dispatcher(app)
            for asker in ASKERS:
                for question in QUESTIONS:
                    asked = message(question, asker)
                    known, fresh = await remembering.handle(asked), await anew.handle(asked)
                    assert known == fresh, (who, text, asker, question)
                    given.add(known.reply)
        written = app.store.last_entry_seq()
    assert written >= 9  # each but the talk and the word before 确认, which changed nothing
    assert len(given) > len(QUESTIONS) * 2  # what happened was seen in the answers


async def test_a_question_asked_again_is_decided_once(
    open_app: OpenApp, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as app:
        router = app.dispatcher._router
        decided = []
        route = router.route

        def counting(command: Command, context: Context) -> object:
            decided.append(type(command))
            return route(command, context)

        monkeypatch.setattr(router, "route", counting)
        talk = Talk(app, say)
        for who in ("lihua", "lihua", "zhangqiang", "lihua"):
            await talk(who, "县税务局 有哪些任务")
        assert decided == [ListTasks, ListTasks]  # each asker's own, once
        await talk("lihua", "进度 15(6) 60%")
        await talk("lihua", "县税务局 有哪些任务")
    assert decided[-1] is ListTasks
