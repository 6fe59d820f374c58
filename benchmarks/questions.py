"""A unit's question at every size: the whole path against the naive version."""

from collections.abc import Sequence
from itertools import cycle, product

from benchmarks.stage import NOON, Stage
from benchmarks.timing import Chunk, Name, Rates, take_turns

OURS, FRESH, NAIVE = "duban", "fresh", "naive"
_MARKS = "？！。 "
_MARKS_EACH = 7


async def measure(
    stages: Sequence[Stage], *, chunk: int = 250, rounds: int = 25, seconds: float = 25.0
) -> Rates:
    """Ask both the same questions by turns; raises AssertionError where their words differ."""
    chunks: dict[Name, Chunk] = {}
    for stage in stages:
        await _check_words(stage)
        chunks[OURS, stage.county.size] = _ours(stage, chunk)
        chunks[FRESH, stage.county.size] = _fresh(stage, chunk)
        chunks[NAIVE, stage.county.size] = _naive(stage, max(1, chunk // 5))
    return await take_turns(chunks, rounds=rounds, seconds=seconds)


def _ours(stage: Stage, chunk: int) -> Chunk:
    questions = stage.county.questions

    async def ask() -> int:
        for number in range(chunk):
            await stage.bot.say(questions[number % len(questions)], "asker", f"question{number}")
        return chunk

    return ask


def _fresh(stage: Stage, chunk: int) -> Chunk:
    """Ask in writing that was not met before, so that nothing remembered of words can help."""
    questions = cycle(stage.county.questions)
    endings = cycle("".join(marks) + "？" for marks in product(_MARKS, repeat=_MARKS_EACH))

    async def ask() -> int:
        for number in range(chunk):
            said = await stage.bot.say(next(questions) + next(endings), "asker", f"fresh{number}")
            assert "牵头" in said, said
        return chunk

    return ask


def _naive(stage: Stage, chunk: int) -> Chunk:
    questions = stage.county.questions

    async def ask() -> int:
        for number in range(chunk):
            stage.naive.answer(questions[number % len(questions)], "asker", NOON)
        return chunk

    return ask


async def _check_words(stage: Stage) -> None:
    for question in stage.county.questions:
        ours = await stage.bot.say(question, "asker", "check")
        theirs = stage.naive.answer(question, "asker", NOON)
        assert ours == theirs, f"{question}\n{ours}\n---\n{theirs}"
