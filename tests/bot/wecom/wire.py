"""Calls the bot's callback addresses as WeCom does, or as a forger would."""

import json
import random
from dataclasses import dataclass, field, replace

import aiohttp
import pytest
from yarl import URL

from tests.bot.wecom.conftest import GROUP, Passing
from tests.wecom_simulator.app_callback import to_xml
from tests.wecom_simulator.crypto import Envelope, signature
from tests.wecom_simulator.simulator import Simulator

REFUSED = (403, "forbidden\n")
SURFACES = pytest.mark.parametrize("app", [False, True], ids=["smart bot", "own app"])


@dataclass(frozen=True, kw_only=True)
class Request:
    """A callback as it goes over the wire."""

    query: dict[str, str]
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    def asking(self, **changes: str) -> "Request":
        return replace(self, query=self.query | changes)


@dataclass(frozen=True, kw_only=True)
class Address:
    """One callback address of the bot, and what is needed to call it as WeCom does."""

    url: str
    token: str
    envelope: Envelope
    passing: Passing
    session: aiohttp.ClientSession
    app: bool

    @classmethod
    def of(
        cls, sim: Simulator, passing: Passing, session: aiohttp.ClientSession, app: bool
    ) -> "Address":
        around, account = sim._around, sim.account
        callback = around.app_callback if app else around.bot_callback
        assert callback is not None
        key = account.app_aes_key if app else account.bot_aes_key
        return cls(
            url=callback.caller.url,
            token=callback.caller.token,
            envelope=Envelope(key, account.corp_id if app else ""),
            passing=passing,
            session=session,
            app=app,
        )

    def said(self, text: str, msgid: str = "") -> str:
        """Word a message of 李华 as it stands inside the envelope."""
        msgid = msgid or str(random.getrandbits(60))
        if self.app:
            return to_xml(
                {
                    "ToUserName": "wwSIMULATED000001",
                    "FromUserName": "lihua",
                    "CreateTime": "1700000000",
                    "MsgType": "text",
                    "Content": text,
                    "MsgId": msgid,
                    "AgentID": "1000002",
                }
            )
        body = {"msgid": msgid, "chatid": GROUP, "chattype": "group", "msgtype": "text"}
        who = {"from": {"userid": "lihua"}, "text": {"content": f"@督办助手 {text}"}}
        return json.dumps(body | who, ensure_ascii=False)

    def request(self, plain: str, **signed: str) -> Request:
        """Seal and sign; `signed` gives another timestamp, nonce or token."""
        encrypted = self.envelope.encrypt(plain)
        return self.sealed(encrypted, **signed)

    def sealed(self, encrypted: str, **signed: str) -> Request:
        moment = str(int(self.passing.clock.now().timestamp()))
        stamp, nonce = signed.get("timestamp", moment), signed.get("nonce", str(random.random()))
        query = {"timestamp": stamp, "nonce": nonce}
        token = signed.get("token", self.token)
        query["msg_signature"] = signature(token, stamp, nonce, encrypted)
        outer = f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        return Request(
            query=query, body=(outer if self.app else json.dumps({"encrypt": encrypted})).encode()
        )

    async def post(self, request: Request) -> tuple[int, str]:
        url = URL(self.url).with_query(request.query)
        async with self.session.post(url, data=request.body, headers=request.headers) as response:
            return response.status, await response.text()

    async def check(self, request: Request, echostr: str) -> tuple[int, str]:
        """Ask as the console does when the address is saved; the echo stands there raw."""
        url = URL(f"{URL(self.url).with_query(request.query)}&echostr={echostr}", encoded=True)
        async with self.session.get(url) as response:
            return response.status, await response.text()
