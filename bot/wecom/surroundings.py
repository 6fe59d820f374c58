"""What every surface needs of the bot it belongs to."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.chat_book import ChatBook
from bot.clock import Clock
from bot.surface_settings import WeCom


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Made once by whoever starts the bot."""

    wecom: WeCom
    names: tuple[str, ...]
    """What people type after the @."""
    clock: Clock
    chats: ChatBook
    working: Callable[[datetime], bool]
    """Whether a moment lies in working time."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds that no setting of the clock moves, for paces and lifetimes."""
