"""Calls to WeCom's HTTP interfaces: timed, judged by errcode, and silent about addresses.

Keys and tokens stand in the query, so no address ever reaches a log or an error.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    TCPConnector,
)
from yarl import URL

from bot.channel import ChannelError
from bot.wecom.errcodes import check
from bot.wecom.wire import encode

# What is longer than its threshold, aiohttp rounds up to a whole second of the loop's clock.
TIMEOUT: Final = ClientTimeout(total=10.0, connect=3.0, sock_connect=3.0, ceil_threshold=11.0)
_AWAY: Final = timedelta(minutes=1)
"""How long a call waits where WeCom could not be reached at all."""
_MOST_BYTES: Final = 1024 * 1024
_OK: Final = 200
_SERVER_FAULT: Final = 500

Json = Mapping[str, Any]


class Api:
    """One session; open it with `async with`."""

    def __init__(self, base: str) -> None:
        self._base = URL(base)
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        # A connection that was left open may be dead by the time it is used again, and then
        # nobody can say whether the request arrived; a new one for each call can.
        self._session = ClientSession(
            timeout=TIMEOUT, connector=TCPConnector(force_close=True), trust_env=False
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def is_ours(self, address: str) -> bool:
        """Whether an address WeCom gave us is one of WeCom's."""
        try:
            return URL(address).origin() == self._base.origin()
        except ValueError:
            return False

    async def get(self, path: str, query: Mapping[str, str]) -> Json:
        """Ask; raises Refused or ChannelError."""
        return await self._call("GET", self._base.join(URL(path)).with_query(query))

    async def post(self, path: str, query: Mapping[str, str], body: Json) -> Json:
        """Send JSON; raises Refused or ChannelError."""
        return await self._call(
            "POST",
            self._base.join(URL(path)).with_query(query),
            encode(body),
        )

    async def post_to(self, address: str, body: Json) -> Json:
        """Send JSON to an address that WeCom gave us; raises Refused or ChannelError."""
        return await self._call("POST", URL(address, encoded=True), encode(body))

    async def upload(self, path: str, query: Mapping[str, str], name: str, content: bytes) -> Json:
        """Send a file as form data; raises Refused or ChannelError."""
        form = FormData(quote_fields=False)
        form.add_field("media", content, filename=name, content_type="application/octet-stream")
        return await self._call("POST", self._base.join(URL(path)).with_query(query), form)

    async def _call(self, method: str, url: URL, data: str | FormData | None = None) -> Json:
        if self._session is None:
            raise ChannelError("not started")
        headers = {"Content-Type": "application/json"} if isinstance(data, str) else {}
        sent = data.encode() if isinstance(data, str) else data
        try:
            async with self._session.request(
                method, url, data=sent, headers=headers, allow_redirects=False
            ) as response:
                status, text = response.status, await response.content.read(_MOST_BYTES)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            # Nothing has left the house: it waits for the network, hours if need be.
            raise ChannelError(f"not connected: {type(error).__name__}", wait=_AWAY) from None
        except (TimeoutError, ClientConnectionError, ClientError, OSError) as error:
            raise ChannelError(f"no answer: {type(error).__name__}", unknown=True) from None
        answer = _answer(status, text)
        check(answer)
        return answer


def _answer(status: int, text: bytes) -> Json:
    """Read an answer; what is none may still have been carried out."""
    if status != _OK:
        unknown = status >= _SERVER_FAULT
        raise ChannelError(f"HTTP {status}", unknown=unknown, permanent=not unknown)
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ChannelError("an answer that is no JSON object", unknown=True)
    return found
