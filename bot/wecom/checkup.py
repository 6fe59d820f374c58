"""What a self-test works on, and where its outcomes go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from yarl import URL

from bot.clock import Clock
from bot.config import Settings
from bot.wecom.timing import Timing
from messages.doctor import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """Made once by whoever asks for a self-test."""

    settings: Settings
    file: Path | None
    """Where the settings were read from; None for defaults and environment alone."""
    clock: Clock
    tell: Callable[[Diagnosis], None]
    """Gets each outcome as soon as it is known."""
    ask: Callable[[str], None]
    """Shows a request to the person in front of the terminal."""
    wait: float = 120.0
    """Seconds in which somebody should speak in the group; 0 leaves that out."""
    post: bool = False
    """Whether a line may be posted by the webhooks."""
    timing: Timing = field(default_factory=Timing)

    def local(self, path: str) -> URL | None:
        """Give the address at which a duban with these settings answers; None without a port."""
        web = self.settings.web
        if not web.port:
            return None
        everywhere = web.host in {"", "0.0.0.0"}  # noqa: S104 - compared, not listened on
        host = "127.0.0.1" if everywhere else {"::": "::1"}.get(web.host, web.host)
        return URL.build(scheme="http", host=host, port=web.port, path=path)
