"""The short forms of groups B, C, G and I; `make soak` has the long ones."""

from pathlib import Path

from tests.soak.troubles import (
    a_connection_that_flaps,
    an_api_that_hangs,
    deliveries_by_fours,
    mixed_traffic,
)


async def test_four_deliveries_are_one_record_and_at_most_one_answer(tmp_path: Path) -> None:
    outcome = await deliveries_by_fours(60, tmp_path)
    assert outcome.wrong == [], outcome


async def test_nobody_who_asks_waits_for_an_api_that_hangs(tmp_path: Path) -> None:
    outcome = await an_api_that_hangs(3, tmp_path)
    assert outcome.wrong == [], outcome


async def test_a_connection_that_flaps_comes_back_every_time(tmp_path: Path) -> None:
    outcome = await a_connection_that_flaps(3, 0.1, tmp_path)
    assert outcome.wrong == [], outcome


async def test_mixed_traffic_with_faults_loses_nothing(tmp_path: Path) -> None:
    outcome = await mixed_traffic(8, tmp_path)
    assert outcome.wrong == [], outcome
