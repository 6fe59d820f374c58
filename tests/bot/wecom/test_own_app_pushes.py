"""自建应用: what it pushes to people who never spoke to the bot, and what may go wrong."""

import json

import pytest

from bot.app import App
from bot.channel import ChannelError, Message
from bot.wecom.own_app import OwnApp
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import (
    GROUP,
    OFFICE,
    OpenBot,
    Passing,
    callback_of,
    own_app_of,
    queue,
    smart_bot_of,
)
from tests.bot.wecom.views import pushed, rows, states
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator

SEND = "/cgi-bin/message/send"


async def report_on_behalf(sim: Simulator, percent: int = 60) -> None:
    """何梅 reports for 县税务局, which 李华 is then told."""
    said = await sim.say(f"代 县税务局 15(6) {percent}%", user="hemei", app=True, settle=0)
    assert "已记录" in said.text


async def test_who_never_spoke_to_the_bot_is_told_by_the_app(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await report_on_behalf(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    (sent,) = sim.sent()
    assert sent.to == ("lihua",)
    assert sent.body["enable_duplicate_check"] == 1
    assert sent.body["agentid"] == sim.account.agent_id


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "cut", "accepted": True},
        {"kind": "cut", "accepted": False},
        {"kind": "cut", "accepted": True, "times": 2},
        {"kind": "http_error", "code": 502, "accepted": True},
        {"kind": "http_error", "code": 504, "accepted": False},
        {"kind": "broken_body", "accepted": True},
        {"kind": "broken_body", "accepted": True, "text": ""},
        {"kind": "broken_body", "accepted": True, "text": "[]"},
    ],
    ids=json.dumps,
)
async def test_a_push_whose_answer_was_lost_arrives_exactly_once(
    sim: Simulator, open_surfaces: OpenBot, fault: dict[str, object]
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault(**fault, on=SEND)  # type: ignore[arg-type]
        await report_on_behalf(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    assert len(pushed(sim, "lihua")) == 1


async def test_a_push_whose_answers_are_all_lost_is_unknown_and_left_alone(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("cut", on=SEND, accepted=True, times=3)
        await report_on_behalf(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.UNKNOWN])
        await passing.by(1_000, app)
        assert states(app) == [OutgoingState.UNKNOWN]
    assert len(pushed(sim, "lihua")) == 1


async def test_an_api_that_is_away_is_waited_for(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("outage", on="api")
        await report_on_behalf(sim)
        assert await sim.until(lambda: bool(states(app)))
        for _ in range(30):  # half an hour: longer than a failure that may pass is tried again
            await passing.by(61, app)
        assert states(app) == [OutgoingState.QUEUED]
        await sim.come_back()
        await passing.by(61, app)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    assert len(pushed(sim, "lihua")) == 1


async def test_a_busy_platform_is_tried_again_a_minute_later(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=-1)
        await report_on_behalf(sim)
        assert await sim.until(lambda: states(app) == [OutgoingState.RETRY])
        await passing.by(61, app)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    assert len(sim.sent()) == 1


async def test_a_conversation_that_is_told_too_often_rests_a_minute(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=45009)
        await report_on_behalf(sim, 10)
        assert await sim.until(lambda: len(sim.journal.refusals) == 1)
        await report_on_behalf(sim, 20)
        await passing.by(30, app)
        assert states(app) == [OutgoingState.QUEUED] * 2
        assert sim.sent() == ()
        await passing.by(32, app)
        await passing.by(32, app)
        assert states(app) == [OutgoingState.SENT] * 2
    assert len(sim.journal.refusals) == 1


async def test_a_member_is_never_told_more_than_the_platform_delivers(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await queue(app, *(notice("lihua", number) for number in range(40)))
        for _ in range(8):
            await passing.by(10, app)
        assert states(app) == [OutgoingState.SENT] * 40
    assert len(pushed(sim, "lihua")) == 40
    assert sim.journal.dropped == []


def notice(to: str, number: int) -> Outgoing:
    return Outgoing(
        key=f"test:{to}:{number}",
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.PERSON,
        to=to,
        due_at=at("2023-10-16 08:00"),
        text=f"第{number}件事",
    )


@pytest.mark.parametrize("field", ["invaliduser", "unlicenseduser"])
async def test_an_answer_that_names_the_member_as_not_reached_is_not_taken_for_sent(
    sim: Simulator, open_surfaces: OpenBot, field: str
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        text = json.dumps({"errcode": "0", "errmsg": "ok", field: "LiHua|other"})
        await sim.fault("broken_body", on=SEND, text=text, accepted=False)
        with pytest.raises(ChannelError, match=field) as refused:
            await channel_of(app).send(message("lihua"))
    assert refused.value.unreachable


def channel_of(app: App) -> OwnApp:
    (found,) = [channel for channel in app.channels if isinstance(channel, OwnApp)]
    return found


def message(to: str, kind: AddressKind = AddressKind.PERSON) -> Message:
    return Message(key="k1", to_kind=kind, to=to, blocks=("有一件事", "请看一下"))


@pytest.mark.parametrize("code", [81013, 60111, 40003])
async def test_a_refused_member_is_out_of_reach(
    sim: Simulator, open_surfaces: OpenBot, code: int
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("errcode", on=SEND, code=code)
        with pytest.raises(ChannelError) as refused:
            await channel_of(app).send(message("lihua"))
    assert refused.value.unreachable


async def test_a_contact_of_both_surfaces_is_told_by_the_other_where_the_app_cannot(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    first = {"routing": {"people": ["own_app", "smart_bot"]}}
    async with open_surfaces(smart_bot_of(sim), own_app_of(sim), first) as app:
        await sim.say("帮助", user="lihua")
        await sim.say("帮助", user="hemei")
        await sim.fault("errcode", on=SEND, code=81013)
        await sim.say("代 县税务局 15(6) 60%", user="hemei")
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    (told,) = sim.sent()
    assert (told.chat, told.to) == ("lihua", ())


async def test_who_is_out_of_the_smart_bots_reach_for_now_is_told_by_the_app(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(smart_bot_of(sim), own_app_of(sim)) as app:
        await sim.say("帮助", user="lihua")
        await sim.fault("outage", on="gateway")
        assert await sim.until(lambda: not app.channels[0].up)
        await report_on_behalf(sim)
        assert await sim.until(lambda: [row.error for row in rows(app)] == ["smart_bot is down"])
        assert pushed(sim, "lihua") == []  # it may be back in a moment
        await passing.by(31, app)
        assert await sim.until(lambda: states(app) == [OutgoingState.SENT])
    assert len(pushed(sim, "lihua")) == 1


async def test_a_group_of_the_app_gets_the_list(sim: Simulator, open_surfaces: OpenBot) -> None:
    async with open_surfaces(own_app_of(sim, groups=[GROUP])) as app:
        channel = channel_of(app)
        made = {"chatid": GROUP, "name": "专班", "userlist": ["hemei", "lihua"]}
        await channel._call("/cgi-bin/appchat/create", made)
        assert await channel.send(message(GROUP, AddressKind.GROUP)) == "**有一件事**\n请看一下"
    (sent,) = sim.sent()
    assert (sent.chat, sent.to) == (GROUP, ("hemei", "lihua"))


@pytest.mark.parametrize("code", [86003, 86008])
async def test_a_group_that_is_not_the_apps_is_out_of_reach(
    sim: Simulator, open_surfaces: OpenBot, code: int
) -> None:
    async with open_surfaces(own_app_of(sim, groups=[GROUP])) as app:
        await sim.fault("errcode", on="appchat/send", code=code)
        with pytest.raises(ChannelError) as refused:
            await channel_of(app).send(message(GROUP, AddressKind.GROUP))
    assert refused.value.unreachable


async def test_a_post_to_a_group_whose_answer_was_lost_is_unknown(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(own_app_of(sim, groups=[GROUP])) as app:
        await sim.fault("cut", on="appchat/send", accepted=True)
        with pytest.raises(ChannelError) as lost:
            await channel_of(app).send(message(GROUP, AddressKind.GROUP))
    assert lost.value.unknown
    assert sim.journal.api_calls.count("/cgi-bin/appchat/send") == 1


async def test_a_file_is_uploaded_and_sent(sim: Simulator, open_surfaces: OpenBot) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("token_expired")
        await channel_of(app).send_file("hemei", "台账 2023.xlsx", b"PK\3\4 content")
    (file,) = sim.uploads().values()
    assert (file.filename, file.data) == ("台账 2023.xlsx", b"PK\3\4 content")
    (sent,) = sim.sent()
    assert (sent.to, sent.msgtype) == (("hemei",), "file")


@pytest.mark.parametrize("code", [42001, 40014])
async def test_while_every_token_is_refused_pushes_wait_and_then_go_out(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, code: int
) -> None:
    async with open_surfaces(own_app_of(sim)) as app:
        await sim.fault("token_expired", code=code, times=None)
        await report_on_behalf(sim)
        for _ in range(6):
            await passing.by(31, app)
        assert {row.state for row in rows(app) if row.to == "lihua"} == {OutgoingState.QUEUED}
        assert sim.token_calls <= 2 * 4
        sim.faults.clear()
        for _ in range(3):
            await passing.by(61, app)
        assert set(states(app)) == {OutgoingState.SENT}
    assert len(pushed(sim, "lihua")) == 1


async def test_tokens_that_are_refused_for_ever_are_told_to_the_office_once(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(smart_bot_of(sim), own_app_of(sim)) as app:
        for person in OFFICE:
            await sim.say("帮助", user=person)
        await sim.fault("token_expired", times=None)
        await sim.say("代 县税务局 15(6) 60%", user="hemei")
        assert await sim.until(lambda: len(sim.sent()) == len(OFFICE))
        for _ in range(3):
            await passing.by(61, app)
    assert sorted(sent.chat for sent in sim.sent()) == sorted(OFFICE)
    assert all("令牌" in sent.text for sent in sim.sent())


# ---- shut out ----


@pytest.mark.parametrize(
    ("wrong", "code"), [({"secret": "wrong"}, 40001), ({"corp_id": "wwWRONG"}, 40013)]
)
async def test_wrong_credentials_shut_the_app_out_and_the_office_hears_it_elsewhere(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    wrong: dict[str, str],
    code: int,
) -> None:
    app_only = own_app_of(sim, heard=False, **wrong)
    async with open_surfaces(smart_bot_of(sim), app_only) as app:
        for person in OFFICE:
            await sim.say("帮助", user=person)
        await sim.say("代 县税务局 15(6) 60%", user="hemei")
        assert await sim.until(lambda: len(sim.sent()) >= len(OFFICE))
        alarms = [sent for sent in sim.sent() if "自建应用停用" in sent.text]
        assert sorted(sent.chat for sent in alarms) == sorted(OFFICE)
        await sim.say("代 县税务局 15(6) 70%", user="hemei")
        await passing.by(120, app)
        assert not channel_of(app).up
    assert sim.token_calls == 1
    assert [refusal.code for refusal in sim.journal.refusals] == [code]


async def test_an_untrusted_address_is_named_and_the_office_hears_it_elsewhere(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with open_surfaces(smart_bot_of(sim), own_app_of(sim)) as app:
        for person in OFFICE:
            await sim.say("帮助", user=person)
        await sim.fault("errcode", on=SEND, code=60020, times=40)
        await sim.say("代 县税务局 15(6) 60%", user="hemei")
        assert await sim.until(lambda: len(sim.sent()) == len(OFFICE))
        assert all("127.0.0.1" in sent.text for sent in sim.sent())
        assert all("企业可信IP" in sent.text for sent in sim.sent())
        (row,) = [row for row in rows(app) if row.to == "lihua"]
        assert row.state is OutgoingState.QUEUED
        assert "127.0.0.1" in row.error
        for _ in range(60):  # until somebody has added the address, an hour later
            await passing.by(61, app)
        assert pushed(sim, "lihua") != []
    assert len([sent for sent in sim.sent() if "企业可信IP" in sent.text]) == len(OFFICE)
    assert "address 127.0.0.1 is not trusted" in caplog.text


async def test_both_callbacks_are_served_beside_each_other(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim)):
        by_bot = await sim.say("15(6)", user="lihua")
        by_app = await sim.say("15(6)", user="lihua", app=True)
    assert by_bot.text.replace("**", "") == by_app.text
