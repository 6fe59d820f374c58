"""Before a callback is believed: size, then signature, then time and nonce, then decryption.

Whatever is wrong ends as Forged; who called is told the same in every case.
"""

import asyncio
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.health import MOST_BYTES
from bot.wecom.envelope import Envelope, Forged, Signed
from bot.wecom.surroundings import Surroundings

_LOG = logging.getLogger(__name__)

_REFUSAL: Final = "forbidden\n"
_BODY_SECONDS: Final = 5.0
"""WeCom itself waits no longer for the answer."""
_MOST_NONCES: Final = 100_000
_BASE64 = "[A-Za-z0-9+/]{16,}={0,2}"
_STAMP = re.compile("[0-9]{1,12}")
# Searched for, not parsed: before the signature is known nothing is built from the body.
_ENCRYPTED = re.compile(
    rf'"encrypt"\s*:\s*("[^"]{{16,}}")|<Encrypt>\s*(?:<!\[CDATA\[)?({_BASE64})(?:\]\]>)?\s*</Encrypt>'
)
_BASE64_ALONE = re.compile(_BASE64)


class Gatekeeper:
    """Guards one address. A restart forgets nonces; what a message records is guarded for good."""

    def __init__(
        self, envelope: Envelope, clock: Clock, *, tolerance: timedelta, refuse_replay: bool
    ) -> None:
        self.envelope = envelope
        self._clock = clock
        self._tolerance = tolerance.total_seconds()
        self._refuse_replay = refuse_replay
        self._nonces: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    async def check(self, request: web.Request) -> web.Response:
        """Answer the console's check of the address."""
        try:
            return web.Response(text=self.verified_echo(request))
        except Forged as error:
            return forbidden(request, error)

    def verified_echo(self, request: web.Request) -> str:
        """Answer WeCom's check of the address; raises Forged."""
        # A + that was not escaped has been read as a blank by then.
        signed = _signed(request.query, request.query.get("echostr", "").replace(" ", "+"))
        if not _BASE64_ALONE.fullmatch(signed.encrypted):
            raise Forged("echostr")
        self._admit(signed)
        return _text(self.envelope.decrypt(signed.encrypted))

    async def opened(self, request: web.Request) -> str:
        """Give the decrypted text of a callback; raises Forged."""
        signed = _signed(request.query, _encrypted(await _body(request)))
        self._admit(signed)
        return _text(self.envelope.decrypt(signed.encrypted))

    def _admit(self, signed: Signed) -> None:
        self.envelope.verify(signed)
        now = self._clock.now().timestamp()
        if not _STAMP.fullmatch(signed.timestamp):
            raise Forged("timestamp")
        if abs(now - int(signed.timestamp)) > self._tolerance:
            raise Forged("timestamp")
        if self._refuse_replay:
            self._remember(signed, now)

    def _remember(self, signed: Signed, now: float) -> None:
        """Refuse what was seen before: the same nonce with the same time and signature."""
        while self._nonces:
            oldest = next(iter(self._nonces.items()))
            if oldest[1] > now - 2 * self._tolerance and len(self._nonces) < _MOST_NONCES:
                break
            del self._nonces[oldest[0]]
        key = (signed.nonce, signed.timestamp, signed.signature)
        if key in self._nonces:
            raise Forged("replay")
        self._nonces[key] = now


def gatekeeper_for(envelope: Envelope, around: Surroundings) -> Gatekeeper:
    """Make the guard that the settings ask for."""
    return Gatekeeper(
        envelope,
        around.clock,
        tolerance=timedelta(minutes=around.wecom.clock_tolerance_minutes),
        refuse_replay=around.wecom.refuse_replay,
    )


def forbidden(request: web.Request, error: Forged) -> web.Response:
    """Refuse a caller in the same words whatever was wrong; the log has the reason."""
    _LOG.warning("security: callback from %s refused: %s", request.remote, error)
    return web.Response(status=403, text=_REFUSAL)


async def _body(request: web.Request) -> str:
    length = request.content_length
    if length is not None and length > MOST_BYTES:
        raise Forged("size")
    if "Content-Encoding" in request.headers:
        raise Forged("packed")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return (await request.read()).decode()
    except TimeoutError as error:
        raise Forged("a slow body") from error
    except (web.HTTPException, web.RequestPayloadError, UnicodeDecodeError) as error:
        raise Forged("body") from error


def _encrypted(body: str) -> str:
    found = _ENCRYPTED.findall(body)
    if len(found) != 1:
        raise Forged("body")
    quoted, bare = found[0]
    try:
        # JSON may spell / and = as escapes; the signature is over what they stand for.
        return str(json.loads(quoted)) if quoted else bare
    except ValueError as error:
        raise Forged("body") from error


def _signed(query: Mapping[str, str], encrypted: str) -> Signed:
    return Signed(
        signature=query.get("msg_signature", ""),
        timestamp=query.get("timestamp", ""),
        nonce=query.get("nonce", ""),
        encrypted=encrypted,
    )


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Forged("not UTF-8") from error
