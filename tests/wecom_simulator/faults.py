"""Faults that wait to strike: their kinds, their parameters, and who takes which."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self


class FaultKind(StrEnum):
    """What may go wrong; docs stand beside each in `EXPLAINED`."""

    CLEAN_CLOSE = "clean_close"
    ABORT = "abort"
    SILENT_PEER = "silent_peer"
    BLACK_HOLE = "black_hole"
    TAKEOVER = "takeover"
    DEAF = "deaf"
    UNSUBSCRIBED = "unsubscribed"
    MALFORMED_FRAME = "malformed_frame"
    NON_OBJECT_JSON = "non_object_json"
    UNKNOWN_COMMAND = "unknown_command"
    HUGE_FRAME = "huge_frame"
    CONTROL_CHARACTERS = "control_characters"
    OUTAGE = "outage"
    BAD_CREDENTIALS = "bad_credentials"
    SLOW_ACK = "slow_ack"
    NO_ACK = "no_ack"
    ERRCODE = "errcode"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    RETRIES = "retries"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a fault's name
    STALL = "stall"
    CUT = "cut"
    HTTP_ERROR = "http_error"
    BROKEN_BODY = "broken_body"


EXPLAINED = {
    FaultKind.CLEAN_CLOSE: "the gateway closes with `code` (1000)",
    FaultKind.ABORT: "the connection breaks without a close frame (1006)",
    FaultKind.SILENT_PEER: "pings stay unanswered, all else works",
    FaultKind.BLACK_HOLE: "accepts, never reads, never writes; `handshake`: not even the upgrade",
    FaultKind.TAKEOVER: "another process subscribes: disconnected_event, closed later",
    FaultKind.DEAF: "pings answered, messages never come, until a fresh connection",
    FaultKind.UNSUBSCRIBED: "the socket stays open, sends get 846609",
    FaultKind.MALFORMED_FRAME: "sends `text`, which is not JSON",
    FaultKind.NON_OBJECT_JSON: "sends [], null, 42, a string",
    FaultKind.UNKNOWN_COMMAND: "sends a frame with an unknown cmd, msgtype or eventtype",
    FaultKind.HUGE_FRAME: "sends a frame of `size` bytes (5 MB)",
    FaultKind.CONTROL_CHARACTERS: "the next messages carry raw control characters in the JSON",
    FaultKind.OUTAGE: "connections are refused for `seconds`; `on`: gateway or api (both)",
    FaultKind.BAD_CREDENTIALS: "subscribing is answered 853000, the socket stays open",
    FaultKind.SLOW_ACK: "the ack comes `seconds` (6) late",
    FaultKind.NO_ACK: "no ack; `accepted` (true): whether it took effect",
    FaultKind.ERRCODE: "refused with `code`; `on`: part of the command or API path",
    FaultKind.DUPLICATE: "the next messages come `copies` (2) times, `seconds` (0) apart",
    FaultKind.REORDER: "the next `times` (2) messages come in reverse order",
    FaultKind.RETRIES: "the next messages come 3 more times, `seconds` (5) apart",
    FaultKind.TOKEN_EXPIRED: "tokens answer `code` (42001); with times n the next n-1 too",
    FaultKind.STALL: "an API answers after `seconds` (30)",
    FaultKind.CUT: "an API's connection breaks; `accepted` (true): after taking effect",
    FaultKind.HTTP_ERROR: "an API answers HTTP `code` (502); `accepted` (false)",
    FaultKind.BROKEN_BODY: "an API answers HTTP 200 with `text`; `accepted` (true)",
}

AT_ONCE = frozenset(
    {
        FaultKind.CLEAN_CLOSE,
        FaultKind.ABORT,
        FaultKind.SILENT_PEER,
        FaultKind.BLACK_HOLE,
        FaultKind.TAKEOVER,
        FaultKind.DEAF,
        FaultKind.UNSUBSCRIBED,
        FaultKind.MALFORMED_FRAME,
        FaultKind.NON_OBJECT_JSON,
        FaultKind.UNKNOWN_COMMAND,
        FaultKind.HUGE_FRAME,
    }
)
"""These strike the subscribed connection now, or the next one when there is none."""

_SPARED = ("ping", "aibot_subscribe", "gettoken")
"""Not struck unless named in `on`."""


class FaultError(Exception):
    """The fault as described cannot be set; the text says why."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault and how often it still strikes (`times` None: until cleared)."""

    kind: FaultKind
    times: int | None = 1
    on: str = ""
    code: int | None = None
    seconds: float | None = None
    copies: int = 2
    text: str | None = None
    size: int = 5_000_000
    accepted: bool | None = None
    handshake: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Read one from JSON; raises FaultError on an unknown kind, key or type."""
        unknown = set(given) - {field.name for field in fields(cls)}
        if unknown:
            raise FaultError(f"unknown keys: {', '.join(sorted(unknown))}")
        try:
            kind = FaultKind(re.sub("[ -]", "_", given.get("kind", "")).lower())
        except ValueError as error:
            raise FaultError(f"kind must be one of: {', '.join(FaultKind)}") from error
        _check(given)
        usual = {"times": 2} if kind is FaultKind.REORDER else {}
        return cls(**{**usual, **given, "kind": kind})

    def took_effect(self, default: bool) -> bool:
        """Whether the struck request is nevertheless carried out."""
        return default if self.accepted is None else self.accepted

    def matches(self, where: str) -> bool:
        """Whether it strikes at this command or API path."""
        if self.on:
            return self.on in where
        return not any(spared in where for spared in _SPARED)


class Faults:
    """The faults that still wait."""

    def __init__(self) -> None:
        self._standing: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it strike from now on."""
        if fault.times is None or fault.times > 0:
            self._standing.append(fault)

    def take(self, kind: FaultKind, where: str | None = None) -> Fault | None:
        """Use up one strike of the oldest fault of the kind that matches, if any."""
        for fault in self._standing:
            if fault.kind is kind and (where is None or fault.matches(where)):
                self._use(fault)
                return fault
        return None

    def take_each(self, kinds: Iterable[FaultKind]) -> list[Fault]:
        """Use up one strike of every waiting fault of these kinds."""
        wanted = frozenset(kinds)
        taken = [fault for fault in self._standing if fault.kind in wanted]
        for fault in taken:
            self._use(fault)
        return taken

    def standing(self) -> tuple[Fault, ...]:
        """Return what still waits, oldest first."""
        return tuple(self._standing)

    def clear(self) -> None:
        """Nothing more strikes."""
        self._standing.clear()

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._standing.remove(fault)


_TYPES: dict[str, tuple[type, ...]] = {
    "times": (int, type(None)),
    "on": (str,),
    "code": (int, type(None)),
    "seconds": (int, float, type(None)),
    "copies": (int,),
    "text": (str, type(None)),
    "size": (int,),
    "accepted": (bool, type(None)),
    "handshake": (bool,),
}


def _check(given: Mapping[str, Any]) -> None:
    for name, kinds in _TYPES.items():
        if name in given and not isinstance(given[name], kinds):
            raise FaultError(f"{name} must be {' or '.join(kind.__name__ for kind in kinds)}")
