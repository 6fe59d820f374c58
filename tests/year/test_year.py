"""A year day by day, with people reporting, and a bot that is killed again and again."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from storage.mail import OutgoingState
from tests.bot.command import environment
from tests.year.days import FIRST, LAST
from tests.year.judging import Year, breaches, marked_copies, read_year
from tests.year.lives import Job, job_line, settings_in

pytestmark = pytest.mark.timeout(450)  # hundreds of deaths take minutes on a busy machine
KILLS = 220
_SEED = 20230103
_BUSY = "2023-11-01"
"""The control needs no whole year to fail."""


@cache
def lived(job: Job) -> tuple[Year, Path, int]:
    """Live through a job in a folder of its own; returns also how often the bot died."""
    folder = Path(mkdtemp(prefix="duban-year-"))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.year.lives", str(folder), job_line(job)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return read_year(folder), folder, int(ended.stdout)


def whole(kills: int = KILLS, *, resend: bool = False) -> Job:
    return Job(kills=kills, seed=_SEED, since=str(FIRST), until=str(LAST), resend=resend)


@pytest.mark.parametrize("resend", [False, True])
def test_no_reminder_of_a_year_is_lost_doubled_or_sent_on_a_holiday(*, resend: bool) -> None:
    year, folder, died = lived(whole(resend=resend))
    assert died >= 200
    assert breaches(year, settings_in(folder)) == {}


def test_the_killed_year_has_every_reminder_of_the_undisturbed_one() -> None:
    undisturbed, _, died = lived(whole(kills=0))
    assert died == 0
    assert len(undisturbed.facts) > 300
    for resend in (False, True):
        assert lived(whole(resend=resend))[0].facts == undisturbed.facts


def test_what_is_unknown_stays_unknown_unless_resending_is_switched_on() -> None:
    year, _, _ = lived(whole())
    assert marked_copies(year) == 0
    assert any(row.state is OutgoingState.UNKNOWN for row in year.rows.values())


def test_with_resending_there_is_at_most_one_marked_copy_a_kill() -> None:
    year, _, died = lived(whole(resend=True))
    assert 0 < marked_copies(year) <= died


def test_the_programme_finds_a_bot_that_marks_only_after_it_sent() -> None:
    job = Job(kills=60, seed=_SEED, since=_BUSY, until=str(LAST), marks_afterwards=True)
    year, folder, _ = lived(job)
    assert "doubled" in breaches(year, settings_in(folder))
