"""C: WeCom's interfaces in trouble while something must be pushed, surface by surface."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import App
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import GROUP, Passing, queue
from tests.soak.indoors import everywhere
from tests.soak.living import platform
from tests.soak.outcome import Outcome
from tests.wecom_simulator.simulator import Simulator

APP, HOOK, SOCKET = "message/send", "webhook/send", "aibot_send_msg"
_TO = {
    # Who never spoke to the smart bot is told by the own app, a silent group by its webhook.
    APP: (AddressKind.PERSON, "zhangqiang"),
    HOOK: (AddressKind.GROUP, GROUP),
    SOCKET: (AddressKind.PERSON, "lihua"),
}
_SENT, _UNKNOWN, _FAILED = OutgoingState.SENT, OutgoingState.UNKNOWN, OutgoingState.FAILED
_LATER = (61, 301, 901)
"""Seconds until a row is tried again."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What strikes one call of one surface, and how its row must end, with how many copies."""

    id: str
    on: str
    kind: str
    ends: OutgoingState
    copies: int
    more: dict[str, Any] = field(default_factory=dict)


_HTML: dict[str, Any] = {}
_EMPTY = {"text": ""}
_TEXTUAL = {"text": '{"errcode": "0"}'}
_ZERO = {"text": '{"errcode": 0, "errmsg": "\x00"}'}
_DONE, _NOT_DONE = {"accepted": True}, {"accepted": False}
_NOBODY = {"text": '{"errcode": 0, "invaliduser": "ZhangQiang"}', "accepted": False}

TROUBLES = (
    Trouble("C1", APP, "outage", _SENT, 1, {"on": "api"}),
    Trouble("C1", HOOK, "outage", _SENT, 1, {"on": "api"}),
    Trouble("C1", SOCKET, "outage", _SENT, 1, {"on": "gateway"}),
    *(Trouble("C3", APP, "cut", _SENT, 1, more) for more in (_DONE, _NOT_DONE)),
    *(Trouble("C3", APP, "http_error", _SENT, 1, more) for more in (_DONE, _NOT_DONE)),
    *(Trouble("C3", on, kind, _UNKNOWN, 1, _DONE) for on, kind in (
        (HOOK, "cut"), (HOOK, "http_error"), (SOCKET, "no_ack"),
    )),
    *(Trouble("C3", on, kind, _UNKNOWN, 0, _NOT_DONE) for on, kind in (
        (HOOK, "cut"), (HOOK, "http_error"), (SOCKET, "no_ack"),
    )),
    *(Trouble("C4", APP, "broken_body", _SENT, 1, x) for x in (_HTML, _EMPTY, _TEXTUAL, _ZERO)),
    *(Trouble("C4", HOOK, "broken_body", _UNKNOWN, 1, x) for x in (_HTML, _EMPTY, _ZERO)),
    Trouble("C4", HOOK, "broken_body", _SENT, 1, _TEXTUAL),
    *(Trouble("C5", on, "errcode", _SENT, 1, {"code": -1}) for on in _TO),
    *(Trouble("C6", APP, "token_expired", _SENT, 1, {"code": code}) for code in (42001, 40014)),
    *(Trouble("C7", on, "errcode", _SENT, 1, {"code": 45009}) for on in _TO),
    Trouble("C9", APP, "broken_body", _FAILED, 0, _NOBODY),
)  # fmt: skip


async def pushes_in_trouble(times: int, folder: Path) -> Outcome:
    """C1 to C9: each trouble strikes a row of its own, so often; time is set forward between."""
    outcome = Outcome("C1", f"C1–C9: {len(TROUBLES)} troubles of pushing × {times}")
    async with platform() as sim:
        passing = Passing(sim)
        async with everywhere(sim, folder, passing) as app:
            await sim.say("帮助", user="lihua")
            for number in range(times):
                for place, trouble in enumerate(TROUBLES):
                    await _strike(sim, app, passing, trouble, _key(number, place))
            rows = {row.key: row for row in app.store.outbox()}
        for number in range(times):
            for place, trouble in enumerate(TROUBLES):
                _judge(outcome, sim, trouble, rows[_key(number, place)])
        outcome.must(sim.violations() == (), f"violations: {sim.violations()[:3]}")
    outcome.figures |= {
        "pushes": times * len(TROUBLES),
        "not as they must end": len(outcome.wrong),
    }
    return outcome


async def _strike(sim: Simulator, app: App, passing: Passing, trouble: Trouble, key: str) -> None:
    """Queue a row under a trouble, end the trouble, and let the time of all tries pass."""
    to_kind, to = _TO[trouble.on]
    given = {"times": 1} if trouble.kind == "token_expired" else {"on": trouble.on}
    await sim.fault(trouble.kind, **(given | trouble.more))
    now = app.world.clock.now()
    await queue(
        app,
        Outgoing(
            key=key, kind=OutgoingKind.NOTICE, to_kind=to_kind, to=to, due_at=now, text=f"<{key}>"
        ),
    )
    await passing.by(0, app)
    sim.faults.clear()
    await sim.come_back()
    await sim.until(lambda: all(one.up for one in app.channels), within=10)
    for seconds in _LATER:
        if _of(app, key).state in {OutgoingState.QUEUED, OutgoingState.RETRY}:
            await passing.by(seconds, app)
            await asyncio.sleep(0)


def _judge(outcome: Outcome, sim: Simulator, trouble: Trouble, row: Outgoing) -> None:
    copies = sum(row.key in sent.text for sent in sim.sent())
    what = f"{trouble.id} {trouble.on} {trouble.kind} {trouble.more}"
    outcome.must(row.state is trouble.ends, f"{what}: {row.state} ({row.error})")
    outcome.must(copies == trouble.copies, f"{what}: {copies} copies")


def _of(app: App, key: str) -> Outgoing:
    return next(row for row in app.store.outbox() if row.key == key)


def _key(number: int, place: int) -> str:
    return f"n{number}x{place}x"
