"""The surfaces that the settings switch on, ready to be run."""

import time
from collections.abc import Callable

from bot.channel import Channel
from bot.chat_book import ChatBook
from bot.clock import Clock
from bot.config import Settings
from bot.holidays import work_calendar
from bot.wecom.surroundings import Surroundings
from bot.wecom.timing import Timing
from ledger.hours import opening


def surfaces(
    settings: Settings,
    clock: Clock,
    chats: ChatBook,
    timing: Timing | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> list[Channel]:
    """Make the channels whose sections are there; only their code is loaded."""
    around = _surroundings(settings, clock, chats, monotonic)
    found: list[Channel] = []
    if settings.smart_bot is not None:
        from bot.wecom.smart_bot import SmartBot  # noqa: PLC0415 - as all of them

        found.append(SmartBot(settings.smart_bot, around, timing or Timing()))
    if settings.smart_bot_callback is not None:
        from bot.wecom.smart_bot_callback import SmartBotCallback  # noqa: PLC0415

        found.append(SmartBotCallback(settings.smart_bot_callback, around))
    if settings.own_app is not None:
        from bot.wecom.own_app import OwnApp  # noqa: PLC0415

        found.append(OwnApp(settings.own_app, around))
    if settings.webhooks:
        from bot.wecom.webhook import Webhook  # noqa: PLC0415

        found.append(Webhook(settings.webhooks, around))
    return found


def _surroundings(
    settings: Settings, clock: Clock, chats: ChatBook, monotonic: Callable[[], float]
) -> Surroundings:
    rules, calendar = settings.rules.rules(), work_calendar(settings.calendar)
    return Surroundings(
        wecom=settings.wecom,
        names=settings.bot.names,
        clock=clock,
        chats=chats,
        working=lambda moment: opening(moment, rules.group_list_at, rules, calendar) is None,
        monotonic=monotonic,
    )
