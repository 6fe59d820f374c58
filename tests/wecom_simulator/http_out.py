"""Calls the platform makes to the bot's callback addresses: signed, encrypted, timed."""

import asyncio
import secrets
from dataclasses import dataclass
from urllib.parse import quote

import aiohttp
from yarl import URL

from tests.wecom_simulator.clock import Clock
from tests.wecom_simulator.crypto import Envelope, signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What goes into the query of one call."""

    timestamp: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back; `status` 0 when nothing did, with the reason in `text`."""

    status: int
    text: str
    seconds: float

    @property
    def lost(self) -> str:
        """Why the platform counts the call as unanswered; empty when it was answered."""
        if self.status == 200:
            return ""
        return self.text if self.status == 0 else f"answered with HTTP {self.status}"


class Caller:
    """Calls one callback address with its token and key."""

    def __init__(self, url: str, token: str, envelope: Envelope, clock: Clock) -> None:
        self.url = url
        self.token = token
        self.envelope = envelope
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def stamp(self) -> Stamp:
        """Return a fresh timestamp and nonce: every delivery and every retry has its own."""
        nonce = str(secrets.randbelow(10**10))
        return Stamp(timestamp=str(int(self._clock.now())), nonce=nonce)

    async def verify(self, within: float) -> str:
        """Play the console's URL check (sections 2.1, 3.1); the reason when it fails."""
        plain = str(secrets.randbelow(10**19))
        echo, stamp = self.envelope.encrypt(plain), self.stamp()
        url = f"{self._signed(stamp, echo)}&echostr={quote(echo, safe='')}"
        reply = await self._call("GET", url, b"", "", within)
        if reply.lost:
            return reply.lost
        return "" if reply.text == plain else "the answer is not exactly the decrypted echostr"

    async def post(self, encrypted: str, body: str, content_type: str, within: float) -> Reply:
        """Deliver one encrypted body."""
        reply, _ = await self.post_stamped(encrypted, body, content_type, within)
        return reply

    async def post_stamped(
        self, encrypted: str, body: str, content_type: str, within: float
    ) -> tuple[Reply, Stamp]:
        """Return the same, with the stamp that the answer must carry back."""
        stamp = self.stamp()
        url = self._signed(stamp, encrypted)
        return await self._call("POST", url, body.encode(), content_type, within), stamp

    def _signed(self, stamp: Stamp, encrypted: str) -> str:
        signed = signature(self.token, stamp.timestamp, stamp.nonce, encrypted)
        query = f"msg_signature={signed}&timestamp={stamp.timestamp}&nonce={stamp.nonce}"
        return f"{self.url}{'&' if '?' in self.url else '?'}{query}"

    async def _call(
        self, method: str, url: str, body: bytes, content_type: str, within: float
    ) -> Reply:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                trust_env=False, connector=aiohttp.TCPConnector(limit=0)
            )
        loop = asyncio.get_running_loop()
        began = loop.time()
        headers = {"Content-Type": content_type} if content_type else {}
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=body or None,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=within),
                allow_redirects=False,
            ) as response:
                text = (await response.read()).decode(errors="replace")
                return Reply(status=response.status, text=text, seconds=loop.time() - began)
        except TimeoutError:
            why = f"no answer within {within:g} s"
        except aiohttp.ClientError as error:
            why = f"no answer: {type(error).__name__}"
        return Reply(status=0, text=why, seconds=loop.time() - began)
