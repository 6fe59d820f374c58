"""The only place that reads the time; everybody else is handed `now`."""

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""The county's zone, whatever the host's."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the moment, aware, in the county's zone."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Give the computer's moment in the county's zone."""
        return datetime.now(ZONE)  # noqa: TID251 - this is the door


class RehearsalClock:
    """A clock that was set by hand and goes on ticking."""

    def __init__(self, start: datetime) -> None:
        self._system = SystemClock()
        self._ahead = timedelta()
        self.set(start)

    def set(self, moment: datetime) -> None:
        """Move to a moment, forward or back."""
        self._ahead = moment - self._system.now()

    def now(self) -> datetime:
        """Give the moment as the clock was set."""
        return self._system.now() + self._ahead


def read_moment(text: str) -> datetime:
    """Read `2023-10-16 09:30`, a date alone (its midnight) or an ISO moment with a zone.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
