"""Several people at once on the same items: the outcome is that of one after another, always.

What people say is thrown at the desk in random interleavings, over a real database; replies,
states and history must be those of some order of the same messages, each handled alone.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count, permutations
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.channel import Inbound
from bot.clock import RehearsalClock
from bot.config import Settings, load
from bot.county import ledger_of
from bot.desk import Decide, Desk, Ruling
from bot.dispatcher import Answer, Dispatcher
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.progress import Difficulty, Entry
from storage.store import Store
from storage.verify import verify
from tests.bot.conftest import CONFIG
from tests.factories import at, item, plan

T = TypeVar("T")

SAID = (
    ("zhangqiang", "1(1) 已完成"),
    ("zhangqiang", "1(1) 60%"),
    ("zhangqiang", "1(1) 申请办结"),
    ("zhangqiang", "1(1) 有困难 缺资金"),
    ("zhangqiang", "1(1) 申请延期到12月20日 因设备未到"),
    ("lihua", "1(1) 已完成"),
    ("lihua", "1(1) 滞后 材料不全"),
    ("hemei", "同意 1(1) 销号"),
    ("tangwei", "同意 1(1) 销号"),
    ("tangwei", "退回 1(1) 缺验收名单"),
    ("hemei", "同意 1(1) 延期"),
    ("tangwei", "不同意 1(1) 延期 可以先结案"),
    ("hemei", "代 县住建局 1(1) 已完成"),
    ("tangwei", "答复 1(1) 已协调资金"),
    ("zhangqiang", "1(1)(2) 已完成"),
    ("hemei", "同意 1(1)(2) 销号"),
)

_FOLDERS = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message, and how long it takes until it is at the desk."""

    said: int
    id: str
    delay: int

    @property
    def inbound(self) -> Inbound:
        sender, text = SAID[self.said]
        return Inbound(
            channel="fake",
            message_id=f"{self.said}-{self.id}",
            chat="group1",
            private=False,
            sender=sender,
            text=text,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What everybody was told, and what the ledger then holds."""

    replies: tuple[tuple[tuple[str, ...], bool], ...]
    """Each message's reply, and whether it says that something was recorded."""
    states: tuple[str, ...]


class OneAfterAnother:
    """A desk without waiting: each decision is made and applied before the next is looked at."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger.draft()
        self._seen: dict[str, Ruling] = {}

    async def submit(self, decide: Decide, key: str = "") -> Ruling:
        if key in self._seen:
            known = self._seen[key]
            said = replace(known.decision, entries=(), outgoing=())
            return replace(known, decision=said, repeated=True)
        ruling = decide(self.ledger)
        for entry in ruling.decision.entries:
            self.ledger.apply(entry)
        if ruling.decision.changes:
            self._seen[key] = ruling
        return ruling

    async def aside(self, work: Callable[..., T], *arguments: Any) -> T:
        return work(*arguments)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with a small plan: two items, one of them led by two units."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    chosen = plan(
        item("1(1)", lead=("县住建局", "县税务局"), units=("县财政局",)),
        item("1(2)"),
    )
    with Store.open(f"sqlite:///{path}") as store:
        store.save_plan(chosen, (), at("2023-10-16 09:00"))
    return path


def copied(empty: Path, folder: Path) -> Settings:
    path = folder / f"{next(_FOLDERS)}.db"
    shutil.copy(empty, path)
    return load(CONFIG, db=f"sqlite:///{path}")


def snapshot(ledger: Ledger) -> tuple[str, ...]:
    """Write down the states, but not the numbers of rows nor the milliseconds, which differ."""

    def bare(entry: Entry) -> Entry:
        return replace(entry, seq=0, at=entry.at.replace(second=0, microsecond=0))

    return tuple(
        repr(
            replace(
                state,
                reports=tuple(map(bare, state.reports)),
                applied=tuple(map(bare, state.applied)),
                request=bare(state.request) if state.request else None,
                parts={unit: bare(entry) for unit, entry in sorted(state.parts.items())},
                difficulties=tuple(
                    Difficulty(since=bare(d.entry).at, entry=bare(d.entry))
                    for d in state.difficulties
                ),
            )
        )
        for state in ledger
    )


async def in_turn(app: App, steps: Sequence[Step]) -> Outcome:
    """Handle the messages one after another, on a copy of the ledger."""
    desk = OneAfterAnother(app.desk.ledger)
    alone = Dispatcher(desk=cast(Desk, desk), world=app.world, router=all_routes())
    answers = [(step, await alone.handle(step.inbound)) for step in steps]
    return outcome(answers, desk.ledger)


def outcome(answers: Iterable[tuple[Step, Answer]], ledger: Ledger) -> Outcome:
    """Order the answers so that they can be compared; copies of one stand together."""
    told = sorted((step.id, step.said, answer.wrote, answer.reply) for step, answer in answers)
    return Outcome(
        replies=tuple((reply, wrote) for _, _, wrote, reply in told), states=snapshot(ledger)
    )


async def at_once(app: App, steps: Sequence[Step]) -> Outcome:
    """Let everybody speak at the same time, each after a delay of his own."""

    async def one(step: Step) -> Answer:
        for _ in range(step.delay % 4):
            await asyncio.sleep(0)
        await asyncio.sleep(step.delay // 4 / 1000)
        return await app.say(step.inbound)

    answers = await asyncio.gather(*map(one, steps))
    return outcome(zip(steps, answers, strict=True), app.desk.ledger)


async def played(settings: Settings, steps: Sequence[Step]) -> tuple[Outcome, list[Outcome]]:
    """Play the messages at once, and in every order; then look at what is on disk."""
    with Store.open(settings.database.url) as store:
        app = App(settings, store, RehearsalClock(at("2023-10-16 09:30")), [])
        async with app.working():
            orders = [await in_turn(app, order) for order in permutations(steps)]
            found = await at_once(app, steps)
        assert snapshot(ledger_of(store, settings)) == found.states
        assert verify(store) == ()
    return found, orders


def steps() -> st.SearchStrategy[list[Step]]:
    """Draw up to four messages; the same id twice is the same message twice."""
    one = st.builds(
        Step,
        said=st.integers(0, len(SAID) - 1),
        id=st.sampled_from("ab"),
        delay=st.integers(0, 15),
    )
    return st.lists(one, min_size=2, max_size=4)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=steps())
def test_whoever_speaks_at_once_is_answered_as_one_after_another(
    empty: Path, tmp_path: Path, said: list[Step]
) -> None:
    found, orders = asyncio.run(played(copied(empty, tmp_path), said))
    assert found in orders
