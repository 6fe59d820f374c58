"""How faults strike a connection and an ack."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from tests.wecom_simulator.connection import Connection
from tests.wecom_simulator.errors import Refused
from tests.wecom_simulator.faults import Fault, FaultKind, Faults
from tests.wecom_simulator.tasks import Tasks

_NOT_OBJECTS = ("[]", "null", "42", '"text"')
_UNKNOWN = (
    {"cmd": "aibot_unheard_of", "headers": {"req_id": "u1"}, "body": {}},
    {"cmd": "aibot_msg_callback", "body": {"msgtype": "text"}},
    {
        "cmd": "aibot_event_callback",
        "headers": {"req_id": "u2"},
        "body": {"msgid": "u2", "msgtype": "event", "event": {"eventtype": "unheard_of"}},
    },
    {
        "cmd": "aibot_msg_callback",
        "headers": {"req_id": "u3"},
        "body": {
            "msgid": "u3",
            "chattype": "single",
            "from": {"userid": "nobody"},
            "msgtype": "hologram",
        },
    },
)


class Kicker(Protocol):
    """Who can act on behalf of another process that takes the bot over."""

    stolen: set[str]

    async def kick(self, connection: Connection) -> None:
        """Tell a connection that it was superseded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one request's ack."""

    carry_out: bool = True
    """False: the request vanishes."""
    code: int | None = None
    silent: bool = False
    delay: float = 0.0

    def check(self) -> None:
        """Raise Refused when the request is to fail."""
        if self.code is not None:
            raise Refused(self.code)


def on_ack(faults: Faults, command: str) -> Fate:
    """Return the fate that waiting faults have for this request."""
    fault = faults.take(FaultKind.ERRCODE, command)
    if fault is not None:
        return Fate(code=45009 if fault.code is None else fault.code)
    fault = faults.take(FaultKind.NO_ACK, command)
    if fault is not None:
        return Fate(carry_out=fault.took_effect(True), silent=True)
    fault = faults.take(FaultKind.SLOW_ACK, command)
    if fault is not None:
        return Fate(delay=6.0 if fault.seconds is None else fault.seconds)
    return Fate()


async def strike(gateway: Kicker, tasks: Tasks, connection: Connection, fault: Fault) -> None:
    """Let a fault strike the connection, after its `seconds` when it has some."""
    blow = _BLOWS[fault.kind](gateway, connection, fault)
    if fault.seconds:
        tasks.later(fault.seconds, _await(blow))
    else:
        await blow


async def _await(blow: Awaitable[None]) -> None:
    await blow


async def _clean_close(_gateway: Kicker, connection: Connection, fault: Fault) -> None:
    await connection.close(1000 if fault.code is None else fault.code)


async def _abort(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    connection.abort()


async def _silence(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    connection.silent = True


async def _darken(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    connection.go_dark()


async def _take_over(gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    if connection.subscribed:
        gateway.stolen.add(connection.bot)
        await gateway.kick(connection)


async def _deafen(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    connection.deaf = True


async def _unsubscribe(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    connection.subscribed = False


async def _malform(_gateway: Kicker, connection: Connection, fault: Fault) -> None:
    await connection.send_text(fault.text or '{"cmd":"aibot_msg_callback","headers":{')


async def _send_non_objects(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    for text in _NOT_OBJECTS:
        await connection.send_text(text)


async def _send_unknown(_gateway: Kicker, connection: Connection, _fault: Fault) -> None:
    for frame in _UNKNOWN:
        await connection.send_text(json.dumps(frame))


async def _send_huge(_gateway: Kicker, connection: Connection, fault: Fault) -> None:
    body = {"msgtype": "unheard_of", "padding": "x" * fault.size}
    frame = {"cmd": "aibot_msg_callback", "headers": {"req_id": "huge"}, "body": body}
    await connection.send_text(json.dumps(frame))


_Blow = Callable[[Kicker, Connection, Fault], Awaitable[None]]

_BLOWS: dict[FaultKind, _Blow] = {
    FaultKind.CLEAN_CLOSE: _clean_close,
    FaultKind.ABORT: _abort,
    FaultKind.SILENT_PEER: _silence,
    FaultKind.BLACK_HOLE: _darken,
    FaultKind.TAKEOVER: _take_over,
    FaultKind.DEAF: _deafen,
    FaultKind.UNSUBSCRIBED: _unsubscribe,
    FaultKind.MALFORMED_FRAME: _malform,
    FaultKind.NON_OBJECT_JSON: _send_non_objects,
    FaultKind.UNKNOWN_COMMAND: _send_unknown,
    FaultKind.HUGE_FRAME: _send_huge,
}
