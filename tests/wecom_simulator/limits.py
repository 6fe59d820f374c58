"""The platform's numbers, all settable, and the sliding windows that enforce them."""

from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass

from tests.wecom_simulator.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Counts, bytes and seconds as the protocol file gives them; tests shrink them."""

    minute: float = 60.0
    """Length of the short rate window."""
    hour: float = 3600.0
    per_minute: int = 30
    """Replies and pushes together, per conversation (section 1.9)."""
    per_hour: int = 1000
    count_refreshes: bool = True
    """Whether each stream refresh counts; not established, so the stricter reading."""
    uploads_per_minute: int = 30
    uploads_per_hour: int = 1000
    webhook_per_minute: int = 20
    member_per_minute: int = 30
    member_per_hour: int = 1000
    subscribes_per_minute: int = 0
    """0: not enforced, since no number is published."""
    bot_bytes: int = 20480
    app_bytes: int = 2048
    webhook_markdown_bytes: int = 4096
    event_window: float = 5.0
    """Welcome and card update must come within it."""
    respond_window: float = 24 * 3600.0
    req_id_survives_reconnect: bool = False
    """Not established; False makes an answer after a reconnect fail with 846605."""
    stream_lifetime: float = 600.0
    response_url_lifetime: float = 3600.0
    media_url_lifetime: float = 300.0
    media_lifetime: float = 3 * 86400.0
    upload_lifetime: float = 1800.0
    card_code_lifetime: float = 72 * 3600.0
    token_lifetime: float = 7200.0
    takeover_close: float = 2.0
    """Seconds between `disconnected_event` and the end of the loser's socket."""
    callback_answer: float = 5.0
    """How long a callback may take to be answered."""
    verification_answer: float = 1.0
    app_retries: int = 3
    stream_refresh: float = 1.0
    """Seconds between polls of an unfinished stream in callback mode."""


def byte_length(text: str) -> int:
    """UTF-8 bytes; a lone surrogate, which JSON may carry, counts as three."""
    return len(text.encode(errors="surrogatepass"))


def cut(text: str, most: int) -> str:
    """At most so many bytes, cut between characters as the clients do."""
    return text.encode(errors="replace")[:most].decode(errors="ignore")


class Windows:
    """Counts events per key over sliding windows on the platform's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: defaultdict[Hashable, deque[float]] = defaultdict(deque)

    def allow(self, key: Hashable, *rules: tuple[int, float]) -> bool:
        """Count one event under (at most, per seconds) rules; False when one is broken.

        A refused event is not counted, so waiting always helps.
        """
        now = self._clock.now()
        seen = self._seen[key]
        longest = max(seconds for _, seconds in rules)
        while seen and seen[0] <= now - longest:
            seen.popleft()
        for most, seconds in rules:
            if len(seen) >= most and sum(at > now - seconds for at in seen) >= most:
                return False
        seen.append(now)
        return True

    def used(self, key: Hashable, seconds: float) -> int:
        """How many events of the key lie within the last seconds."""
        now = self._clock.now()
        return sum(at > now - seconds for at in self._seen.get(key, ()))

    def reset(self) -> None:
        """Forget all events."""
        self._seen.clear()
