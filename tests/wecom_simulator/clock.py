"""The platform's own clock: real time plus a shift that tests set."""

import time


class Clock:
    """Seconds since 1970 as the platform sees them; windows and lifetimes are measured on it."""

    def __init__(self) -> None:
        self._shift = 0.0

    def now(self) -> float:
        """Seconds since 1970, fractions included."""
        return time.time() + self._shift  # noqa: TID251 - WeCom's clock is not the bot's

    def advance(self, seconds: float) -> None:
        """Jump forward (or back, when negative)."""
        self._shift += seconds

    def reset(self) -> None:
        """Back to real time."""
        self._shift = 0.0

    @property
    def shift(self) -> float:
        """How far from real time, in seconds."""
        return self._shift
