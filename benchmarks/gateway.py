"""The far end of one long connection: subscribes whoever comes, sends messages, acks answers."""

import asyncio
import json
from collections.abc import Sequence
from itertools import islice
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from benchmarks.processes import Process

_HOST = "127.0.0.1"
_WAIT = 30.0


class Gateway:
    """Serves one contestant; `latencies` grows with every answer."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.last = ""
        """The words of the last answer."""
        self.subscribed = asyncio.Event()
        self._socket: web.WebSocketResponse | None = None
        self._sent: dict[str, float] = {}
        self._answered = asyncio.Event()
        self._numbers = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, 0)
        await site.start()
        self.url = f"ws://{_HOST}:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def ready(self, process: Process) -> None:
        """Wait until the contestant subscribed; raises RuntimeError where it ended instead."""
        try:
            async with asyncio.timeout(_WAIT):
                await self.subscribed.wait()
        except TimeoutError:
            process.require_alive()
            raise

    async def ask(self, said: Sequence[tuple[str, str]], at_once: int) -> int:
        """Say (text, sender) pairs, at most so many unanswered at a time; wait for all answers."""
        waiting = iter(said)
        due = len(self.latencies) + len(said)
        for text, sender in islice(waiting, at_once):
            await self._say(text, sender)
        async with asyncio.timeout(_WAIT):
            while len(self.latencies) < due:
                self._answered.clear()
                before = len(self.latencies)
                await self._answered.wait()
                for _ in range(len(self.latencies) - before):
                    if (pair := next(waiting, None)) is not None:
                        await self._say(*pair)
        return len(said)

    async def _say(self, text: str, sender: str) -> None:
        self._numbers += 1
        number = f"r{self._numbers}"
        body = {
            "msgid": f"m{id(self)}-{self._numbers}",
            "chatid": f"group{self._numbers % 8}",
            "chattype": "group",
            "from": {"userid": sender},
            "msgtype": "text",
            "text": {"content": text},
        }
        frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": number}, "body": body}
        assert self._socket is not None
        self._sent[number] = perf_counter()
        await self._socket.send_str(json.dumps(frame, ensure_ascii=False))

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        async for message in socket:
            frame: dict[str, Any] = json.loads(message.data)
            number = frame["headers"]["req_id"]
            await socket.send_str(f'{{"headers":{{"req_id":"{number}"}},"errcode":0}}')
            if frame["cmd"] == "aibot_respond_msg":
                self.latencies.append(perf_counter() - self._sent.pop(number))
                self.last = frame["body"]["markdown"]["content"]
                self._answered.set()
            elif frame["cmd"] == "aibot_subscribe":
                self._socket = socket
                self.subscribed.set()
        return socket
