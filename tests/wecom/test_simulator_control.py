"""The simulator by hand: the control port, the command line, and the parser of mentions."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.wecom_simulator.control import Control
from tests.wecom_simulator.mentions import Surface, read
from tests.wecom_simulator.peer import Peer
from tests.wecom_simulator.servers import HOST, Server
from tests.wecom_simulator.simulator import Simulator

ROOT = Path(__file__).parents[2]


class Hand:
    """Somebody at the control port."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def post(self, path: str, **given: Any) -> Any:
        async with self._session.post(f"{self._url}/{path}", json=given) as got:
            return await got.json()

    async def get(self, path: str) -> Any:
        async with self._session.get(f"{self._url}/{path}") as got:
            return await got.json()

    async def clear(self) -> None:
        async with self._session.delete(f"{self._url}/fault") as got:
            assert got.status == 200


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def hand(sim: Simulator) -> AsyncIterator[Hand]:
    server = Server(Control(sim).app(), 0)
    await server.start()
    async with aiohttp.ClientSession(trust_env=False) as session:
        yield Hand(f"http://{HOST}:{server.port}", session)
    await server.stop()


async def echo(peer: Peer) -> None:
    """Answer everything with what was said."""
    while True:
        got = await peer.callback(within=30)
        await peer.reply(got, got["body"]["text"]["content"])


@pytest.fixture
async def bot(sim: Simulator) -> AsyncIterator[Peer]:
    async with Peer(sim.gateway_url) as peer:
        await peer.subscribe(sim.account.bot_id, sim.account.bot_secret)
        echoing = asyncio.ensure_future(echo(peer))
        yield peer
        echoing.cancel()
        await asyncio.gather(echoing, return_exceptions=True)


@pytest.mark.usefixtures("bot")
async def test_somebody_speaks_and_sees_the_answer(hand: Hand) -> None:
    said = await hand.post("say", chat="group-1", user="zhao", text="我的任务")
    assert said["text"] == "@督办助手 我的任务"
    assert said["delivered"]
    said = await hand.post("say", user="zhao", text="听得见吗", kind="text", msgid="m1")
    assert (said["msgid"], said["answers"][0]["kind"]) == ("m1", "single")


async def test_what_was_pushed_is_listed_and_forgotten(hand: Hand, bot: Peer) -> None:
    await hand.post("introduce", chat="group-1")
    body = {"chatid": "group-1", "msgtype": "markdown", "markdown": {"content": "今日清单"}}
    await bot.ask("aibot_send_msg", body)
    assert [one["text"] for one in await hand.get("sent")] == ["今日清单"]
    assert (await hand.get("state"))["sent"] == 1
    await hand.post("reset")
    assert await hand.get("sent") == []


@pytest.mark.usefixtures("bot")
async def test_faults_are_set_and_cleared_by_hand(hand: Hand, sim: Simulator) -> None:
    set_ = await hand.post("fault", kind="errcode", code=846605, times=None)
    assert (set_["kind"], set_["times"]) == ("errcode", None)
    said = await hand.post("say", user="zhao", text="x", within=1.0)
    assert [one["code"] for one in said["refusals"]] == [846605]
    await hand.clear()
    assert (await hand.post("say", user="zhao", text="x"))["text"] == "x"
    await hand.post("fault", kind="abort")
    assert await sim.until(lambda: not sim.connected())


@pytest.mark.parametrize("kind", ["non-object JSON", "non_object_json", "Non-Object-JSON"])
async def test_a_fault_may_be_named_as_people_write_it(hand: Hand, kind: str) -> None:
    assert (await hand.post("fault", kind=kind))["kind"] == "non_object_json"


async def test_what_cannot_be_done_is_explained(hand: Hand) -> None:
    assert "kind must be one of" in (await hand.post("fault", kind="earthquake"))["error"]
    assert "user" in (await hand.post("say", text="x"))["error"]
    assert "unexpected" in (await hand.post("say", user="zhao", shout=True))["error"]
    assert "no card" in (await hand.post("click", user="zhao", task_id="t"))["error"]
    assert "no callback" in (await hand.post("say", user="zhao", text="x", app=True))["error"]
    assert (await hand.post("verify"))["why"] == "no callback address is set for the bot"


async def test_clock_limits_and_callbacks_are_set_by_hand(hand: Hand, sim: Simulator) -> None:
    assert (await hand.post("clock", advance=60))["shift"] == 60
    assert (await hand.post("limits", per_minute=3))["per_minute"] == 3
    await hand.post("callbacks", bot="http://127.0.0.1:9/bot")
    assert sim.limits.per_minute == 3
    assert "no answer" in (await hand.post("verify"))["why"]


async def test_the_command_line_serves_and_ends_on_sigterm() -> None:
    command = (sys.executable, "-m", "tests.wecom_simulator", "--for", "30")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(90):
        ready = json.loads(await process.stdout.readline())
    async with Peer(ready["gateway_url"]) as peer:
        assert (await peer.subscribe(ready["bot_id"], ready["bot_secret"]))["errcode"] == 0
        async with aiohttp.ClientSession(trust_env=False) as session:
            state = await Hand(ready["control_url"], session).get("state")
        assert state["connected"]
        os.kill(process.pid, signal.SIGTERM)
        async with asyncio.timeout(30):
            assert await process.wait() == 0


async def test_the_command_line_ends_when_its_time_is_over() -> None:
    command = (sys.executable, "-m", "tests.wecom_simulator", "--for", "0.2")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(90):
        await process.communicate()
    assert process.returncode == 0


def content(msgtype: str, words: str, **extra: Any) -> dict[str, Any]:
    return {"msgtype": msgtype, msgtype: {"content": words, **extra}}


@pytest.mark.parametrize(
    ("surface", "body", "mentions"),
    [
        (Surface.SOCKET, content("markdown", "请 <@zhao> 看"), ("zhao",)),
        (Surface.SOCKET, content("stream", "< @all >"), ("all",)),
        (Surface.SOCKET, content("markdown", "＜@zhao＞ <\u200b@zhao> @zhao"), ()),
        (Surface.WEBHOOK, content("text", "x", mentioned_list=["zhao", "@all"]), ("zhao", "all")),
        (
            Surface.WEBHOOK,
            content("text", "x", mentioned_mobile_list=["13800000000"]),
            ("13800000000",),
        ),
        (Surface.WEBHOOK, content("markdown_v2", "<@zhao>"), ()),
        (Surface.APP, content("text", "<@zhao>"), ()),
        (Surface.APPCHAT, content("text", "<@zhao>"), ("zhao",)),
    ],
)
def test_what_calls_somebody(
    surface: Surface, body: dict[str, Any], mentions: tuple[str, ...]
) -> None:
    assert read(surface, body).mentions == mentions


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("[点我](http://x.cn/a)", ("http://x.cn/a",)),
        ("[a](javascript:alert(1))", ("javascript:alert(1",)),
        ("见 https://x.cn/b。", ("https://x.cn/b。",)),
        ("<a href='http://x.cn'>x</a>", ("http://x.cn",)),
        ("![图](http://x.cn/p.png)", ("http://x.cn/p.png",)),
        ("[不是]（链接）［也不是］(x)", ()),
    ],
)
def test_what_people_can_tap(words: str, links: tuple[str, ...]) -> None:
    assert read(Surface.SOCKET, content("markdown", words)).links == links


def test_what_is_markup_depends_on_the_surface() -> None:
    words = "# 题\n**粗** *斜* `码`\n- 项\n1. 项\n> 引\n<font color='info'>绿</font>\n~~删~~"
    on_bot = {kind for kind, _ in read(Surface.SOCKET, content("markdown", words)).marks}
    on_app = {kind for kind, _ in read(Surface.APP, content("markdown", words)).marks}
    assert on_bot == {"heading", "bold", "italic", "code", "bullet", "ordered", "quote", "strike"}
    assert on_app == {"heading", "bold", "code", "quote", "font"}
    assert read(Surface.WEBHOOK, content("text", words)).marks == ()
    assert read(Surface.SOCKET, content("markdown", "3*4*5 和 a_b_c，#12")).marks == ()
