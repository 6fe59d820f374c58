"""The self-test's way to WeCom, step by step: the name, the port, the certificate."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Final

from yarl import URL

from messages.doctor import Check, Diagnosis, ill, well

_SECONDS: Final = 5.0


async def way_to(address: URL) -> AsyncIterator[Diagnosis]:
    """Go towards an address until a step fails."""
    for step in (_name, _port, _encryption):
        diagnosis = await step(address.host or "", address.port or 0, address.scheme)
        yield diagnosis
        if not diagnosis.good:
            return


async def _name(host: str, port: int, _scheme: str) -> Diagnosis:
    try:
        async with asyncio.timeout(_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port)
    except (OSError, TimeoutError, UnicodeError):
        return ill(Check.RESOLVES, "unknown", host=host)
    return well(Check.RESOLVES, host=host, address=found[0][4][0])


async def _port(host: str, port: int, _scheme: str) -> Diagnosis:
    try:
        await _connect(host, port, None)
    except (ConnectionRefusedError, ConnectionResetError):
        return ill(Check.TCP, "refused", host=host, port=port)
    except (OSError, TimeoutError):
        return ill(Check.TCP, "silent", host=host, port=port, seconds=_SECONDS)
    return well(Check.TCP, host=host, port=port)


async def _encryption(host: str, port: int, scheme: str) -> Diagnosis:
    if scheme != "wss":
        return well(Check.TLS, "plain")
    try:
        await _connect(host, port, ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        return ill(Check.TLS, "certificate", host=host, reason=error.verify_message)
    except (OSError, TimeoutError):
        return ill(Check.TLS, "broken", host=host)
    return well(Check.TLS)


async def _connect(host: str, port: int, context: ssl.SSLContext | None) -> None:
    """Connect and hang up again; raises OSError or TimeoutError."""
    async with asyncio.timeout(_SECONDS):
        _, writer = await asyncio.open_connection(host, port, ssl=context)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
