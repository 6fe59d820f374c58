"""The short forms of group C's pushes; `make soak` has the long ones."""

from pathlib import Path

from tests.soak.pushes import pushes_in_trouble
from tests.soak.queues import a_call_that_hangs, too_long, too_often


async def test_a_push_in_trouble_ends_as_it_must_and_never_twice(tmp_path: Path) -> None:
    outcome = await pushes_in_trouble(2, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_webhook_that_was_used_too_often_rests_and_keeps_the_order(tmp_path: Path) -> None:
    outcome = await too_often(3, tmp_path)
    assert outcome.wrong == [], outcome


async def test_nothing_is_cut_off_at_any_surfaces_limit(tmp_path: Path) -> None:
    outcome = await too_long(2, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_push_that_hangs_holds_up_nobody_who_speaks(tmp_path: Path) -> None:
    outcome = await a_call_that_hangs(1, tmp_path)
    assert outcome.wrong == [], outcome
