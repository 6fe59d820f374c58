"""The short forms of group A, where notices go out; `make soak` has the long ones."""

from pathlib import Path

from tests.soak.crashes import notices_under_kills


async def test_no_notice_is_silently_lost_or_sent_twice_by_kills(tmp_path: Path) -> None:
    outcome = await notices_under_kills(12, tmp_path)
    assert outcome.wrong == [], outcome


async def test_what_is_sent_again_after_a_kill_is_marked(tmp_path: Path) -> None:
    outcome = await notices_under_kills(12, tmp_path, resend=True)
    assert outcome.wrong == [], outcome
