"""No secret reaches a log, an error, the database or the chat, whatever goes wrong."""

import asyncio
import logging
import re
import traceback
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.app import App
from bot.channel import ChannelClosed, ChannelError, Message
from bot.config import ConfigError, Settings, load
from bot.wecom.own_app import OwnApp
from storage.mail import AddressKind
from tests.bot.wecom.conftest import (
    GROUP,
    OpenBot,
    Passing,
    callback_of,
    own_app_of,
    smart_bot_of,
    webhook_of,
)
from tests.bot.wecom.test_webhook import DUE_DAY
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator

FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "cut", "accepted": True},
    {"kind": "cut", "accepted": False, "times": 3},
    {"kind": "http_error", "code": 502},
    {"kind": "http_error", "code": 404},
    {"kind": "http_error", "code": 302},
    {"kind": "broken_body"},
    {"kind": "broken_body", "text": '{"errcode": "x"}'},
    {"kind": "token_expired"},
    {"kind": "token_expired", "code": 40014},
    *(
        {"kind": "errcode", "code": code}
        for code in (-1, 40058, 42001, 45009, 60020, 81013, 93000, 40001)
    ),
)


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Log at DEBUG, the libraries' own loggers and asyncio's too."""
    caplog.set_level(logging.DEBUG)
    named = [logging.getLogger(name) for name in ("aiohttp", "asyncio", "sqlalchemy")]
    levels = [logger.level for logger in named]
    for logger in named[:2]:
        logger.setLevel(logging.DEBUG)
    yield
    for logger, level in zip(named, levels, strict=True):
        logger.setLevel(level)


def planted(sim: Simulator) -> set[str]:
    """List every secret there is: those of the settings and those WeCom made up meanwhile."""
    account = sim.account
    return {
        account.bot_secret,
        account.bot_token,
        account.bot_aes_key,
        account.app_secret,
        account.app_token,
        account.app_aes_key,
        account.webhook_key,
        *sim._api.tokens._issued,
        *sim._platform.response_urls,
        *sim._around.app_api._codes,
    }


def assert_kept(sim: Simulator, **places: str) -> None:
    secrets = planted(sim)
    assert len(secrets) >= 7
    for place, text in places.items():
        leaked = [secret for secret in secrets if secret in text]
        assert leaked == [], place
        assert "access_token=" not in text, place
        assert "response_code=" not in text, place


def formatted(caplog: pytest.LogCaptureFixture) -> str:
    """Give the log with its tracebacks."""
    formatter = logging.Formatter("%(name)s %(message)s")
    return "\n".join(formatter.format(record) for record in caplog.records)


def said(sim: Simulator) -> str:
    return "\n".join(f"{sent.text} {sent.body}" for sent in sim.journal.sent)


def on_disk(tmp_path: Path) -> str:
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


def written_down(app: App) -> str:
    return repr(app.store.outbox()) + repr(app.store.entries()) + repr(app.settings)


async def every_surface_is_used(
    sim: Simulator, app: App, passing: Passing, errors: list[str]
) -> None:
    await sim.say("@督办助手 进度 15(6) 60%", user="lihua", chat=GROUP, within=0.15, settle=0)
    await sim.say("进度 5(5) 已完成", user="zhangqiang", app=True, within=0.15, settle=0)
    await sim.say("退回 5(5) 缺材料", user="hemei", app=True, within=0.15, settle=0)
    for channel in app.channels:
        for to, kind in (("lihua", AddressKind.PERSON), (GROUP, AddressKind.GROUP)):
            if channel.carries(kind, to):
                message = Message(key="k", to_kind=kind, to=to, blocks=("一", "二"))
                errors.append(await failing(channel.send(message)))
        if isinstance(channel, OwnApp):
            errors.append(await failing(channel.send_file("hemei", "a.xlsx", b"123456")))
    await passing.by(61, app)


async def failing(work: Awaitable[object]) -> str:
    """Give everything an error would show, if there is one."""
    try:
        await work
    except ChannelError as error:
        return "".join(traceback.format_exception(error))
    return ""


@pytest.mark.parametrize("mode", ["long connection", "callback"])
async def test_no_secret_is_seen_after_a_session_with_every_fault(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    mode: str,
) -> None:
    asyncio.get_running_loop().set_debug(True)
    bot = smart_bot_of(sim) if mode == "long connection" else callback_of(sim)
    errors: list[str] = []
    rows = ""
    async with open_surfaces(bot, own_app_of(sim, groups=[GROUP]), webhook_of(sim)) as app:
        await sim.verify(app=True)
        for fault in FAULTS:
            await sim.fault(**fault)
            await every_surface_is_used(sim, app, passing, errors)
        if mode == "long connection":
            for kind in ("abort", "clean_close", "malformed_frame", "non_object_json"):
                await sim.fault(kind)
                await sim.until(lambda: app.switchboard.up)
        await sim.fault("outage", on="api", seconds=0.3)
        await every_surface_is_used(sim, app, passing, errors)
        passing.set(at(DUE_DAY))
        await app.tick()
        rows = written_down(app)
    assert sum(map(bool, errors)) > 5
    assert_kept(
        sim,
        log=formatted(caplog),
        errors="\n".join(errors),
        chat=said(sim),
        database=on_disk(tmp_path),
        rows=rows,
    )


async def test_a_bot_that_is_refused_does_not_say_with_what(
    sim: Simulator, open_surfaces: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"smart_bot": {"bot_id": sim.account.bot_id, "secret": "planted-secret"}}
    with pytest.raises(ChannelClosed) as ended:
        async with open_surfaces(wrong):
            pass
    assert "planted" not in formatted(caplog) + "".join(traceback.format_exception(ended.value))


async def test_an_app_that_is_refused_does_not_say_with_what(
    sim: Simulator, open_surfaces: OpenBot, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_surfaces(own_app_of(sim, secret="planted-secret")) as app:  # noqa: S106
        message = Message(key="k", to_kind=AddressKind.PERSON, to="lihua", blocks=("一",))
        error = await failing(app.channels[0].send(message))
    assert "40001" in error
    assert "planted" not in formatted(caplog) + error


def test_a_setting_that_is_wrong_is_named_without_its_value(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    for section in (
        '[smart_bot_callback]\ntoken = "planted-token"\nencoding_aes_key = "planted-key"\n',
        '[smart_bot]\nbot_id = "b"\nsecret = "planted-secret"\nextra = "planted"\n',
        '[[webhooks]]\nchat = ""\nkey = "planted-webhook"\n',
    ):
        file.write_text(section)
        with pytest.raises(ConfigError) as refused:
            load(file)
        cause = refused.value.__cause__
        assert isinstance(cause, ValidationError)
        assert "planted" not in re.sub(r"[^ ]*config.toml", "", f"{refused.value!r} {cause}")


def test_settings_do_not_show_their_secrets(base: Settings, sim: Simulator) -> None:
    sections = smart_bot_of(sim) | callback_of(sim) | own_app_of(sim) | webhook_of(sim)
    settings = Settings.model_validate(base.model_dump(exclude=set(sections)) | sections)
    assert_kept(sim, shown=f"{settings!r} {settings} {settings.model_dump()}")
