"""A bare client of the gateway: what the simulator itself is tested with."""

import asyncio
import json
from types import TracebackType
from typing import Self

import aiohttp

from tests.wecom_simulator.errors import Json


class Peer:
    """Sends frames and keeps those that come; no recovery of any kind."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._number = 0
        self._session = aiohttp.ClientSession(trust_env=False)
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self.callbacks: asyncio.Queue[Json] = asyncio.Queue()
        self.raw: asyncio.Queue[str] = asyncio.Queue()
        """Frames that are neither callback nor ack."""
        self._acks: dict[str, asyncio.Queue[Json]] = {}
        self._reader: asyncio.Task[None] | None = None
        self.ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._socket = await self._session.ws_connect(
            self._url, max_msg_size=0, timeout=aiohttp.ClientWSTimeout(ws_close=0.2)
        )
        loop = asyncio.get_running_loop()
        self._reader = loop.create_task(self._read(self._socket))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()
        await self._session.close()

    @property
    def close_code(self) -> int | None:
        """Why the socket ended; 1006 without a close frame."""
        return None if self._socket is None else self._socket.close_code

    async def ask(
        self, command: str, body: Json | None = None, *, req_id: str = "", within: float = 15.0
    ) -> Json:
        """Send a request and return its ack; raises TimeoutError."""
        self._number += 1
        req_id = req_id or f"peer-{self._number}"
        acks = self._acks.setdefault(req_id, asyncio.Queue())
        frame: Json = {"cmd": command, "headers": {"req_id": req_id}}
        await self.send(frame if body is None else {**frame, "body": body})
        async with asyncio.timeout(within):
            return await acks.get()

    async def send(self, frame: Json) -> None:
        """Send without waiting."""
        assert self._socket is not None
        await self._socket.send_str(json.dumps(frame))

    async def subscribe(self, bot: str, secret: str) -> Json:
        """Authenticate; returns the ack."""
        return await self.ask("aibot_subscribe", {"bot_id": bot, "secret": secret})

    async def callback(self, within: float = 15.0) -> Json:
        """Return the next callback frame; raises TimeoutError."""
        async with asyncio.timeout(within):
            return await self.callbacks.get()

    async def reply(self, callback: Json, content: str) -> Json:
        """Answer a message with markdown; returns the ack."""
        body = {"msgtype": "markdown", "markdown": {"content": content}}
        return await self.ask("aibot_respond_msg", body, req_id=callback["headers"]["req_id"])

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            self._sort(message.data)
        self.ended.set()

    def _sort(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except ValueError:
            frame = None
        if not isinstance(frame, dict) or "headers" not in frame:
            self.raw.put_nowait(text)
        elif "cmd" in frame:
            self.callbacks.put_nowait(frame)
        else:
            req_id = frame["headers"]["req_id"]
            self._acks.setdefault(req_id, asyncio.Queue()).put_nowait(frame)
