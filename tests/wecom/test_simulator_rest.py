"""The simulator's API host: tokens, messages, groups, uploads, webhooks, and HTTP trouble."""

import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.wecom_simulator.account import Account
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.simulator import Simulator

MEMBERS = frozenset({"zhao", "qian", "sun"})


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    account = Account(members=MEMBERS, open_userids={"wo-zhao": "zhao"}, names={"zhao": "赵一"})
    async with Simulator(account=account) as running:
        yield running


class Client:
    """Calls the API as the own app."""

    def __init__(self, sim: Simulator, session: aiohttp.ClientSession) -> None:
        self.sim = sim
        self.session = session
        self.token = ""

    async def get(self, path: str, **query: str) -> Json:
        async with self.session.get(f"{self.sim.api_url}/cgi-bin/{path}", params=query) as got:
            answer: Json = await got.json()
            return answer

    async def login(self) -> Json:
        account = self.sim.account
        got = await self.get("gettoken", corpid=account.corp_id, corpsecret=account.app_secret)
        self.token = got.get("access_token", "")
        return got

    async def post(self, path: str, body: Any, **query: str) -> Json:
        query = {"access_token": self.token, **query}
        url = f"{self.sim.api_url}/cgi-bin/{path}"
        sent = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        async with self.session.post(url, params=query, **sent) as got:
            answer: Json = await got.json()
            return answer

    async def send(self, text: str = "x", to: str = "zhao", **extra: Any) -> Json:
        body = {
            "touser": to,
            "msgtype": "text",
            "agentid": self.sim.account.agent_id,
            "text": {"content": text},
            **extra,
        }
        return await self.post("message/send", body)

    async def webhook(self, body: Json, key: str = "") -> int:
        key = key or self.sim.account.webhook_key
        code: int = (await self.post("webhook/send", body, key=key))["errcode"]
        return code


@pytest.fixture
async def app(sim: Simulator) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession(trust_env=False) as session:
        client = Client(sim, session)
        await client.login()
        yield client


def text(content: str) -> Json:
    return {"msgtype": "text", "text": {"content": content}}


def form(data: bytes, filename: str, field: str = "media") -> aiohttp.FormData:
    made = aiohttp.FormData(quote_fields=False)
    made.add_field(field, data, filename=filename)
    return made


async def test_a_token_stays_the_same_within_its_lifetime(app: Client) -> None:
    first = app.token
    app.sim.clock.advance(3600)
    again = await app.login()
    assert again["access_token"] == first
    assert 3500 < again["expires_in"] <= 3600
    app.sim.clock.advance(3601)
    assert (await app.send())["errcode"] == 42001
    assert (await app.login())["access_token"] != first
    assert (await app.send())["errcode"] == 0


async def test_wrong_credentials_and_missing_or_invalid_tokens(app: Client) -> None:
    account = app.sim.account
    good = {"corpid": account.corp_id, "corpsecret": account.app_secret}
    assert (await app.get("gettoken", **{**good, "corpid": "ww"}))["errcode"] == 40013
    assert (await app.get("gettoken", **{**good, "corpsecret": "x"}))["errcode"] == 40001
    assert (await app.get("gettoken", corpid=account.corp_id))["errcode"] == 41004
    app.token = "x"  # noqa: S105 - deliberately wrong
    assert (await app.send())["errcode"] == 40014
    app.token = ""
    assert (await app.send())["errcode"] == 41001


@pytest.mark.parametrize("code", [42001, 40014])
async def test_tokens_can_be_revoked_once_or_again_and_again(app: Client, code: int) -> None:
    await app.sim.fault("token_expired", code=code, times=2)
    assert (await app.send())["errcode"] == code
    await app.login()
    assert (await app.send())["errcode"] == code
    await app.login()
    assert (await app.send())["errcode"] == 0


async def test_an_unknown_path_is_404(app: Client) -> None:
    async with app.session.get(f"{app.sim.api_url}/cgi-bin/unheard/of") as got:
        assert got.status == 404


async def test_a_message_reaches_those_who_exist_and_names_the_others(app: Client) -> None:
    sent = await app.send("到期提醒", to="zhao|nobody|qian")
    assert (sent["errcode"], sent["invaliduser"]) == (0, "nobody")
    assert app.sim.sent()[0].to == ("zhao", "qian")
    assert (await app.send(to="nobody|no-one"))["errcode"] == 81013
    assert (await app.send(agentid=1))["errcode"] == 301002
    assert (await app.send(msgtype="stream"))["errcode"] == 40008
    assert (await app.send(""))["errcode"] == 44004


async def test_long_text_is_cut_and_long_markdown_refused(app: Client) -> None:
    await app.send("字" * 683)
    assert app.sim.sent()[0].text == "字" * 682
    refused = await app.send(msgtype="markdown", markdown={"content": "字" * 683})
    assert refused["errcode"] == 45002


async def test_the_duplicate_check_drops_the_same_message_for_a_while(app: Client) -> None:
    check: Json = {"enable_duplicate_check": 1, "duplicate_check_interval": 60}
    for _ in range(2):
        assert (await app.send(**check))["errcode"] == 0
    assert len(app.sim.sent()) == 1
    assert app.sim.journal.dropped[0]["why"] == "duplicate"
    await app.send("other", **check)
    app.sim.clock.advance(61)
    await app.send(**check)
    assert [one.text for one in app.sim.sent()] == ["x", "other", "x"]
    await app.send()
    await app.send()
    assert len(app.sim.sent()) == 5


async def test_a_member_over_the_limit_silently_gets_nothing(app: Client) -> None:
    codes = [(await app.send(str(n), to="zhao|qian"))["errcode"] for n in range(30)]
    assert (await app.send("31", to="zhao|sun"))["errcode"] == 0
    assert set(codes) == {0}
    assert app.sim.sent()[-1].to == ("sun",)
    assert app.sim.journal.dropped[0]["to"] == "zhao"


async def test_an_address_that_is_not_trusted_is_named() -> None:
    account = Account(trusted_ips=frozenset({"203.0.113.7"}))
    async with Simulator(account=account) as sim, aiohttp.ClientSession() as session:
        client = Client(sim, session)
        assert (await client.login())["errcode"] == 0
        refused = await client.send()
        assert refused["errcode"] == 60020
        assert "from ip: 127.0.0.1" in refused["errmsg"]


@pytest.mark.parametrize("code", [-1, 40014, 42001, 45009, 45033, 60020, 81013, 301002])
async def test_each_errcode_by_fault(app: Client, code: int) -> None:
    await app.sim.fault("errcode", code=code, on="message/send")
    refused = await app.send()
    assert refused["errcode"] == code
    assert ("from ip: 127.0.0.1" in refused["errmsg"]) == (code == 60020)
    assert (await app.send())["errcode"] == 0


async def test_interactive_cards_get_a_code_for_one_update(app: Client) -> None:
    card = {
        "card_type": "button_interaction",
        "main_title": {"title": "申请办结"},
        "button_list": [{"text": "同意", "key": "agree"}],
        "task_id": "t-1",
    }
    sent = await app.send(msgtype="template_card", template_card=card)
    update = {"response_code": sent["response_code"], "template_card": card, "atall": 1}
    assert (await app.post("message/update_template_card", update))["errcode"] == 0
    assert (await app.post("message/update_template_card", update))["errcode"] == 42015
    again = await app.send(msgtype="template_card", template_card=card)
    assert again["errcode"] == 42014


async def test_app_groups_must_exist_and_call_people(app: Client) -> None:
    to = {"chatid": "work1", **text("看 <@qian>")}
    assert (await app.post("appchat/send", to))["errcode"] == 86003
    create = {"chatid": "work1", "name": "督办", "userlist": ["zhao", "qian"]}
    assert (await app.post("appchat/create", create))["chatid"] == "work1"
    assert (await app.post("appchat/create", create))["errcode"] == 86215
    to["text"]["mentioned_list"] = ["zhao"]
    assert (await app.post("appchat/send", to))["errcode"] == 0
    assert app.sim.sent()[0].mentions == ("zhao", "qian")
    card = {"chatid": "work1", "msgtype": "template_card", "template_card": {}}
    assert (await app.post("appchat/send", card))["errcode"] == 40008


async def test_uploads_belong_to_their_surface(app: Client) -> None:
    up = await app.post("media/upload", form(b"content", "台账.xlsx"), type="file")
    assert (up["type"], up["created_at"].isdigit()) == ("file", True)
    stored = app.sim.uploads()[up["media_id"]]
    assert (stored.filename, stored.data) == ("台账.xlsx", b"content")
    as_file: Json = {"msgtype": "file", "file": {"media_id": up["media_id"]}}
    assert (await app.send(**as_file))["errcode"] == 0
    assert await app.webhook(as_file) == 40007
    key = app.sim.account.webhook_key
    up = await app.post("webhook/upload_media", form(b"content", "a.xlsx"), type="file", key=key)
    assert await app.webhook({"msgtype": "file", "file": {"media_id": up["media_id"]}}) == 0
    assert (await app.post("media/upload", form(b"1234", "a"), type="file"))["errcode"] == 44001
    assert (await app.post("media/upload", form(b"12345", "a"), type="exe"))["errcode"] == 40058
    wrong_field = form(b"12345", "a", field="file")
    assert (await app.post("media/upload", wrong_field, type="file"))["errcode"] == 44001


async def test_a_webhook_takes_twenty_a_minute(app: Client) -> None:
    assert [await app.webhook(text(str(n))) for n in range(21)] == [0] * 20 + [45009]
    app.sim.clock.advance(61)
    assert await app.webhook(text("x")) == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text("字" * 683), 45002),
        (text(""), 44004),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 1366}}, 45002),
        ({"msgtype": "markdown_v2", "markdown_v2": {"content": "字" * 1365}}, 0),
        ({"msgtype": "stream", "stream": {}}, 40008),
        ({"msgtype": "text"}, 40058),
        ({"msgtype": "template_card", "template_card": {"card_type": "vote_interaction"}}, 40058),
        ({"msgtype": "news", "news": {"articles": []}}, 40058),
    ],
)
async def test_a_webhook_judges_each_kind_of_message(app: Client, body: Json, code: int) -> None:
    assert await app.webhook(body) == code


async def test_a_webhook_needs_its_key_and_calls_whom_it_lists(app: Client) -> None:
    assert await app.webhook(text("x"), key="wrong") == 93000
    body = {"msgtype": "text", "text": {"content": "x", "mentioned_list": ["zhao", "@all"]}}
    assert await app.webhook(body) == 0
    assert app.sim.sent()[0].mentions == ("zhao", "all")


async def test_a_webhook_image_carries_the_md5_of_its_bytes(app: Client) -> None:
    data = b"\x89PNG"
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
    image = {"base64": base64.b64encode(data).decode(), "md5": digest}
    assert await app.webhook({"msgtype": "image", "image": image}) == 0
    assert await app.webhook({"msgtype": "image", "image": {**image, "md5": "0"}}) == 40058


async def test_encrypted_ids_are_converted_and_names_looked_up(app: Client) -> None:
    asked = {"open_userid_list": ["wo-zhao", "wo-unknown"]}
    got = await app.post("batch/openuserid_to_userid", asked)
    assert got["userid_list"] == [{"userid": "zhao", "open_userid": "wo-zhao"}]
    assert got["invalid_open_userid_list"] == ["wo-unknown"]
    got = await app.get("user/get", access_token=app.token, userid="zhao")
    assert got["name"] == "赵一"
    got = await app.get("user/get", access_token=app.token, userid="li")
    assert got["errcode"] == 60111


async def test_http_trouble_before_and_after_taking_effect(app: Client) -> None:
    await app.sim.fault("cut", on="message/send")
    with pytest.raises(aiohttp.ClientError):
        await app.send("reply lost")
    await app.sim.fault("cut", on="message/send", accepted=False)
    with pytest.raises(aiohttp.ClientError):
        await app.send("never arrived")
    await app.sim.fault("http_error", on="message/send")
    with pytest.raises(aiohttp.ContentTypeError):
        await app.send("bad gateway")
    await app.sim.fault("broken_body", on="message/send", text='{"errcode":"0"}')
    with pytest.raises(aiohttp.ContentTypeError):
        await app.send("broken answer")
    await app.sim.fault("stall", on="message/send", seconds=0.2)
    assert (await app.send("slow"))["errcode"] == 0
    assert [one.text for one in app.sim.sent()] == ["reply lost", "broken answer", "slow"]


async def test_a_body_that_is_no_json_object_is_a_parameter_error(app: Client) -> None:
    url = f"{app.sim.api_url}/cgi-bin/message/send"
    for data in (b"{", b"[]", b"\xff"):
        query = {"access_token": app.token}
        async with app.session.post(url, params=query, data=data) as got:
            assert (await got.json())["errcode"] == 40058
