"""A: kill -9 while notices go out: what the sender knows and what arrived must agree."""

import asyncio
import random
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from storage.mail import Outgoing, OutgoingKind, OutgoingState
from storage.store import Store
from storage.verify import verify
from tests.soak.living import Living, platform
from tests.soak.outcome import Outcome
from tests.soak.speakers import number_in
from tests.wecom_simulator.simulator import Simulator

_AT_ONCE = 6
_RESEND = {"resend_unknown = false": "resend_unknown = true"}
_MARK = "补发"


async def notices_under_kills(kills: int, folder: Path, *, resend: bool = False) -> Outcome:
    """A2: kill the bot at random moments while notices go out."""
    setting = " and are sent again" if resend else ""
    outcome = Outcome("A2", f"kill -9 × {kills} while notices go out{setting}")
    dice = random.Random(3)
    async with platform() as sim:
        bot = Living(sim, folder, changes=_RESEND if resend else None)
        for life in range(kills):
            async with bot.life():
                await _act(sim, 1_000 + _AT_ONCE * life)
                await asyncio.sleep(dice.uniform(0.01, 0.25))
        async with bot.life(signal.SIGTERM):
            ended = await sim.until(lambda: not _waiting(bot.database), within=20)
            outcome.must(ended, "rows still wait")
        arrived = [sent.text for sent in sim.sent() if sent.chat == "lihua"]
    with Store.open(f"sqlite:///{bot.database}") as store:
        outcome.must(verify(store) == (), "verify found something")
        rows = [row for row in store.outbox() if row.kind is OutgoingKind.NOTICE]
        acts = [entry for entry in store.entries() if number_in(entry.words)]
    _judge(outcome, rows, arrived)
    outcome.must(len(rows) == len(acts) > 0, "an act without its notice")
    return outcome


async def _act(sim: Simulator, first: int) -> None:
    """Report for another unit: each such act tells its contact, who must have spoken once."""
    await sim.say("帮助", user="lihua", within=3, settle=0.0)
    for number in range(first, first + _AT_ONCE):
        sim.post(f"代 县税务局 15(6) 已退税{number}户", user="hemei")


def _judge(outcome: Outcome, rows: list[Outgoing], arrived: list[str]) -> None:
    states = Counter(row.state for row in rows)
    marked = Counter(number_in(text) for text in arrived if _MARK in text)
    unmarked = Counter(number_in(text) for text in arrived if _MARK not in text)
    copies = marked + unmarked
    sent = {number_in(row.text) for row in rows if row.state is OutgoingState.SENT}
    outcome.figures |= {
        "notices": len(rows),
        "sent": states[OutgoingState.SENT],
        "unknown": states[OutgoingState.UNKNOWN],
        "arrived": len(copies),
        "marked copies": marked.total(),
    }
    ended = {OutgoingState.SENT, OutgoingState.UNKNOWN}
    outcome.must(set(states) <= ended, f"not ended: {dict(states)}")
    outcome.must(sent <= copies.keys(), "said to be sent, but did not arrive")
    twice = [number for number, times in unmarked.items() if times > 1]
    outcome.must(not twice, f"two unmarked copies of {twice[:5]}")
    outcome.must(max(marked.values(), default=0) <= 1, "two marked copies")


def _waiting(database: Path) -> bool:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'retry', 'sending')"
        found: int = connection.execute(query).fetchone()[0]
        return found > 0
