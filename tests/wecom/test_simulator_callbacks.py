"""The simulator's callbacks, against a small correct receiver and against broken ones."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web

from tests.wecom_simulator.app_callback import parse_xml, to_xml
from tests.wecom_simulator.crypto import Envelope, decrypt_media, signature
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.payloads import CannotSay
from tests.wecom_simulator.servers import HOST, Server
from tests.wecom_simulator.simulator import Simulator


class Receiver:
    """Both callback addresses of a bot; `answer` decides what to say."""

    def __init__(self) -> None:
        self.sim = Simulator()
        self.got: list[Json] = []
        self.signatures: list[str] = []
        self.answer: Callable[[Json], Json | None] = lambda _: None
        self.passive: Callable[[Json], dict[str, str] | None] = lambda _: None
        self.delay = 0.0
        self.status = 200
        self.damage: Callable[[Json], Json] = lambda envelope: envelope

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/bot", self._verify)
        app.router.add_get("/app", self._verify)
        app.router.add_post("/bot", self._bot)
        app.router.add_post("/app", self._app)
        return app

    def envelope(self, path: str) -> tuple[str, Envelope]:
        account = self.sim.account
        if path == "/bot":
            return account.bot_token, Envelope(account.bot_aes_key, "")
        return account.app_token, Envelope(account.app_aes_key, account.corp_id)

    def open(self, request: web.Request, encrypted: str) -> str:
        token, envelope = self.envelope(request.path)
        query = request.query
        signed = signature(token, query["timestamp"], query["nonce"], encrypted)
        assert signed == query["msg_signature"]
        self.signatures.append(signed)
        return envelope.decrypt(encrypted)

    async def _verify(self, request: web.Request) -> web.Response:
        return web.Response(text=self.open(request, request.query["echostr"]))

    async def _bot(self, request: web.Request) -> web.Response:
        body = json.loads(self.open(request, (await request.json())["encrypt"]))
        self.got.append(body)
        await asyncio.sleep(self.delay)
        reply = self.answer(body)
        if reply is None:
            return web.Response(status=self.status)
        token, envelope = self.envelope("/bot")
        encrypted, nonce = envelope.encrypt(json.dumps(reply)), request.query["nonce"]
        sealed = {
            "encrypt": encrypted,
            "msgsignature": signature(token, "1700000000", nonce, encrypted),
            "timestamp": 1700000000,
            "nonce": nonce,
        }
        return web.json_response(self.damage(sealed))

    async def _app(self, request: web.Request) -> web.Response:
        outer = parse_xml(await request.text())
        inner = parse_xml(self.open(request, outer.findtext("Encrypt", "")))
        fields = {one.tag: one.text or "" for one in inner}
        self.got.append(fields)
        await asyncio.sleep(self.delay)
        reply = self.passive(fields)
        if reply is None:
            return web.Response(status=self.status)
        token, envelope = self.envelope("/app")
        encrypted = envelope.encrypt(to_xml(reply))
        sealed = {
            "Encrypt": encrypted,
            "MsgSignature": signature(token, "1700000000", "n", encrypted),
            "TimeStamp": "1700000000",
            "Nonce": "n",
        }
        return web.Response(text=to_xml(sealed), content_type="application/xml")


@pytest.fixture
async def bot() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = Server(receiver.app(), 0)
    await server.start()
    base = f"http://{HOST}:{server.port}"
    try:
        async with Simulator(bot_callback=f"{base}/bot", app_callback=f"{base}/app") as sim:
            receiver.sim = sim
            yield receiver
    finally:
        await server.stop()


def stream(text: str, *, finish: bool = True) -> Json:
    return {"msgtype": "stream", "stream": {"id": "s", "finish": finish, "content": text}}


def passive(fields: Json, **payload: str) -> dict[str, str]:
    return {
        "ToUserName": fields["FromUserName"],
        "FromUserName": fields["ToUserName"],
        "CreateTime": "1700000000",
        **(payload or {"MsgType": "text", "Content": "收到"}),
    }


async def test_both_addresses_are_verified(bot: Receiver) -> None:
    assert await bot.sim.verify() == ""
    assert await bot.sim.verify(app=True) == ""


async def test_verification_fails_for_a_wrong_or_late_answer(bot: Receiver) -> None:
    bot.sim.set_limits(verification_answer=0.2)
    bot.sim.set_callbacks(bot=f"{bot.sim.api_url}/nowhere")
    assert "404" in await bot.sim.verify()
    bot.sim.set_callbacks(bot="")
    assert "no callback" in await bot.sim.verify()


async def test_a_message_is_answered_in_the_response(bot: Receiver) -> None:
    bot.answer = lambda body: stream(f"{body['from']['userid']}: {body['text']['content']}")
    said = await bot.sim.say("我的任务", user="zhao", chat="group-1")
    assert (said.delivered, said.text) == (True, "zhao: @督办助手 我的任务")
    assert bot.got[0]["chatid"] == "group-1"
    assert "aeskey" not in json.dumps(bot.got)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"timestamp": "1700000000"}, "timestamp is not an integer"),
        ({"nonce": "other"}, "nonce"),
        ({"msgsignature": "0" * 40}, "msgsignature"),
        ({"encrypt": None}, "encrypt is missing"),
    ],
)
async def test_a_wrongly_sealed_answer_is_shown_to_nobody(
    bot: Receiver, wrong: Json, complaint: str
) -> None:
    bot.answer = lambda _: stream("x")
    bot.damage = lambda sealed: {**sealed, **wrong}
    assert (await bot.sim.say("x", user="zhao", within=0.5)).answers == ()
    assert await bot.sim.until(lambda: bool(bot.sim.violations()))
    assert complaint in bot.sim.violations()[0]


async def test_markdown_is_no_answer_to_a_callback(bot: Receiver) -> None:
    bot.answer = lambda _: {"msgtype": "markdown", "markdown": {"content": "x"}}
    bot.sim.post("x", user="zhao")
    assert await bot.sim.until(lambda: bool(bot.sim.journal.refusals))
    assert [one.code for one in bot.sim.journal.refusals] == [40008]


async def test_an_unfinished_stream_is_polled_until_it_ends(bot: Receiver) -> None:
    bot.sim.set_limits(stream_refresh=0.05)

    def grow(body: Json) -> Json:
        polls = sum(one["msgtype"] == "stream" for one in bot.got)
        return stream("。" * (polls + 1), finish=body["msgtype"] == "stream" and polls == 3)

    bot.answer = grow
    said = await bot.sim.say("x", user="zhao", chat="group-1")
    assert said.text == "。。。。"
    assert bot.got[1]["stream"] == {"id": "s"}
    assert len(bot.got) == 4


async def test_an_unanswered_message_is_not_delivered(bot: Receiver) -> None:
    bot.sim.set_limits(callback_answer=0.3)
    bot.delay = 1.0
    assert (await bot.sim.say("x", user="zhao")).why == "no answer within 0.3 s"
    bot.delay, bot.status = 0.0, 500
    assert (await bot.sim.say("x", user="zhao")).why == "answered with HTTP 500"


async def test_a_retry_has_a_signature_of_its_own_and_the_same_msgid(bot: Receiver) -> None:
    await bot.sim.fault("retries", seconds=0.05)
    bot.sim.post("x", user="zhao", msgid="m1")
    assert await bot.sim.until(lambda: len(bot.got) == 4)
    assert {body["msgid"] for body in bot.got} == {"m1"}
    assert len(set(bot.signatures)) == 4


async def test_response_url_takes_one_answer_within_the_hour(bot: Receiver) -> None:
    bot.sim.post("x", user="zhao", chat="group-1", msgid="m1")
    assert await bot.sim.until(lambda: len(bot.got) == 1)
    url = bot.got[0]["response_url"]
    assert parse_qs(urlsplit(url).query)["response_code"]
    body = {"msgtype": "markdown", "markdown": {"content": "后来"}}
    async with aiohttp.ClientSession() as session:

        async def post(what: Json, to: str = url) -> int:
            async with session.post(to, json=what) as response:
                code: int = (await response.json())["errcode"]
                return code

        assert await post({"response_type": "update_template_card"}) == 40008
        assert await post(body) == 0
        assert await post(body) == 40058
        bot.sim.post("x", user="zhao", chat="group-1")
        assert await bot.sim.until(lambda: len(bot.got) == 2)
        bot.sim.clock.advance(3601)
        assert await post(body, bot.got[1]["response_url"]) == 40058
    assert [one.text for one in bot.sim.journal.answers("m1")] == ["后来"]


async def test_media_of_the_url_mode_are_encrypted_with_the_bots_key(bot: Receiver) -> None:
    await bot.sim.say(
        user="zhao", msgtype="file", content=b"plan", filename="方案.txt", within=0.1
    )
    assert await bot.sim.until(lambda: len(bot.got) == 1)
    url = bot.got[0]["file"]["url"]
    key = Envelope(bot.sim.account.bot_aes_key, "").key
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            assert decrypt_media(await response.read(), key) == b"plan"
            assert "filename*=UTF-8''%E6%96%B9" in response.headers["Content-Disposition"]
        bot.sim.clock.advance(301)
        async with session.get(url) as response:
            assert response.status == 404


async def test_the_own_app_gets_xml_and_replies_passively(bot: Receiver) -> None:
    bot.passive = passive
    said = await bot.sim.say("a<b]]>c & 任务", user="zhao", app=True)
    assert said.text == "收到"
    fields = bot.got[0]
    assert fields["Content"] == "a<b]]>c & 任务"
    assert (fields["FromUserName"], fields["MsgType"]) == ("zhao", "text")
    assert fields["MsgId"] == said.msgid
    with pytest.raises(CannotSay):
        await bot.sim.say("x", user="zhao", chat="group-1", app=True)


async def test_the_own_app_is_asked_four_times_when_it_does_not_answer(bot: Receiver) -> None:
    bot.sim.set_limits(callback_answer=0.3)
    bot.delay = 1.0
    said = await bot.sim.say("x", user="zhao", app=True)
    assert said.why == "no answer within 0.3 s"
    assert len(bot.got) == 4
    assert len({fields["MsgId"] for fields in bot.got}) == 1
    assert len(set(bot.signatures)) == 4


async def test_an_empty_200_counts_as_answered(bot: Receiver) -> None:
    said = await bot.sim.say("x", user="zhao", app=True, within=1.0)
    assert (said.delivered, len(bot.got)) == (True, 1)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"ToUserName": "qian"}, "ToUserName"),
        ({"FromUserName": "zhao"}, "FromUserName"),
        ({"CreateTime": "now"}, "CreateTime"),
        ({"MsgType": "markdown"}, "MsgType 'markdown'"),
        ({"Content": ""}, "Content is empty"),
    ],
)
async def test_a_wrong_passive_reply_is_shown_to_nobody(
    bot: Receiver, wrong: dict[str, str], complaint: str
) -> None:
    bot.passive = lambda fields: {**passive(fields), **wrong}
    said = await bot.sim.say("x", user="zhao", app=True, within=0.3)
    assert said.answers == ()
    assert await bot.sim.until(lambda: bool(bot.sim.violations()))
    assert complaint in bot.sim.violations()[0]


async def test_the_own_app_is_told_who_opens_it(bot: Receiver) -> None:
    bot.passive = passive
    assert (await bot.sim.enter("zhao", app=True)).text == "收到"
    assert bot.got[0]["Event"] == "enter_agent"


async def test_a_click_in_the_own_app_brings_a_code_for_everybodys_card(bot: Receiver) -> None:
    account, base = bot.sim.account, f"{bot.sim.api_url}/cgi-bin"
    card: Json = {
        "card_type": "button_interaction",
        "main_title": {"title": "申请办结"},
        "button_list": [{"text": "同意", "key": "agree"}],
        "task_id": "t-1",
    }
    message = {
        "touser": "zhao",
        "agentid": account.agent_id,
        "msgtype": "template_card",
        "template_card": card,
    }
    bot.passive = lambda fields: passive(fields, MsgType="update_button", Button="x")
    async with aiohttp.ClientSession(trust_env=False) as session:
        login = {"corpid": account.corp_id, "corpsecret": account.app_secret}
        async with session.get(f"{base}/gettoken", params=login) as got:
            token = {"access_token": (await got.json())["access_token"]}
        async with session.post(f"{base}/message/send", params=token, json=message) as got:
            assert (await got.json())["errcode"] == 0
        clicked = await bot.sim.click("t-1", "agree", user="zhao", app=True, within=0.3)
        assert clicked.answers == ()
        assert await bot.sim.until(lambda: bool(bot.sim.violations()))
        assert "ReplaceName is empty" in bot.sim.violations()[0]
        fields = bot.got[0]
        assert (fields["Event"], fields["EventKey"]) == ("template_card_event", "agree")
        done = {**card, "main_title": {"title": "已同意"}}
        update = {"response_code": fields["ResponseCode"], "template_card": done, "atall": 1}
        path = f"{base}/message/update_template_card"
        async with session.post(path, params=token, json=update) as got:
            assert (await got.json())["errcode"] == 0
    assert bot.sim.cards()[0].card == done
