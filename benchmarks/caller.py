"""Calls a callback address as WeCom does, on kept connections and with little ado of its own.

An HTTP library would take longer to ask than the faster contestants take to answer.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from pydantic import SecretStr

from benchmarks.processes import Process
from bot.clock import SystemClock
from bot.wecom.envelope import Envelope

_HOST = "127.0.0.1"
_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a contestant listens, and what guards it."""

    port: int
    path: str
    token: str
    key: str


class Caller:
    """Calls one contestant; `latencies` grows with every answer."""

    def __init__(self, address: Address) -> None:
        self.latencies: list[float] = []
        self.last = ""
        """The words of the last answer."""
        self._address = address
        self._envelope = Envelope(SecretStr(address.token), SecretStr(address.key), "")
        self._numbers = 0

    async def ready(self, process: Process) -> None:
        """Wait until somebody listens; raises RuntimeError where the process ended instead."""
        async with asyncio.timeout(_WAIT):
            while True:
                try:
                    _, writer = await asyncio.open_connection(_HOST, self._address.port)
                except OSError:
                    process.require_alive()
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return

    def requests(self, said: Sequence[tuple[str, str]]) -> list[bytes]:
        """Encrypt and sign (text, sender) pairs beforehand: only the answering is timed."""
        return [self._request(text, sender) for text, sender in said]

    async def ask(self, requests: Sequence[bytes], at_once: int) -> int:
        """Send the requests over so many connections; wait for all answers."""
        waiting = iter(requests)

        async def one() -> None:
            reader, writer = await asyncio.open_connection(_HOST, self._address.port)
            for request in waiting:
                began = perf_counter()
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                self.latencies.append(perf_counter() - began)
                if b" 200 " not in head[:20] or not body:
                    raise AssertionError(head + body)
                self._body = body
            writer.close()

        async with asyncio.timeout(_WAIT):
            await asyncio.gather(*(one() for _ in range(at_once)))
        return len(requests)

    def open_last(self) -> str:
        """Decrypt the last answer; JSON only."""
        found = json.loads(self._body)
        return str(json.loads(self._envelope.decrypt(found["encrypt"]))["stream"]["content"])

    def _request(self, text: str, sender: str) -> bytes:
        self._numbers += 1
        message = {
            "msgid": f"m{id(self)}-{self._numbers}",
            "chatid": f"group{self._numbers % 8}",
            "chattype": "group",
            "from": {"userid": sender},
            "msgtype": "text",
            "text": {"content": text},
        }
        encrypted = self._envelope.encrypt(json.dumps(message, ensure_ascii=False).encode())
        stamp = str(int(SystemClock().now().timestamp()))
        signed = self._envelope.sign(stamp, f"n{self._numbers}", encrypted)
        body = json.dumps({"encrypt": encrypted}).encode()
        query = f"msg_signature={signed.signature}&timestamp={signed.timestamp}"
        head = (
            f"POST {self._address.path}?{query}&nonce={signed.nonce} HTTP/1.1\r\n"
            f"Host: {_HOST}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
