"""群机器人 webhook: the daily list, the line that calls the few who must act, and its limits."""

import pytest
from aiohttp import ClientTimeout

from bot.app import App
from bot.channel import ChannelError, Message
from bot.wecom import api
from bot.wecom.webhook import Webhook
from messages.surfaces import MUST_ACT
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, OpenBot, Passing, own_app_of, queue, webhook_of
from tests.bot.wecom.views import rows, states
from tests.factories import at
from tests.wecom_simulator.mentions import read
from tests.wecom_simulator.simulator import Simulator

SEND = "/cgi-bin/webhook/send"
LIST = OutgoingKind.GROUP_LIST
DUE_DAY = "2023-12-29 08:30"
"""The last working day before 2023-12-31, when 23 items of the sample fall due."""


def webhook_in(app: App) -> Webhook:
    (found,) = [channel for channel in app.channels if isinstance(channel, Webhook)]
    return found


def message(*blocks: str, mention: tuple[str, ...] = (), plain: bool = False) -> Message:
    return Message(
        key="k1",
        to_kind=AddressKind.GROUP,
        to=GROUP,
        blocks=blocks,
        mention=mention,
        plain=plain,
    )


async def reach_the_due_day(app: App, passing: Passing) -> None:
    passing.set(at(DUE_DAY))
    await app.tick()


async def test_the_daily_list_is_posted_and_the_few_who_must_act_are_called(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await reach_the_due_day(app, passing)
        assert states(app, LIST) == [OutgoingState.SENT]
    *posted, call = sim.sent()
    assert posted[0].msgtype == "markdown"
    assert "今日到期23项" in posted[0].text
    assert all(sent.mentions == () for sent in posted)
    assert call.body["text"]["content"] == MUST_ACT
    assert 1 <= len(call.mentions) <= 10
    contacts = {"lihua", "zhangqiang", "chenjing", "liuyang", "yangfan", "zhaomin"}
    contacts |= {"huangtao", "wujing", "zhengkai", "sunli", "malin"}
    assert set(call.mentions) <= contacts
    assert sim.violations() == ()
    assert sim.journal.refusals == []


async def test_a_group_that_is_read_in_wechat_gets_plain_text(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    plain = {"groups": {"daily": [GROUP], "plain": [GROUP]}}
    async with open_surfaces(webhook_of(sim), plain) as app:
        await reach_the_due_day(app, passing)
    assert {sent.msgtype for sent in sim.sent()} == {"text"}
    assert all(read(sent.surface, sent.body).marks == () for sent in sim.sent())
    assert all("**" not in sent.text for sent in sim.sent())


async def test_nobody_is_called_where_nobody_must_act(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        assert await webhook_in(app).send(message("清单", "一件")) == "**清单**\n一件"
    (sent,) = sim.sent()
    assert sent.mentions == ()


async def test_the_webhook_posts_only_to_its_own_group(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        webhook = webhook_in(app)
        assert webhook.carries(AddressKind.GROUP, GROUP)
        assert not webhook.carries(AddressKind.GROUP, "wrANOTHER")
        assert not webhook.carries(AddressKind.PERSON, GROUP)


async def test_it_stays_below_twenty_a_minute_and_loses_nothing(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await queue(app, *(notice(number) for number in range(50)))
        await passing.by(1, app)
        assert len(sim.sent()) == 18
        for _ in range(13):
            await passing.by(10, app)
        assert set(states(app)) == {OutgoingState.SENT}
    assert [sent.text for sent in sim.sent()] == [f"第{number}件" for number in range(50)]
    assert sim.journal.refusals == []


def notice(number: int) -> Outgoing:
    return Outgoing(
        key=f"test:{number}",
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.GROUP,
        to=GROUP,
        due_at=at("2023-10-16 08:00"),
        text=f"第{number}件",
    )


async def test_told_that_it_was_too_much_it_rests_a_minute_and_keeps_the_order(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=45009)
        await queue(app, *(notice(number) for number in range(3)))
        await passing.by(1, app)
        await passing.by(40, app)
        assert sim.sent() == ()
        for _ in range(3):
            await passing.by(30, app)
        assert states(app) == [OutgoingState.SENT] * 3
    assert len(sim.journal.refusals) == 1
    assert sorted(sent.text for sent in sim.sent()) == ["第0件", "第1件", "第2件"]


@pytest.mark.parametrize(
    ("code", "named"),
    [(93000, "invalid webhook url"), (93004, "webhook disabled"), (93008, "not in group")],
)
async def test_a_webhook_that_is_gone_is_named_and_not_tried_again(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    caplog: pytest.LogCaptureFixture,
    code: int,
    named: str,
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=code, times=None)
        await reach_the_due_day(app, passing)
        await passing.by(1_000, app)
        (row,) = rows(app, LIST)
        assert row.state is OutgoingState.FAILED
    assert f"errcode {code}: {named}" in caplog.text
    assert sim.journal.api_calls.count(SEND) == 1


async def test_a_wrong_key_is_named_without_saying_it(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_surfaces(webhook_of(sim, "0000-wrong-key")) as app:
        await reach_the_due_day(app, passing)
        (row,) = rows(app, LIST)
    assert "93000" in row.error
    assert "0000-wrong-key" not in caplog.text + row.error


async def test_where_the_webhook_is_gone_another_surface_posts_the_list(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    first = {"routing": {"groups": ["webhook", "own_app"]}}
    async with open_surfaces(webhook_of(sim), own_app_of(sim, groups=[GROUP]), first) as app:
        made = {"chatid": GROUP, "name": "专班", "userlist": ["hemei", "lihua"]}
        await app.channels[0]._call("/cgi-bin/appchat/create", made)  # type: ignore[attr-defined]
        await sim.fault("errcode", on=SEND, code=93008)
        await reach_the_due_day(app, passing)
        assert states(app, LIST) == [OutgoingState.SENT]
    assert {sent.surface.value for sent in sim.sent() if sent.chat == GROUP} == {"appchat"}


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "cut", "accepted": True},
        {"kind": "cut", "accepted": False},
        {"kind": "http_error", "code": 502, "accepted": True},
        {"kind": "broken_body", "accepted": True},
        {"kind": "broken_body", "accepted": True, "text": "[]"},
        {"kind": "broken_body", "accepted": True, "text": '{"errcode"'},
    ],
    ids=str,
)
async def test_a_list_whose_answer_was_lost_is_unknown_and_not_posted_again(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, fault: dict[str, object]
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await sim.fault(**fault, on=SEND)  # type: ignore[arg-type]
        await reach_the_due_day(app, passing)
        assert states(app, LIST) == [OutgoingState.UNKNOWN]
        await passing.by(1_000, app)
        assert states(app, LIST) == [OutgoingState.UNKNOWN]
    assert sim.journal.api_calls.count(SEND) == 1
    assert len(sim.sent()) == int(bool(fault["accepted"]))


async def test_a_platform_that_keeps_its_answer_back_holds_nobody_up(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (api.TIMEOUT.sock_connect, api.TIMEOUT.total) == (3.0, 10.0)
    monkeypatch.setattr(api, "TIMEOUT", ClientTimeout(total=0.5))
    async with open_surfaces(webhook_of(sim)) as app:
        await sim.fault("stall", on=SEND, seconds=30)
        await reach_the_due_day(app, passing)
        assert states(app, LIST) == [OutgoingState.UNKNOWN]
        await webhook_in(app).send(message("第二份"))
    assert [sent.text for sent in sim.sent()] == ["第二份"]


async def test_a_list_that_never_left_is_posted_when_the_platform_is_back(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        await sim.fault("outage", on="api")
        await reach_the_due_day(app, passing)
        for _ in range(30):  # half an hour
            await passing.by(61, app)
        assert states(app, LIST) == [OutgoingState.QUEUED]
        await sim.come_back()
        await passing.by(61, app)
        assert states(app, LIST) == [OutgoingState.SENT]


async def test_a_call_that_fails_does_not_post_the_list_twice(
    sim: Simulator, open_surfaces: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        webhook = webhook_in(app)
        await webhook.send(message("清单", mention=("lihua",)))
        calls = sim.journal.api_calls.count(SEND)
        assert calls == 2
        sim.set_limits(webhook_per_minute=3)
        await webhook.send(message("清单", mention=("lihua",)))
    assert "nobody was called" in caplog.text
    assert [sent.text for sent in sim.sent()] == ["清单", MUST_ACT, "清单"]


async def test_a_fault_in_the_middle_of_a_long_list_is_unknown(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        sim.set_limits(webhook_per_minute=1)
        with pytest.raises(ChannelError) as lost:
            await webhook_in(app).send(message(*("税" * 500,) * 6))
    assert lost.value.unknown
    assert "after 1 parts" in str(lost.value)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("size", [2_047, 2_048, 2_049, 4_095, 4_096, 4_097, 20_481])
async def test_a_long_list_is_cut_by_bytes_and_nothing_is_dropped(
    sim: Simulator, open_surfaces: OpenBot, size: int, *, plain: bool
) -> None:
    line = "第一项减税降费政策落实，"
    text = (line * (size // len(line.encode()) + 1)).encode()[:size].decode(errors="ignore")
    async with open_surfaces(webhook_of(sim)) as app:
        await webhook_in(app).send(message(text, plain=plain))
    limit = 2_048 if plain else 4_096
    got = [sent.text for sent in sim.sent()]
    assert all(len(one.encode()) <= limit for one in got)
    assert (len(got) == 1) is (len(text.encode()) <= limit)
    assert "".join(one.partition("\n")[2] if len(got) > 1 else one for one in got) == text
