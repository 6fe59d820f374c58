"""How much a conversation may still be told: sliding windows kept below WeCom's own limits.

WeCom allows 30 messages a minute and 1000 an hour in one conversation, replies and pushes
together (docs/wecom.md). What is above is refused or silently dropped, so it is counted here.
"""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Final

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0
_FORGET_AFTER: Final = 5_000
"""Conversations counted before those that fell silent are forgotten."""


class Pace:
    """Counts what goes into each conversation; `monotonic` gives seconds."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        *,
        per_minute: int,
        per_hour: int,
        kept_for_pushes: int = 0,
    ) -> None:
        """`kept_for_pushes`: how many a minute direct answers leave over; 0 a minute: no limit."""
        self._now = monotonic
        self._per_minute = per_minute
        self._per_hour = per_hour
        self._kept = kept_for_pushes
        self._sent: dict[str, deque[float]] = {}
        self._resting: dict[str, float] = {}
        self._pushed: dict[str, float] = {}

    def may_answer(self, conversation: str) -> bool:
        """Count a direct answer, or say that it has to wait and be merged with others."""
        if self._wait(conversation, 1 + self._kept) > 0:
            return False
        self._count(conversation)
        return True

    def take(self, conversation: str, messages: int = 1) -> timedelta | None:
        """Count pushes, or say how long they must wait; then nothing is counted."""
        wait = self._wait(conversation, min(messages, max(self._per_minute, 1)))
        wait = max(wait, self._apart(conversation))
        if wait > 0:
            return timedelta(seconds=wait)
        for _ in range(messages):
            self._count(conversation)
        self._pushed[conversation] = self._now()
        return None

    def rest(self, conversation: str, span: timedelta) -> None:
        """Let a conversation rest: WeCom counted more than we did."""
        self._resting[conversation] = self._now() + span.total_seconds()

    def _apart(self, conversation: str) -> float:
        """In a rush, spread what is kept over the minute, so that each push carries much."""
        sent = self._sent.get(conversation)
        if not self._kept or sent is None or len(sent) < self._per_minute - self._kept:
            return 0.0
        rush = sum(at > self._now() - _MINUTE for at in sent) >= self._per_minute - self._kept
        last = self._pushed.get(conversation, -_MINUTE)
        return last + _MINUTE / self._kept - self._now() if rush else 0.0

    def _wait(self, conversation: str, messages: int) -> float:
        if not self._per_minute:
            return 0.0
        now = self._now()
        rest = self._resting.get(conversation, 0.0) - now
        sent = self._sent.get(conversation)
        if sent is None:
            return max(rest, 0.0)
        while sent and sent[0] <= now - _HOUR:
            sent.popleft()
        return max(
            rest,
            _until_free(sent, now, messages, self._per_minute, _MINUTE),
            _until_free(sent, now, messages, self._per_hour, _HOUR),
            0.0,
        )

    def _count(self, conversation: str) -> None:
        if not self._per_minute:
            return
        if len(self._sent) > _FORGET_AFTER:
            self._forget()
        self._sent.setdefault(conversation, deque()).append(self._now())

    def _forget(self) -> None:
        silent_since = self._now() - _HOUR
        self._sent = {key: sent for key, sent in self._sent.items() if sent[-1] > silent_since}
        self._resting = {key: at for key, at in self._resting.items() if at > self._now()}
        self._pushed = {key: at for key, at in self._pushed.items() if at > silent_since}


def _until_free(sent: deque[float], now: float, messages: int, most: int, window: float) -> float:
    """Say in how many seconds the window has room for so many more messages."""
    over = len(sent) + messages - most
    if over <= 0:
        return 0.0
    return sent[min(over, len(sent)) - 1] + window - now
