"""Decisions that share a transaction: one that cannot be stored takes no other with it."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from bot.desk import Ruling
from handlers.router import Decision
from ledger.book import Ledger
from ledger.progress import Entry
from storage.verify import verify
from tests.bot.conftest import OpenApp
from tests.factories import at, entry, ref


def decided(*rows: Entry) -> Ruling:
    return Ruling(decision=Decision(entries=rows))


def _always(ruling: Ruling, _: Ledger) -> Ruling:
    return ruling


async def test_a_decision_that_cannot_be_stored_fails_alone(open_app: OpenApp) -> None:
    async with open_app() as app:
        (plan,) = app.desk.ledger.books
        good = entry("15(6)", plan=plan, at=at("2023-10-16 09:30"), percent=80)
        bad = entry("5(5)", plan=plan, at=at("2023-10-16 09:30"), words="\0")

        def after_the_first(ledger: Ledger) -> Ruling:
            status = ledger.state(ref("15(6)"), plan).status
            return decided(entry("15(6)", plan=plan, before=status, percent=90))

        answers = await asyncio.gather(
            app.desk.submit(lambda _: decided(good)),
            app.desk.submit(lambda _: decided(bad)),
            app.desk.submit(after_the_first),
            return_exceptions=True,
        )
        assert verify(app.store) == ()
        stored = [row.percent for row in app.store.entries() if row.ref]
    assert [type(answer) for answer in answers] == [Ruling, ValueError, Ruling]
    assert stored == [80, 90]
    assert app.desk.ledger.state(ref("15(6)"), plan).percent == 90


async def test_a_decision_that_cannot_be_stored_alone_raises(open_app: OpenApp) -> None:
    async with open_app() as app:
        (plan,) = app.desk.ledger.books
        with pytest.raises(ValueError, match="NUL"):
            await app.desk.submit(lambda _: decided(entry("15(6)", plan=plan, words="\0")))


async def test_decisions_that_wait_share_one_transaction(
    open_app: OpenApp, tmp_path: Path
) -> None:
    async with open_app() as app:
        (plan,) = app.desk.ledger.books
        path = tmp_path / "ledger.db"

        def transactions() -> int:
            return int.from_bytes(path.read_bytes()[24:28], "big")

        before = transactions()
        rulings = [decided(entry("15(6)", plan=plan, percent=n)) for n in range(1, 65)]
        await asyncio.gather(*(app.desk.submit(partial(_always, one)) for one in rulings))
        assert transactions() - before < 8
        assert [row.percent for row in app.store.entries() if row.ref] == [*range(1, 65)]
