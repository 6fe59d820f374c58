"""The own app's access token: kept, renewed early, and fetched by one caller at a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

from pydantic import SecretStr

from bot.channel import ChannelError
from bot.wecom.api import Api, Json
from bot.wecom.bodies import text_at
from bot.wecom.errcodes import TOKEN_EXPIRED, TOKEN_INVALID, Refused

T = TypeVar("T")

_STALE: Final = frozenset({TOKEN_INVALID, TOKEN_EXPIRED})
_ATTEMPTS: Final = 2
_EARLY: Final = 300.0
"""Seconds before its end that a token is renewed."""
_APART: Final = 30.0
"""Seconds between two fetches: a token that is refused again and again is not fetched for ever."""


class TokensRefused(ChannelError):
    """A token that was fetched just now is refused too; the call waits for another minute."""

    def __init__(self) -> None:
        super().__init__("a new token was refused too", wait=timedelta(seconds=2 * _APART))


class AccessToken:
    """Gives the token to calls, and a new one to a call whose token was refused, once."""

    def __init__(
        self,
        api: Api,
        corp_id: str,
        secret: SecretStr,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._seconds = monotonic
        self._corp_id = corp_id
        self._secret = secret
        self._token = ""
        self._ends = 0.0
        self._fetched: list[float] = []
        self._lock = asyncio.Lock()

    async def used(self, call: Callable[[str], Awaitable[T]]) -> T:
        """Make a call with the token; raises Refused or ChannelError."""
        for _ in range(_ATTEMPTS):
            token = await self._current()
            try:
                return await call(token)
            except Refused as refused:
                if refused.code not in _STALE:
                    raise
            await self._drop(token)
        raise TokensRefused

    async def _drop(self, token: str) -> None:
        """Forget a token that was refused, unless another caller has a newer one already."""
        async with self._lock:
            if token == self._token:
                self._token = ""

    async def _current(self) -> str:
        async with self._lock:
            if not self._token or self._seconds() >= self._ends:
                await self._fetch()
            return self._token

    async def _fetch(self) -> None:
        now = self._seconds()
        self._fetched = [at for at in self._fetched if at > now - 2 * _APART]
        if len(self._fetched) > 1:
            wait = timedelta(seconds=self._fetched[0] + 2 * _APART - now)
            raise ChannelError("tokens are refused again and again", wait=wait)
        self._fetched.append(now)
        query = {"corpid": self._corp_id, "corpsecret": self._secret.get_secret_value()}
        try:
            answer = await self._api.get("/cgi-bin/gettoken", query)
        except ChannelError as error:
            # Whether this arrived does not matter: nothing was told to anybody.
            raise ChannelError(f"no token: {error}", wait=error.wait) from None
        self._token = text_at(answer, "access_token")
        self._ends = now + max(_lifetime(answer) - _EARLY, _APART)
        if not self._token:
            raise ChannelError("an empty token")


def _lifetime(answer: Json) -> float:
    try:
        return float(answer.get("expires_in", 0))
    except (TypeError, ValueError):
        return 0.0
