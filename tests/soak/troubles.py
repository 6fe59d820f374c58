"""B, C, G: repetitions, an API in trouble, a connection that will not hold."""

import asyncio
import random
import signal
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from storage.store import Store
from storage.verify import verify
from tests.soak.living import GROUP, Living, megabytes, open_files, platform
from tests.soak.outcome import Outcome, percentile
from tests.wecom_simulator.simulator import Simulator


def report(number: int) -> str:
    """Word a report of its own."""
    return f"@督办助手 进度 15(6) 已退税{1000 + number}户"


def recorded(bot: Living, outcome: Outcome) -> list[str]:
    """Read what is on disk, and let `verify` look at all of it."""
    with Store.open(f"sqlite:///{bot.database}") as store:
        outcome.must(verify(store) == (), "verify found something")
        return [entry.words for entry in store.entries() if "已退税" in entry.words]


async def deliveries_by_fours(messages: int, folder: Path) -> Outcome:
    """B1: each message comes four times: at once, a little later, after a restart."""
    outcome = Outcome("B1", f"{messages} messages × 4 deliveries, one restart")
    dice = random.Random(5)
    async with platform() as sim:
        bot = Living(sim, folder)
        for copies in (3, 1):
            async with bot.life(signal.SIGTERM):
                sent = [number for number in range(messages) for _ in range(copies)]
                dice.shuffle(sent)
                for at, number in enumerate(sent):
                    sim.post(report(number), user="lihua", chat=GROUP, msgid=f"four-{number}")
                    if at % 20 == 0:
                        await asyncio.sleep(0.02)
                everybody = messages if copies > 1 else 0
                await sim.until(lambda least=everybody: _answers(sim) >= least, within=60)  # type: ignore[misc]
                await asyncio.sleep(0.5)
        answers = _answers(sim)
    words = recorded(bot, outcome)
    outcome.figures |= {"recorded": len(words), "answers": answers}
    outcome.must(len(words) == len(set(words)) == messages, "not exactly once")
    outcome.must(answers <= messages, "answered more than once")
    return outcome


def _answers(sim: Simulator) -> int:
    return sum("已记录" in sent.text for sent in sim.journal.sent)


async def an_api_that_hangs(seconds: float, folder: Path) -> Outcome:
    """C2: every call out hangs for 30 s while people go on asking the own app."""
    outcome = Outcome("C2", f"the API hangs for {seconds:g} s while people ask")
    async with platform() as sim:
        account = sim.account
        bot = Living(
            sim,
            folder,
            own_app=f'corp_id = "{account.corp_id}"\nagent_id = {account.agent_id}\n'
            f'secret = "{account.app_secret}"\n'
            f'[own_app.callback]\ntoken = "{account.app_token}"\n'
            f'encoding_aes_key = "{account.app_aes_key}"',
        )
        sim.set_callbacks(app=f"http://127.0.0.1:{bot.port}/wecom/own-app")
        waits: list[float] = []
        async with bot.life(signal.SIGTERM):
            await sim.fault("stall", times=None, seconds=30)
            ends = perf_counter() + seconds
            for number in cycle(range(1_000_000)):
                if perf_counter() > ends:
                    break
                # WeCom limits what one person is told in a minute: each question has a new asker.
                told = f"代 县税务局 15(6) 已退税{1000 + number}户"
                await sim.say(told, user="hemei", app=True, within=0.3, settle=0.0)
                began = perf_counter()
                await sim.say("逾期", user=f"member{number}", app=True, settle=0.0)
                waits.append(perf_counter() - began)
                await asyncio.sleep(0.1)
            sim.faults.clear()
    words = recorded(bot, outcome)
    outcome.figures |= {
        "asked": len(waits),
        "p99": f"{1000 * percentile(waits, 0.99):.0f} ms",
        "recorded": len(words),
    }
    outcome.must(bool(waits), "nobody was answered")
    outcome.must_last(percentile(waits, 0.99), 1.0, "a callback took more than a second")
    outcome.must(len(set(words)) == len(words) >= len(waits), "not everything is recorded")
    return outcome


async def a_connection_that_flaps(times: int, every: float, folder: Path) -> Outcome:
    """G1: the connection ends again and again, by turns cleanly and not."""
    outcome = Outcome("G1", f"the connection ends {times} times, every {every:g} s")
    async with platform() as sim:
        bot = Living(sim, folder)
        backs: list[float] = []
        async with bot.life(signal.SIGTERM) as pid:
            before = (megabytes(pid), open_files(pid))
            for number in range(times):
                await sim.fault("clean_close" if number % 2 else "abort")
                began = perf_counter()
                await sim.until(lambda: not sim.connected())
                back = await sim.until(sim.connected, within=40)
                outcome.must(back, "did not come back")
                backs.append(perf_counter() - began)
                said = await sim.say(report(number), user="lihua", chat=GROUP)
                outcome.must("已记录" in said.text, f"no answer after the {number + 1}. end")
                await asyncio.sleep(every)
            after = (megabytes(pid), open_files(pid))
    words = recorded(bot, outcome)
    outcome.figures |= {
        "slowest back": f"{max(backs):.1f} s",
        "recorded": len(words),
        "memory": f"{before[0]:.0f} → {after[0]:.0f} MB",
        "open files": f"{before[1]} → {after[1]}",
    }
    outcome.must_last(max(backs), 35, "came back too late", slow=1.0)
    outcome.must(len(words) == times, "not everything is recorded")
    outcome.must(after[0] <= before[0] * 1.1 + 2, "memory grew")
    outcome.must(after[1] <= before[1] + 3, "files stay open")
    return outcome


async def mixed_traffic(seconds: float, folder: Path) -> Outcome:
    """I1: questions, reports and the office's words, with a fault every few seconds."""
    outcome = Outcome("I1", f"{seconds:g} s of mixed traffic, a fault every 10 s")
    dice = random.Random(6)
    faults: Iterator[tuple[str, dict[str, Any]]] = cycle(
        [
            ("abort", {}),
            ("malformed_frame", {"times": 3}),
            ("duplicate", {"copies": 3, "times": 5}),
            ("clean_close", {}),
            ("errcode", {"on": "aibot_respond_msg", "code": 846605, "times": 3}),
            ("reorder", {"times": 4}),
            ("control_characters", {"times": 3}),
        ]
    )
    async with platform() as sim:
        bot = Living(sim, folder)
        waits: list[float] = []
        expected: set[str] = set()
        sizes: list[tuple[float, int]] = []

        async def one(number: int) -> None:
            kind = dice.random()
            began = perf_counter()
            if kind < 0.6:
                await sim.say(
                    "@督办助手 县税务局 有哪些任务", user="wanglei", chat=GROUP, settle=0.0
                )
            elif kind < 0.9:
                said = await sim.say(report(number), user="lihua", chat=GROUP, settle=0.0)
                if said.delivered:
                    expected.add(report(number).partition(" ")[2])
            else:
                await sim.say("汇总", user="hemei", settle=0.0)
            waits.append(perf_counter() - began)

        async with bot.life(signal.SIGTERM) as pid:
            began = perf_counter()
            tasks: set[asyncio.Future[None]] = set()
            number = 0
            next_fault = began + min(10.0, seconds / 4)
            while (now := perf_counter()) < began + seconds:
                tasks = {task for task in tasks if not task.done()}
                tasks.add(asyncio.ensure_future(one(number)))
                number += 1
                if now >= next_fault:
                    kind, given = next(faults)
                    await sim.fault(kind, **given)
                    next_fault = now + min(10.0, seconds / 4)
                if number % 100 == 0:
                    sizes.append((megabytes(pid), open_files(pid)))
                await asyncio.sleep(0.05)
            await asyncio.gather(*tasks)
            await asyncio.sleep(3)  # answers whose request was gone are pushed
    words = recorded(bot, outcome)
    quarter = sizes[len(sizes) // 4 :] or [(0.0, 0)]
    outcome.figures |= {
        "messages": number,
        "reports": len(expected),
        "lost": len(expected - set(words)),
        "p99": f"{1000 * percentile(waits, 0.99):.0f} ms",
        "memory": f"{quarter[0][0]:.0f} → {quarter[-1][0]:.0f} MB",
        "open files": f"{quarter[0][1]} → {quarter[-1][1]}",
    }
    outcome.must(expected <= set(words), "a report that was heard is not recorded")
    outcome.must(len(words) == len(set(words)), "recorded twice")
    outcome.must_last(percentile(waits, 0.95), 1.0, "answers took more than a second")
    outcome.must(quarter[-1][0] <= quarter[0][0] * 1.1 + 2, "memory grew")
    outcome.must(quarter[-1][1] <= quarter[0][1] + 3, "files stay open")
    return outcome
