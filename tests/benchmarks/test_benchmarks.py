"""The benchmark measures what it says; nothing here looks at how fast."""

from pathlib import Path

import pytest

from benchmarks import callbacks, first_answer, questions, reports, single_messages, sockets
from benchmarks.county import PLAN, County
from benchmarks.gateway import Gateway
from benchmarks.ground import prepared, program
from benchmarks.ground import questions as questions_of
from benchmarks.ground import reports as reports_of
from benchmarks.stage import NOON, SENDERS, staged
from benchmarks.table import Line, as_markdown, at_least, at_most
from benchmarks.whole_path import save_plan


def test_every_copy_has_numbers_of_its_own_that_can_be_typed() -> None:
    items = County(1000).plan.items
    assert len({item.ref for item in items}) == len(items) == 56_000
    assert max(item.ref.objective for item in items) <= 999
    assert max(item.ref.number for item in items) <= 999


async def test_a_unit_has_the_same_share_in_every_town() -> None:
    async with staged(3) as stage:
        shares = stage.bot.app.desk.ledger.books[PLAN].shares
        sizes = [
            (len(shares[unit].lead), len(shares[unit].responsible))
            for unit in (question.split()[0] for question in stage.county.questions)
        ]
    assert sizes[:5] == sizes[5:10] == sizes[10:]
    assert sizes[0] == (4, 1)


async def test_both_sides_give_the_same_answer_and_every_report_is_on_disk() -> None:
    async with staged(3) as stage:
        asked = await questions.measure([stage], chunk=10, rounds=1)
        reported = await reports.measure([stage], chunk=4, rounds=1)
        assert stage.recorded() >= 2 * SENDERS
    assert {name for name, _ in asked.by_name} == {"duban", "fresh", "naive"}
    assert {name for name, _ in reported.by_name} == {"raw", "alone", "together", "naive"}
    assert asked.ratio((questions.OURS, 168), (questions.OURS, 168)) == 1


async def test_an_answer_in_other_words_is_no_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(1) as stage:
        monkeypatch.setattr(stage.naive, "answer", lambda *_: "something else")
        with pytest.raises(AssertionError, match="something else"):
            await questions.measure([stage], chunk=1, rounds=1)


async def test_single_messages_are_understood_or_left_alone() -> None:
    async with staged(1) as stage:
        sender = stage.bot.app.world.roster.actor(stage.senders[0].user_id)
        answer = single_messages.answer_of(stage.bot.app, sender)
        assert answer(single_messages.MESSAGES[0]).startswith("县税务局：牵头4项")
        assert all(len(text) == 4000 for text in single_messages.long_messages().values())


def test_a_new_process_gives_its_first_answer(tmp_path: Path) -> None:
    county = County(1)
    save_plan(tmp_path / "duban.db", county.plan, NOON)
    start = first_answer.measure(tmp_path / "duban.db", county.questions[0], times=1)
    assert start.seconds > 0
    assert start.megabytes > 10


def test_a_figure_that_falls_short_is_printed_as_it_is() -> None:
    short = at_least("short", "1/s", 9.96, 10, "naive")
    kept = at_most("kept", "1 µs", 1.2, 1.5, "at 56")
    printed = as_markdown([short, kept, Line(what="only shown", figure="1")])
    assert "| 9.96 × naive | ≥ 10 ×  | NO    |" in printed
    assert "| yes   |" in printed
    assert len({len(line) for line in printed.splitlines()}) == 1


async def test_contestants_on_the_long_connection_say_the_same() -> None:
    async with prepared() as ground:
        async with Gateway() as gateway:
            naive = program(
                ground, "naive_socket", gateway.url, str(ground.folder / "naive_socket.db")
            )
            with naive:
                await gateway.ready(naive)
                await gateway.ask(questions_of(ground, 6), 3)
                theirs = gateway.last
        async with Gateway() as gateway:
            with sockets.started(ground, "smoke", gateway.url) as ours:
                await gateway.ready(ours)
                assert await gateway.ask(questions_of(ground, 6), 3) == 6
                assert gateway.last.replace("**", "") == theirs
                await gateway.ask(reports_of(ground, 2), 2)
                assert gateway.last.startswith("已记录")
                assert len(gateway.latencies) == 8


async def test_contestants_behind_the_callback_say_the_same() -> None:
    async with prepared() as ground:
        said = {}
        for who in (callbacks.OURS, callbacks.BARE):
            async with callbacks.listening(ground, who) as ready:
                await ready.caller.ask(ready.caller.requests(questions_of(ground, 6)), 3)
                said[who] = ready.caller.open_last().replace("**", "")
        async with callbacks.listening(ground, callbacks.NAIVE) as ready:
            await ready.caller.ask(ready.caller.requests(reports_of(ground, 2)), 2)
    assert said[callbacks.OURS] == said[callbacks.BARE]
