"""The short forms of group A, where reports come in; `make soak` has the long ones."""

from pathlib import Path

import pytest

from tests.soak.crashes import disk_is_asked, reports_under_kills, stops_under_load


async def test_no_acknowledged_report_is_lost_or_doubled_by_kills(tmp_path: Path) -> None:
    outcome = await reports_under_kills(12, tmp_path)
    assert outcome.wrong == [], outcome


async def test_the_same_check_catches_a_bot_that_writes_afterwards(tmp_path: Path) -> None:
    outcome = await reports_under_kills(6, tmp_path, forgetful=True)
    assert any(wrong.startswith("lost") for wrong in outcome.wrong), outcome


async def test_a_stop_under_load_leaves_nothing_lost_or_unknown(tmp_path: Path) -> None:
    outcome = await stops_under_load(5, tmp_path)
    assert outcome.wrong == [], outcome


async def test_every_answer_to_a_report_waited_for_the_disk(tmp_path: Path) -> None:
    outcome = await disk_is_asked(20, tmp_path)
    if "skipped" in outcome.figures:
        pytest.skip(str(outcome))
    assert outcome.wrong == [], outcome
