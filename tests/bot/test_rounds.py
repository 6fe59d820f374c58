from pathlib import Path

import pytest

from bot.app import App
from bot.channel import ChannelError
from bot.config import People, Settings, load
from ledger.rights import Actor, Role
from storage.mail import OutgoingState
from storage.store import Store
from tests.bot.conftest import CONFIG, OpenApp, message
from tests.factories import at
from tests.fakes import FakeChannel

OFFICE = Actor(user_id="hemei", roles=frozenset({Role.OFFICE}))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Load the shipped settings without office and leaders: units and groups alone."""
    shipped = load(CONFIG, db=f"sqlite:///{tmp_path / 'ledger.db'}")
    contacts = People(contacts=shipped.people.contacts)
    return shipped.model_copy(update={"people": contacts})


def states(app: App) -> dict[str, OutgoingState]:
    return {row.key: row.state for row in app.store.outbox()}


async def test_the_list_and_the_round_go_out_once_however_often_the_clock_wakes(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-11-15 08:30") as app:
        await app.tick()
        await app.tick()
    for moment in ("2023-11-15 09:00", "2023-11-15 09:00", "2023-11-15 12:00"):
        async with open_app(moment) as app:  # a restart each time
            await app.courier.recover()
            await app.tick()
    assert [to for to, _ in channel.sent] == ["group:console-group", "person:yangfan"]
    assert "补发" not in "".join(text for _, text in channel.sent)


async def test_nothing_is_sent_on_a_day_off_or_in_the_evening(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    for moment in ("2023-11-18 09:00", "2023-11-20 17:30", "2023-11-20 23:00"):
        async with open_app(moment) as app:
            await app.tick()
    assert channel.sent == []


async def test_a_made_up_working_saturday_is_worked(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-10-07 08:30") as app:  # 调休
        await app.tick()
    assert [to for to, _ in channel.sent] == ["group:console-group"]


async def test_a_missed_round_is_caught_up_once_and_marked(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    for _ in range(2):
        async with open_app("2023-11-15 14:00") as app:
            await app.tick()
    assert len(channel.sent) == 2
    assert all(text.startswith("【补发】") for _, text in channel.sent)


async def test_days_that_were_missed_are_folded_into_todays_one_message(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app():
        pass  # the plan is issued in October
    async with open_app("2023-11-08 09:00") as app:
        await app.tick()
    channel.sent.clear()
    # 11-09 (7 working days before 18(4) falls due) to 11-14 the bot was down.
    async with open_app("2023-11-14 09:00") as app:
        await app.tick()
    to_court = [text for to, text in channel.sent if to == "person:yangfan"]
    assert len(to_court) == 1
    assert "18(4)" in to_court[0]


async def test_an_item_closed_before_the_hour_is_not_in_the_message(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-11-15 08:59") as app:
        answer = await app.say(message("同意 18(4) 销号", "hemei"), OFFICE)
        assert answer.wrote
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
    told = [text for to, text in channel.sent if to == "person:yangfan"]
    assert all(text.startswith("【销号】") for text in told)


async def test_what_was_queued_and_is_no_longer_due_is_cancelled_not_sent(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    channel.up = False
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
        await app.say(message("同意 18(4) 销号", "hemei"), OFFICE)
        channel.up = True
        await app.tick()
        assert states(app)["morning:2023-11-15:县人民法院"] is OutgoingState.CANCELLED


async def test_a_failure_that_may_pass_is_tried_again_later(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    channel.failures = [ChannelError("busy")]
    async with open_app("2023-11-15 08:30") as app:
        await app.tick()
        assert channel.sent == []
        app.world.clock.set(at("2023-11-15 08:32"))  # type: ignore[attr-defined] # a rehearsal's
        await app.tick()
    assert len(channel.sent) == 1


async def test_an_unknown_outcome_is_never_sent_again_unmarked(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    channel.failures = [ChannelError("no answer", unknown=True)]
    for moment in ("2023-11-15 08:30", "2023-11-15 08:40"):
        async with open_app(moment) as app:
            await app.tick()
            assert set(states(app).values()) == {OutgoingState.UNKNOWN}
    assert channel.sent == []


async def test_a_row_left_half_sent_by_a_dead_process_ends_as_unknown(
    open_app: OpenApp, settings: Settings, channel: FakeChannel
) -> None:
    channel.up = False
    async with open_app("2023-11-15 08:30") as app:
        await app.tick()
        assert app.store.claim(at("2023-11-15 08:30"))
    channel.up = True
    async with open_app("2023-11-15 08:31") as app:
        await app.courier.recover()
        await app.tick()
    with Store.open(settings.database.url) as store:
        assert [row.state for row in store.outbox()] == [OutgoingState.UNKNOWN]
    assert channel.sent == []


async def test_a_permanent_failure_does_not_stop_the_others(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    channel.failures = [ChannelError("gone", permanent=True)]
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
        assert sorted(states(app).values()) == [OutgoingState.FAILED, OutgoingState.SENT]


async def test_what_was_left_over_waits_for_the_morning_not_for_the_next_start(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    channel.up = False
    async with open_app("2023-11-15 09:00") as app:
        await app.tick()
    channel.up = True
    # Down all evening: nothing has put the rows off before the night's start.
    for moment in ("2023-11-16 02:00", "2023-11-16 08:29"):
        async with open_app(moment) as app:
            await app.tick()
        assert channel.sent == []
    for moment in ("2023-11-16 08:30", "2023-11-16 08:59", "2023-11-16 09:00"):
        async with open_app(moment) as app:
            await app.tick()
        if moment < "2023-11-16 09:00":
            assert [to for to, _ in channel.sent] == ["group:console-group"]
    assert [to for to, _ in channel.sent] == ["group:console-group", "person:yangfan"]
