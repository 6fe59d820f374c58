"""The short forms of what takes minutes in the field; `make soak` has the long ones."""

from pathlib import Path

from tests.soak.patience import (
    deaf,
    flapping,
    frames_without_sense,
    half_open,
    kicked,
    long_outage,
)


async def test_a_half_open_connection_is_noticed(tmp_path: Path) -> None:
    outcome = await half_open(0.02, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_bot_that_was_taken_over_stands_aside_and_alarms_the_office(
    tmp_path: Path,
) -> None:
    outcome = await kicked(0.005, tmp_path)
    assert outcome.wrong == [], outcome


async def test_after_a_long_outage_the_groups_are_told_once_what_was_missed(
    tmp_path: Path,
) -> None:
    outcome = await long_outage(0.003, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_deaf_connection_is_found_out(tmp_path: Path) -> None:
    outcome = await deaf(0.003, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_connection_that_ends_again_and_again_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    outcome = await flapping(6, tmp_path)
    assert outcome.wrong == [], outcome


async def test_frames_without_sense_do_not_end_the_connection(tmp_path: Path) -> None:
    outcome = await frames_without_sense(2, tmp_path)
    assert outcome.wrong == [], outcome
