import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ZONE, RehearsalClock, SystemClock, read_moment
from tests.factories import at


def test_the_clock_is_the_countys_whatever_the_hosts_zone() -> None:
    code = "from bot.clock import SystemClock; print(SystemClock().now().utcoffset())"
    for zone in ("America/New_York", "UTC", "Nowhere/AtAll"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "8:00:00"


def test_a_rehearsal_clock_goes_on_ticking_from_where_it_was_set() -> None:
    clock = RehearsalClock(at("2023-11-15 08:30"))
    assert timedelta() <= clock.now() - at("2023-11-15 08:30") < timedelta(seconds=5)
    clock.set(at("2023-01-01 00:00"))
    assert clock.now().year == 2023
    assert SystemClock().now().tzinfo is ZONE


@pytest.mark.parametrize("text", ["2023-10-16 09:30", "2023-10-16T01:30:00+00:00"])
def test_moments_are_read_in_the_countys_zone(text: str) -> None:
    assert read_moment(text) == datetime(2023, 10, 16, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tomorrow", "2023-13-01", "09:30"])
def test_other_words_are_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the library says of it
        read_moment(text)
