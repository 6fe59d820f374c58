"""Two plans side by side: a number of both needs the name of its plan."""

from dataclasses import replace

from bot.config import Settings
from bot.importer import prepare, save
from documents.sample import sample_plan
from storage.store import Store
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.factories import at


def add_second(settings: Settings) -> None:
    """Import the sample once more under another name, with a single item."""
    reading = sample_plan()
    items = tuple(item for item in reading.plan.items if str(item.ref) == "15(6)")
    second = replace(reading, plan=replace(reading.plan, name="安全", items=items, sample=False))
    with Store.open(settings.database.url) as store:
        save(store, prepare(store, second, settings, named=True), at("2023-10-16 09:00"))


async def test_a_number_of_two_plans_is_asked_and_answered_by_number(
    open_app: OpenApp, settings: Settings, say: Say
) -> None:
    async with open_app():
        pass
    add_second(settings)
    async with open_app() as app:
        talk = Talk(app, say)
        asked = await talk("lihua", "进度 15-6 已完成")
        told = await talk("lihua", "2")
        named = await talk("lihua", "营商 15（6） 60%")
        shown = await talk("lihua", "安全方案15(6)")
        alone = await talk("lihua", "15(5) 60%")
        rows = [(e.plan, str(e.ref)) for e in app.store.entries() if e.ref]
    assert asked.reply[1:] == ("1. 营商 15(6)", "2. 安全 15(6)")
    assert told.wrote
    assert named.wrote
    assert alone.wrote
    assert "安全" in shown.reply[1]
    assert rows == [("安全", "15(6)"), ("营商", "15(6)"), ("营商", "15(5)")]


async def test_the_prefix_is_harmless_where_there_is_one_plan(open_app: OpenApp, say: Say) -> None:
    async with open_app() as app:
        answer = await Talk(app, say)("lihua", "营商 15(6) 已完成")
    assert answer.wrote
