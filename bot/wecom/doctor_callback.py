"""The self-test of a callback address: WeCom's own check of it, made from this machine."""

import secrets
from typing import Final

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from bot.surface_settings import CallbackSettings
from bot.wecom.checkup import Checkup
from bot.wecom.envelope import Envelope
from messages.doctor import Check, Diagnosis, ill, well

_TIMEOUT: Final = ClientTimeout(total=5.0)
_MOST_BYTES: Final = 4096
_OK, _FORBIDDEN = 200, 403


async def callback_check(
    checkup: Checkup, check: Check, keys: CallbackSettings, path: str, receive_id: str
) -> Diagnosis:
    """Ask the address, where duban runs, to open an echo that was signed and sealed for it."""
    address = checkup.local(path)
    if address is None:
        return ill(check, "no_port")
    echo = secrets.token_hex(8)
    query = _signed(Envelope(keys.token, keys.encoding_aes_key, receive_id), echo, checkup)
    try:
        async with (
            ClientSession(timeout=_TIMEOUT, trust_env=False) as session,
            session.get(address.with_query(query), allow_redirects=False) as response,
        ):
            status, answer = response.status, await response.content.read(_MOST_BYTES)
    except ClientConnectorError:
        return ill(check, "not_running", url=address)
    except (ClientError, OSError, TimeoutError):
        return ill(check, "elsewhere", url=address, status="—")
    if status == _OK and answer == echo.encode():
        return well(check, url=address)
    cause = {_OK: "wrong_echo", _FORBIDDEN: "forbidden"}.get(status, "elsewhere")
    return ill(check, cause, url=address, status=status)


def _signed(envelope: Envelope, echo: str, checkup: Checkup) -> dict[str, str]:
    stamp = str(int(checkup.clock.now().timestamp()))
    signed = envelope.sign(stamp, secrets.token_hex(8), envelope.encrypt(echo.encode()))
    return {
        "msg_signature": signed.signature,
        "timestamp": signed.timestamp,
        "nonce": signed.nonce,
        "echostr": signed.encrypted,
    }
