"""The simulator's long connection: what a correct client sees, and what it may not do."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.payloads import CannotSay
from tests.wecom_simulator.peer import Peer
from tests.wecom_simulator.simulator import Simulator

GROUP = "group-1"


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def peer(sim: Simulator) -> AsyncIterator[Peer]:
    async with Peer(sim.gateway_url) as connected:
        await connected.subscribe(sim.account.bot_id, sim.account.bot_secret)
        yield connected


def markdown(text: str) -> Json:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def stream(text: str, *, finish: bool, name: str = "s-1") -> Json:
    return {"msgtype": "stream", "stream": {"id": name, "finish": finish, "content": text}}


def buttons(task_id: str = "t-1", **changes: Any) -> Json:
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "申请办结"},
        "button_list": [{"text": "同意", "key": "agree"}, {"text": "退回", "key": "return"}],
        "task_id": task_id,
        **changes,
    }


def card(task_id: str = "t-1", **changes: Any) -> Json:
    return {"msgtype": "template_card", "template_card": buttons(task_id, **changes)}


async def answer_next(peer: Peer, *bodies: Json, command: str = "aibot_respond_msg") -> Json:
    """Answer the next callback with these bodies, one after the other's ack."""
    got = await peer.callback()
    for body in bodies:
        await peer.ask(command, body, req_id=got["headers"]["req_id"])
    return got


async def say_and_answer(sim: Simulator, peer: Peer, *bodies: Json, chat: str = GROUP) -> Any:
    said = sim.say("我的任务", user="zhao", chat=chat)
    reaction, _ = await asyncio.gather(said, answer_next(peer, *bodies))
    return reaction


async def push(peer: Peer, chat: str, body: Json, chat_type: int = 2) -> int:
    ack = await peer.ask("aibot_send_msg", {"chatid": chat, "chat_type": chat_type, **body})
    code: int = ack["errcode"]
    return code


async def test_subscribing_is_acknowledged_without_cmd(sim: Simulator) -> None:
    async with Peer(sim.gateway_url) as peer:
        ack = await peer.subscribe(sim.account.bot_id, sim.account.bot_secret)
        assert ack == {"headers": {"req_id": "peer-1"}, "errcode": 0, "errmsg": "ok"}
        assert sim.connected()


async def test_wrong_credentials_leave_the_socket_open(sim: Simulator) -> None:
    async with Peer(sim.gateway_url) as peer:
        ack = await peer.subscribe(sim.account.bot_id, "wrong")
        assert (ack["errcode"], ack["errmsg"]) == (853000, "invalid bot_id or secret")
        assert not sim.connected()
        assert (await peer.ask("ping"))["errcode"] == 0
        assert all("secret" not in one.body for one in sim.journal.refusals)


async def test_nothing_but_pings_works_before_subscribing(sim: Simulator) -> None:
    async with Peer(sim.gateway_url) as peer:
        assert await push(peer, GROUP, markdown("x")) == 846609


async def test_a_second_subscriber_takes_over_and_the_first_is_closed_later(
    sim: Simulator, peer: Peer
) -> None:
    sim.set_limits(takeover_close=2.0)
    sim.introduce(chat=GROUP)
    async with Peer(sim.gateway_url) as second:
        await second.subscribe(sim.account.bot_id, sim.account.bot_secret)
        event = await peer.callback()
        assert event["body"]["event"] == {"eventtype": "disconnected_event"}
        assert (await peer.ask("ping"))["errcode"] == 0
        assert await push(peer, GROUP, markdown("x")) == 846609
        said, got = await asyncio.gather(
            sim.say("我的任务", user="zhao", within=1.0), second.callback()
        )
        assert said.delivered
        assert got["body"]["text"]["content"] == "我的任务"
        async with asyncio.timeout(15):
            await peer.ended.wait()
        assert peer.close_code == 1006
        assert await push(second, GROUP, markdown("x")) == 0


async def test_a_group_message_carries_the_mention_and_a_single_one_no_chatid(
    sim: Simulator, peer: Peer
) -> None:
    await sim.say("进度 1(2) 已完成", user="zhao", chat=GROUP, msgid="m1", within=0.05)
    got = await peer.callback()
    assert got["cmd"] == "aibot_msg_callback"
    body = got["body"]
    assert (body["msgid"], body["chatid"], body["chattype"]) == ("m1", GROUP, "group")
    assert body["from"] == {"userid": "zhao"}
    assert body["text"] == {"content": "@督办助手 进度 1(2) 已完成"}
    await sim.say("＠督办助手\u2005我的任务", user="zhao", chat=GROUP, within=0.05)
    assert (await peer.callback())["body"]["text"] == {"content": "＠督办助手\u2005我的任务"}
    await sim.say("我的任务", user="zhao", within=0.05)
    single = (await peer.callback())["body"]
    assert single["chattype"] == "single"
    assert "chatid" not in single


async def test_a_group_message_without_mention_never_reaches_the_bot(
    sim: Simulator, peer: Peer
) -> None:
    said = await sim.say("大家好", user="zhao", chat=GROUP, mention=False)
    assert (said.delivered, said.why) == (False, "the bot was not mentioned")
    assert peer.callbacks.empty()


async def test_messages_without_a_connection_are_lost(sim: Simulator) -> None:
    said = await sim.say("我的任务", user="zhao", chat=GROUP)
    assert (said.delivered, said.why) == (False, "no connection is subscribed")


@pytest.mark.parametrize("msgtype", ["image", "file", "video", "voice", "mixed"])
async def test_every_kind_of_message_has_its_own_body(
    sim: Simulator, peer: Peer, msgtype: str
) -> None:
    await sim.say("看这个", user="zhao", msgtype=msgtype, within=0.05)
    body = (await peer.callback())["body"]
    assert body["msgtype"] == msgtype
    content = body[msgtype]
    if msgtype == "voice":
        assert content == {"content": "看这个"}
    elif msgtype == "mixed":
        first, second = content["msg_item"]
        assert first["text"]["content"] == "看这个"
        assert set(second["image"]) == {"url", "aeskey"}
    else:
        assert set(content) == {"url", "aeskey"}


async def test_files_reach_a_group_only_as_quotes(sim: Simulator, peer: Peer) -> None:
    with pytest.raises(CannotSay):
        await sim.say(user="zhao", chat=GROUP, msgtype="file")
    quote = sim.quotable(b"content", "plan.txt")
    await sim.say("导入", user="zhao", chat=GROUP, quote=quote, within=0.05)
    quoted = (await peer.callback())["body"]["quote"]
    assert quoted["msgtype"] == "file"
    await sim.say("已完成", user="zhao", chat=GROUP, quote="1(2) 何时完成", within=0.05)
    quoted = (await peer.callback())["body"]["quote"]
    assert quoted == {"msgtype": "text", "text": {"content": "1(2) 何时完成"}}


async def test_markdown_and_streams_are_accepted(sim: Simulator, peer: Peer) -> None:
    assert (await say_and_answer(sim, peer, markdown("一"), markdown("二"))).text == "一\n二"
    grown = (stream("查", finish=False), stream("查到了", finish=True))
    reaction = await say_and_answer(sim, peer, *grown)
    assert [one.text for one in reaction.answers] == ["查到了"]
    assert [one.finished for one in sim.journal.sent] == [True, True, False, True]
    assert sim.violations() == ()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"msgtype": "text", "text": {"content": "不行"}}, 40008),
        (markdown("字" * 6827), 45002),
        (stream("字" * 6827, finish=True), 45002),
        (markdown(" "), 44004),
        ({"msgtype": "markdown"}, 40058),
        ({"msgtype": "file", "file": {"media_id": "none"}}, 40007),
        (card(main_title={}), 41016),
        (card("bad id"), 42014),
        (card(button_list=[]), 40058),
        (card(card_type="text_notice"), 42045),
        (stream("x", finish=True) | {"stream": {"finish": True}}, 40058),
    ],
)
async def test_a_wrong_answer_is_refused_with_its_code(
    sim: Simulator, peer: Peer, body: Json, code: int
) -> None:
    sim.post("我的任务", user="zhao", chat=GROUP)
    got = await peer.callback()
    ack = await peer.ask("aibot_respond_msg", body, req_id=got["headers"]["req_id"])
    assert ack["errcode"] == code
    assert [one.code for one in sim.journal.refusals] == [code]
    assert sim.journal.sent == []


async def test_twenty_thousand_four_hundred_and_eighty_bytes_pass(
    sim: Simulator, peer: Peer
) -> None:
    text = "字" * 6826 + "ab"
    assert len(text.encode()) == 20480
    assert (await say_and_answer(sim, peer, markdown(text))).text == text


async def test_a_reply_needs_the_req_id_of_a_message(sim: Simulator, peer: Peer) -> None:
    assert (await peer.ask("aibot_respond_msg", markdown("x"), req_id="r"))["errcode"] == 846605
    entering = asyncio.ensure_future(sim.enter("zhao", within=0.5))
    got = await peer.callback()
    req_id = got["headers"]["req_id"]
    ack = await peer.ask("aibot_respond_msg", stream("x", finish=True), req_id=req_id)
    assert ack["errcode"] == 846605
    await entering


async def test_a_req_id_is_gone_after_a_reconnect_unless_the_setting_says_otherwise(
    sim: Simulator, peer: Peer
) -> None:
    sim.post("我的任务", user="zhao", chat=GROUP)
    got = await peer.callback()
    async with Peer(sim.gateway_url) as second:
        await second.subscribe(sim.account.bot_id, sim.account.bot_secret)
        assert (await second.reply(got, "x"))["errcode"] == 846605
        sim.set_limits(req_id_survives_reconnect=True)
        assert (await second.reply(got, "x"))["errcode"] == 0


async def test_a_reply_after_a_day_and_a_stream_after_ten_minutes_are_too_late(
    sim: Simulator, peer: Peer
) -> None:
    sim.post("我的任务", user="zhao", chat=GROUP)
    got = await peer.callback()
    req_id = got["headers"]["req_id"]
    await peer.ask("aibot_respond_msg", stream("一", finish=False), req_id=req_id)
    sim.clock.advance(601)
    ack = await peer.ask("aibot_respond_msg", stream("二", finish=True), req_id=req_id)
    assert ack["errcode"] == 846608
    assert (await peer.reply(got, "三"))["errcode"] == 0
    sim.clock.advance(86400)
    assert (await peer.reply(got, "四"))["errcode"] == 846605


async def test_nothing_follows_the_end_of_a_stream(sim: Simulator, peer: Peer) -> None:
    await say_and_answer(sim, peer, stream("完", finish=True))
    sim.post("我的任务", user="zhao", chat=GROUP)
    got = await peer.callback()
    again = stream("又", finish=True)
    ack = await peer.ask("aibot_respond_msg", again, req_id=got["headers"]["req_id"])
    assert ack["errcode"] == 846605
    assert len(sim.violations()) == 1


async def test_pushes_reach_only_conversations_somebody_spoke_in(
    sim: Simulator, peer: Peer
) -> None:
    assert await push(peer, GROUP, markdown("x")) == 93006
    await sim.say("我的任务", user="zhao", chat=GROUP, within=0.05)
    assert await push(peer, GROUP, markdown("x")) == 0
    assert await push(peer, GROUP, markdown("x"), chat_type=1) == 93006
    assert await push(peer, "zhao", markdown("x"), chat_type=1) == 93006
    sim.introduce(user="zhao")
    assert await push(peer, "zhao", markdown("x"), chat_type=1) == 0
    assert await push(peer, "zhao", markdown("x"), chat_type=0) == 0
    assert await push(peer, GROUP, stream("x", finish=True)) == 40008
    assert [(one.kind, one.chat) for one in sim.sent()] == [
        ("group", GROUP),
        ("single", "zhao"),
        ("single", "zhao"),
    ]


async def test_a_task_id_is_never_free_again(sim: Simulator, peer: Peer) -> None:
    sim.introduce(chat=GROUP)
    assert await push(peer, GROUP, card("t-1")) == 0
    assert await push(peer, GROUP, card("t-1")) == 42014
    assert await push(peer, GROUP, card("t-2", main_title={"desc": "x"})) == 41016
    assert await push(peer, GROUP, card("t-2", card_type="text_notice")) == 42045


async def test_replies_and_pushes_share_thirty_a_minute_and_a_thousand_an_hour(
    sim: Simulator, peer: Peer
) -> None:
    sim.set_limits(per_hour=40)
    await say_and_answer(sim, peer, *(markdown(str(n)) for n in range(10)))
    codes = [await push(peer, GROUP, markdown("x")) for _ in range(21)]
    assert codes == [0] * 20 + [45009]
    sim.introduce(chat="group-2")
    assert await push(peer, "group-2", markdown("x")) == 0
    sim.clock.advance(61)
    codes = [await push(peer, GROUP, markdown("x")) for _ in range(11)]
    assert codes == [0] * 10 + [45009]
    sim.clock.advance(3601)
    assert await push(peer, GROUP, markdown("x")) == 0


async def test_a_refused_final_frame_may_be_repeated(sim: Simulator, peer: Peer) -> None:
    sim.set_limits(per_minute=1)
    sim.post("我的任务", user="zhao", chat=GROUP)
    req_id = (await peer.callback())["headers"]["req_id"]
    first = await peer.ask("aibot_respond_msg", stream("一", finish=False), req_id=req_id)
    second = await peer.ask("aibot_respond_msg", stream("二", finish=True), req_id=req_id)
    sim.clock.advance(61)
    third = await peer.ask("aibot_respond_msg", stream("二", finish=True), req_id=req_id)
    assert [first["errcode"], second["errcode"], third["errcode"]] == [0, 45009, 0]


async def test_a_welcome_is_asked_for_once_a_day_and_must_come_within_five_seconds(
    sim: Simulator, peer: Peer
) -> None:
    welcome = {"msgtype": "text", "text": {"content": "欢迎"}}
    command = "aibot_respond_welcome_msg"
    entered, got = await asyncio.gather(
        sim.enter("zhao"), answer_next(peer, welcome, command=command)
    )
    assert entered.text == "欢迎"
    assert got["cmd"] == "aibot_event_callback"
    assert got["body"]["event"] == {"eventtype": "enter_chat"}
    once_more = await peer.ask(command, welcome, req_id=got["headers"]["req_id"])
    assert once_more["errcode"] == 846605
    assert (await sim.enter("zhao")).why == "already opened today"
    sim.clock.advance(86400)
    late = asyncio.ensure_future(sim.enter("zhao", within=0.3))
    got = await peer.callback()
    sim.clock.advance(6)
    ack = await peer.ask(command, welcome, req_id=got["headers"]["req_id"])
    assert ack["errcode"] == 846605
    assert (await late).answers == ()


async def test_a_click_is_nested_and_its_card_can_be_replaced_once_in_time(
    sim: Simulator, peer: Peer
) -> None:
    await say_and_answer(sim, peer, card("t-1"))
    with pytest.raises(LookupError, match="no button"):
        await sim.click("t-1", "delete", user="qian")
    done = buttons("t-1", button_list=[{"text": "已同意", "style": 4, "key": "noop"}])
    update = {"response_type": "update_template_card", "template_card": done}
    command = "aibot_respond_update_msg"
    clicked, got = await asyncio.gather(
        sim.click("t-1", "agree", user="qian"), answer_next(peer, update, command=command)
    )
    assert got["body"]["event"]["template_card_event"] == {
        "card_type": "button_interaction",
        "event_key": "agree",
        "task_id": "t-1",
    }
    assert got["body"]["chatid"] == GROUP
    assert clicked.card == done
    again = await peer.ask(command, update, req_id=got["headers"]["req_id"])
    assert again["errcode"] == 846605
    with pytest.raises(LookupError):
        await sim.click("t-1", "agree", user="sun")
    assert (await sim.click("t-1", "agree", user="sun", stale=True, within=1.0)).delivered


async def test_an_update_needs_the_clicked_task_id_and_may_be_for_some_users_only(
    sim: Simulator, peer: Peer
) -> None:
    await say_and_answer(sim, peer, card("t-1"))
    clicking = asyncio.ensure_future(sim.click("t-1", "agree", user="qian"))
    req_id = (await peer.callback())["headers"]["req_id"]
    command = "aibot_respond_update_msg"
    wrong = {"response_type": "update_template_card", "template_card": buttons("t-2")}
    assert (await peer.ask(command, wrong, req_id=req_id))["errcode"] == 42014
    other = buttons("t-1", main_title={"title": "只给钱"})
    right = {**wrong, "template_card": other, "userids": ["qian"]}
    assert (await peer.ask(command, right, req_id=req_id))["errcode"] == 0
    await clicking
    shown = sim.cards()[0]
    assert shown.seen_by("qian") == other
    assert shown.seen_by("sun") == buttons("t-1")


async def test_feedback_arrives_as_an_event(sim: Simulator, peer: Peer) -> None:
    await sim.rate("fb-1", user="zhao", chat=GROUP, kind=2, words="不准")
    event = (await peer.callback())["body"]["event"]
    assert event["eventtype"] == "feedback_event"
    assert event["feedback_event"] == {"id": "fb-1", "type": 2, "content": "不准"}


async def test_media_go_up_in_chunks_and_are_sent_by_id(sim: Simulator, peer: Peer) -> None:
    data = bytes(range(256)) * 2400
    parts = [data[at : at + 524288] for at in range(0, len(data), 524288)]
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    init = {
        "type": "file",
        "filename": "台账.xlsx",
        "total_size": len(data),
        "total_chunks": len(parts),
        "md5": digest,
    }
    upload_id = (await peer.ask("aibot_upload_media_init", init))["body"]["upload_id"]
    finish = {"upload_id": upload_id}
    assert (await peer.ask("aibot_upload_media_finish", finish))["errcode"] == 40058
    for index in (1, 0, 1):
        chunk = {**finish, "chunk_index": index, "base64_data": b64(parts[index])}
        assert (await peer.ask("aibot_upload_media_chunk", chunk))["errcode"] == 0
    outside = {**finish, "chunk_index": 2, "base64_data": b64(b"x")}
    assert (await peer.ask("aibot_upload_media_chunk", outside))["errcode"] == 40058
    done = (await peer.ask("aibot_upload_media_finish", finish))["body"]
    assert done["type"] == "file"
    assert sim.uploads()[done["media_id"]].data == data
    sim.introduce(chat=GROUP)
    as_file = {"msgtype": "file", "file": {"media_id": done["media_id"]}}
    assert await push(peer, GROUP, as_file) == 0
    as_image = {"msgtype": "image", "image": {"media_id": done["media_id"]}}
    assert await push(peer, GROUP, as_image) == 40007
    sim.clock.advance(3 * 86400 + 1)
    assert await push(peer, GROUP, as_file) == 40007


@pytest.mark.parametrize(
    "change",
    [
        {"type": "exe"},
        {"total_size": 4},
        {"total_chunks": 101},
        {"filename": "字" * 86},
        {"total_size": "9"},
    ],
)
async def test_an_upload_that_breaks_a_limit_is_refused(peer: Peer, change: Json) -> None:
    init = {"type": "file", "filename": "a.txt", "total_size": 9, "total_chunks": 1, **change}
    assert (await peer.ask("aibot_upload_media_init", init))["errcode"] == 40058


async def test_an_upload_of_more_than_twenty_mebibytes_is_too_large(peer: Peer) -> None:
    size = 20 * 1024 * 1024 + 1
    init = {"type": "file", "filename": "a.txt", "total_size": size, "total_chunks": 41}
    assert (await peer.ask("aibot_upload_media_init", init))["errcode"] == 45001


async def test_a_frame_before_the_ack_of_the_one_before_is_noted(
    sim: Simulator, peer: Peer
) -> None:
    sim.post("我的任务", user="zhao", chat=GROUP)
    got = await peer.callback()
    await sim.fault("slow_ack", seconds=0.2)
    frame = {"cmd": "aibot_respond_msg", "headers": got["headers"], "body": markdown("x")}
    await peer.send(frame)
    await peer.send(frame)
    assert await sim.until(lambda: len(sim.violations()) == 1)


async def test_five_hundred_people_speak_at_once(sim: Simulator, peer: Peer) -> None:
    sim.set_limits(per_minute=1000)

    async def echo() -> None:
        for _ in range(500):
            got = await peer.callback(within=60)
            await peer.reply(got, got["body"]["text"]["content"])

    said = (
        sim.say(f"进度 {n}", user=f"u{n}", chat=GROUP, within=60, settle=0.05) for n in range(500)
    )
    *reactions, _ = await asyncio.gather(*said, echo())
    texts = [reaction.text for reaction in reactions if reaction is not None]
    assert texts == [f"@督办助手 进度 {n}" for n in range(500)]
    assert sim.violations() == ()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
