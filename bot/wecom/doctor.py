"""The self-test for whoever sets the bot up: each surface that is on, step by step.

It never connects as the bot while another duban runs on the same database: WeCom lets one
connection live, so that would throw the working one out.
"""

from collections.abc import Iterable

from bot.channel import Inbound
from bot.chat_book import ChatBook
from bot.wecom.checkup import Checkup
from bot.wecom.doctor_api import clock_check, own_app_checks, webhook_checks
from bot.wecom.doctor_callback import callback_check
from bot.wecom.doctor_config import settings_checks, switched_on
from bot.wecom.doctor_database import (
    book,
    connected_check,
    database_check,
    kept_for_us,
    remember,
    running_check,
)
from bot.wecom.doctor_smart_bot import smart_bot_checks
from bot.wecom.reach import to_be_reached, unreached
from messages.chats import somebody
from messages.doctor import Check, Diagnosis, ill, well
from storage.mail import Chat
from storage.refusals import Refusal, RefusedToOpen


async def examine(checkup: Checkup) -> None:
    """Go through everything; the outcomes go to `checkup.tell` one by one."""
    settings = checkup.settings
    for diagnosis in settings_checks(settings, checkup.file):
        checkup.tell(diagnosis)
    url = settings.database.url
    with kept_for_us(url) as refused:
        database = database_check(settings)
        checkup.tell(database)
        heard = await _long_connection(checkup, refused, readable=database.good)
    if database.good:
        remember(url, _noted(heard, book(url), checkup))
    await _callbacks(checkup)
    broken = []
    if settings.own_app is not None and not await own_app_checks(checkup, settings.own_app):
        broken.append("own_app")
    if settings.webhooks:
        await webhook_checks(checkup, settings.webhooks)
    if switched_on(settings) and (chats := book(url)) is not None:
        checkup.tell(_people(checkup, chats, broken))


async def _long_connection(
    checkup: Checkup, refused: RefusedToOpen | None, *, readable: bool
) -> tuple[Inbound, ...]:
    """Connect as the bot, or ask the duban that is connected as it."""
    bot = checkup.settings.smart_bot
    if refused is None:
        return await smart_bot_checks(checkup, bot) if bot is not None else ()
    if refused.reason is Refusal.IN_USE:
        checkup.tell(await running_check(checkup, refused.pid))
        if bot is not None and readable:
            checkup.tell(connected_check(checkup))
    elif bot is not None:
        checkup.tell(ill(Check.SUBSCRIBE, "not_tried"))
    return ()


async def _callbacks(checkup: Checkup) -> None:
    settings = checkup.settings
    bot = settings.smart_bot_callback
    app = settings.own_app.callback if settings.own_app else None
    if bot is None and app is None:
        return
    checkup.tell(await clock_check(checkup))
    if bot is not None:
        checkup.tell(await callback_check(checkup, Check.BOT_CALLBACK, bot, bot.path, ""))
    if settings.own_app is not None and app is not None:
        corp = settings.own_app.corp_id
        checkup.tell(await callback_check(checkup, Check.APP_CALLBACK, app, app.path, corp))


def _people(checkup: Checkup, chats: ChatBook, broken: Iterable[str]) -> Diagnosis:
    settings = checkup.settings
    everybody = to_be_reached(settings)
    if not everybody:
        return well(Check.PEOPLE, "nobody")
    without = unreached(settings, chats, checkup.clock, broken={*broken})
    if not without:
        return well(Check.PEOPLE, count=len(everybody))
    able = settings.smart_bot is not None or settings.own_app is not None
    people = "、".join(map(somebody, without))
    return ill(
        Check.PEOPLE, "unreached" if able else "no_surface", count=len(without), people=people
    )


def _noted(heard: Iterable[Inbound], chats: ChatBook | None, checkup: Checkup) -> list[Chat]:
    """Give what the chat book learns from what was heard."""
    if chats is None:
        return []
    now = checkup.clock.now()
    return [chat for inbound in heard if (chat := chats.heard(inbound, now)) is not None]
