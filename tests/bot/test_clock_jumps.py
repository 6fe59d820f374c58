"""The clock jumps, the host is in another zone, the disk is full: each day's round comes once."""

import contextlib
import subprocess
import sys
from collections import Counter
from itertools import product

import pytest

from bot.app import App
from bot.channel import Message
from ledger.plan import ItemRef
from storage.database import writing
from storage.faults import StorageFault
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState, ReminderKey
from storage.store import Batch
from tests.bot.command import environment
from tests.bot.conftest import OpenApp
from tests.bot.talk import Say, Talk
from tests.factories import at
from tests.fakes import FakeChannel


def reminders(channel: FakeChannel) -> Counter[str]:
    return Counter(to for to, text in channel.sent if "督办提醒" in text.splitlines()[0])


async def test_a_clock_set_back_brings_no_round_again(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-15 09:00") as app:
        talk = Talk(app, say)
        await app.tick()
        for moment in ("2023-11-15 08:20", "2023-11-14 09:00", "2023-11-15 09:05"):
            await talk("lihua", "逾期", moment)
            await app.tick()
    assert set(reminders(channel).values()) == {1}


async def test_a_clock_that_jumps_over_the_hour_brings_the_round_once(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-15 08:10") as app:
        talk = Talk(app, say)
        await app.tick()
        for moment in ("2023-11-15 10:10", "2023-11-15 10:11"):  # suspended for two hours
            await talk("lihua", "逾期", moment)
            await app.tick()
    assert set(reminders(channel).values()) == {1}


async def test_a_jump_of_days_brings_one_folded_message(
    open_app: OpenApp, say: Say, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-08 09:00") as app:
        talk = Talk(app, say)
        await app.tick()
        channel.sent.clear()
        await talk("lihua", "逾期", "2023-11-16 09:00")
        await app.tick()
    assert max(reminders(channel).values()) == 1


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_county_keeps_its_hours_whatever_the_hosts_zone(zone: str) -> None:
    code = (
        "from tests.year.days import year; from bot.clock import SystemClock, read_moment;"
        "print(SystemClock().now().utcoffset(), read_moment('2023-11-15 09:00').isoformat(),"
        "year(1)[0].at.isoformat())"
    )
    run = [sys.executable, "-c", code]
    ended = subprocess.run(
        run, env=environment(TZ=zone), capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.split() == [
        "8:00:00",
        "2023-11-15T09:00:00+08:00",
        "2023-01-03T08:30:00+08:00",
    ]


async def test_after_a_full_disk_the_round_comes_once(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2023-11-15 09:00") as app:
        await app.desk.aside(_fill_the_disk, app)
        with pytest.raises(StorageFault) as fault:
            await app.rounds.issue_due()
        assert fault.value.transient
        assert channel.sent == []
        await app.desk.aside(_leave_pages, app, 100_000)
        await app.tick()
        await app.tick()
    assert set(reminders(channel).values()) == {1}


def _leave_pages(app: App, pages: int) -> None:
    """Let the database grow to so many pages and no further."""
    with writing(app.store.engine) as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def _fill_the_disk(app: App) -> None:
    """Write until nothing fits any more, not even little."""
    _leave_pages(app, 1)
    for number, size in product(range(400), (2_000, 200, 20)):
        row = ReminderKey(
            step="x" * size,
            plan="-",
            ref=ItemRef(1),
            unit=f"{size}/{number}",
            day=app.world.clock.now().date(),
            outgoing_key=_FILLER.key,
        )
        with contextlib.suppress(StorageFault):
            app.store.commit(Batch(outgoing=(_FILLER,), reminders=(row,)))


_FILLER = Outgoing(
    key="filler",
    kind=OutgoingKind.NOTICE,
    to_kind=AddressKind.PERSON,
    to="nobody",
    due_at=at("2030-01-01 09:00"),
)


async def test_a_clock_that_was_years_ahead_and_is_put_right_loses_no_round(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app():
        pass
    async with open_app("2031-03-03 09:00") as app:  # a machine that woke up with a wrong clock
        await app.tick()
    channel.sent.clear()
    for moment in ("2023-11-14 09:00", "2023-11-15 09:00", "2023-11-15 09:05"):
        async with open_app(moment) as app:
            await app.tick()
    assert reminders(channel)["person:yangfan"] == 1


async def test_a_full_disk_after_the_sending_does_not_leave_the_row_half_sent(
    open_app: OpenApp, channel: FakeChannel
) -> None:
    async with open_app("2023-11-15 08:30") as app:
        await app.rounds.issue_due()
        pages = await app.desk.aside(_used_pages, app)
        send = channel.send

        async def fill_and_send(message: Message) -> str:
            await app.desk.aside(_fill_the_disk, app)
            return await send(message) + "…" * 20_000  # more than any page has left

        channel.send = fill_and_send  # type: ignore[method-assign] # the world, at its worst
        with pytest.raises(StorageFault):
            await app.courier.drain()
        channel.send = send  # type: ignore[method-assign]
        await app.desk.aside(_leave_pages, app, pages + 100_000)
        await app.tick()
        found = {r.state for r in app.store.outbox() if r.kind is OutgoingKind.GROUP_LIST}
    assert found == {OutgoingState.SENT}
    assert len([text for to, text in channel.sent if to.startswith("group")]) == 1


def _used_pages(app: App) -> int:
    with writing(app.store.engine) as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
