"""The self-test of WeCom's HTTP interfaces: the own app, the webhooks, the time of day."""

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.channel import ChannelError
from bot.surface_settings import OwnAppSettings, WebhookSettings
from bot.wecom.api import Api
from bot.wecom.checkup import Checkup
from bot.wecom.errcodes import IP_NOT_TRUSTED, Refused
from messages.doctor import TEST_LINE, Check, Diagnosis, ill, refused, well

_TIMEOUT: Final = ClientTimeout(total=10.0, connect=3.0)
_ADDRESS = re.compile(r"from ip: ([0-9a-fA-F.:]+)")
_KEY = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


async def own_app_checks(checkup: Checkup, app: OwnAppSettings) -> bool:
    """Log in as the app, and make one harmless call; returns whether both went well."""
    host = _host(checkup)
    query = {"corpid": app.corp_id, "corpsecret": app.secret.get_secret_value()}
    async with Api(checkup.settings.wecom.api_url) as api:
        try:
            answer = await api.get("/cgi-bin/gettoken", query)
        except Refused as error:
            checkup.tell(_refused(Check.APP_LOGIN, error))
            return False
        except ChannelError:
            checkup.tell(ill(Check.APP_LOGIN, "unreachable", host=host))
            return False
        checkup.tell(well(Check.APP_LOGIN))
        let_in = await _let_in(api, checkup, str(answer.get("access_token", "")))
    checkup.tell(let_in)
    return let_in.good


async def _let_in(api: Api, checkup: Checkup, token: str) -> Diagnosis:
    """Look a member up: only an address that is trusted is told anything at all."""
    people = checkup.settings.people
    member = next((person.id for person in (*people.contacts, *people.office)), "duban")
    query = {"access_token": token, "userid": member}
    try:
        await api.get("/cgi-bin/user/get", query)
    except Refused as error:
        if error.code == IP_NOT_TRUSTED:
            return _refused(Check.APP_ADDRESS, error)
    except ChannelError:
        return ill(Check.APP_ADDRESS, "unreachable", host=_host(checkup))
    return well(Check.APP_ADDRESS)


async def webhook_checks(checkup: Checkup, hooks: Sequence[WebhookSettings]) -> None:
    """Look at each key, and post a line where that was asked for."""
    async with Api(checkup.settings.wecom.api_url) as api:
        for hook in hooks:
            shape = _shape(hook)
            checkup.tell(shape)
            if shape.good and checkup.post:
                checkup.tell(await _posted(api, hook, _host(checkup)))
            elif shape.good:
                checkup.tell(well(Check.WEBHOOK_POST, "untried", chat=hook.chat))


def _shape(hook: WebhookSettings) -> Diagnosis:
    key = hook.key.get_secret_value()
    if "key=" in key or "://" in key:
        return ill(Check.WEBHOOK_KEY, "address", chat=hook.chat)
    if not _KEY.fullmatch(key):
        return ill(Check.WEBHOOK_KEY, "shape", chat=hook.chat)
    return well(Check.WEBHOOK_KEY, chat=hook.chat)


async def _posted(api: Api, hook: WebhookSettings, host: str) -> Diagnosis:
    body = {"msgtype": "text", "text": {"content": TEST_LINE}}
    try:
        await api.post("/cgi-bin/webhook/send", {"key": hook.key.get_secret_value()}, body)
    except Refused as error:
        return refused(Check.WEBHOOK_POST, error.code, chat=hook.chat)
    except ChannelError:
        return ill(Check.WEBHOOK_POST, "unreachable", chat=hook.chat, host=host)
    return well(Check.WEBHOOK_POST, chat=hook.chat)


async def clock_check(checkup: Checkup) -> Diagnosis:
    """Compare this machine's clock with WeCom's, which signs the time into callbacks."""
    wecom = checkup.settings.wecom
    try:
        async with (
            ClientSession(timeout=_TIMEOUT, trust_env=False) as session,
            session.get(wecom.api_url, allow_redirects=False) as response,
        ):
            there = parsedate_to_datetime(response.headers.get("Date", ""))
    except (ClientError, OSError, TimeoutError, ValueError):
        return ill(Check.CLOCK, "unknown", host=_host(checkup))
    apart = round(abs((checkup.clock.now() - there).total_seconds()))
    minutes = wecom.clock_tolerance_minutes
    if apart > minutes * 60:
        return ill(Check.CLOCK, "off", seconds=apart, minutes=minutes)
    return well(Check.CLOCK, seconds=apart)


def _refused(check: Check, error: Refused) -> Diagnosis:
    """Name the address WeCom saw, which is often not the one the machine knows itself by."""
    found = _ADDRESS.search(error.text)
    return refused(check, error.code, address=found[1] if found else "?")


def _host(checkup: Checkup) -> str:
    return URL(checkup.settings.wecom.api_url).host or ""
