"""`duban run` and `duban demo`: the running bot, for work and for a first look."""

import asyncio
import logging
import os
import signal
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Db, UsageError, moment_of, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.app import App
    from bot.clock import Clock
    from bot.config import Settings
    from bot.console import Console
    from storage.store import Store


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run", help=cli_help.RUN)(run)
    app.command("demo", help=cli_help.DEMO)(demo)


def run(
    sample: Annotated[bool, typer.Option("--sample", help=cli_help.SAMPLE)] = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Run as a service until stopped."""
    from bot.clock import SystemClock  # noqa: PLC0415 - as all heavy imports of commands
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    _log(settings)
    clock = SystemClock()
    with Store.open(settings.database.url) as store:
        if sample:
            _load_sample(store, settings, clock)
        asyncio.run(_serve(settings, store, clock))
    typer.echo(cli.STOPPED)


async def _serve(settings: "Settings", store: "Store", clock: "Clock") -> None:
    from bot.app import App  # noqa: PLC0415
    from bot.chat_book import ChatBook  # noqa: PLC0415
    from bot.wecom.surfaces import surfaces  # noqa: PLC0415

    chats = ChatBook(store.chats())
    channels = surfaces(settings, clock, chats)
    if not channels and settings.console.enabled:
        # Only without a real surface: what it shows is seen by nobody but the log.
        app = _on_console(settings, store, clock)
    else:
        app = App(settings, store, clock, channels, chats)
    running = asyncio.ensure_future(app.run())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    await asyncio.wait(
        [running, asyncio.ensure_future(app.ready.wait())], return_when="FIRST_COMPLETED"
    )
    if not running.done():
        typer.echo(_ready(app, settings))
    try:
        await running
    except asyncio.CancelledError:
        return
    except OSError as error:
        raise _port_taken(settings, error) from error


def _on_console(settings: "Settings", store: "Store", clock: "Clock") -> "App":
    from bot.app import App  # noqa: PLC0415
    from bot.terminal import Terminal  # noqa: PLC0415

    console = _console(settings)
    app = App(settings, store, clock, [console])
    if _has_input():
        Terminal(app, console, who="none")
    return app


def _ready(app: "App", settings: "Settings") -> str:
    web = settings.web
    health = f"http://{web.host}:{web.port}/healthz" if web.port else cli.NO_HEALTH
    items = sum(1 for _ in app.desk.ledger)
    names = (cli.SURFACES.get(channel.name, channel.name) for channel in app.channels)
    return cli.READY.format(
        items=items, path=app.store.facts().path, health=health, surfaces="、".join(names) or "—"
    )


def _port_taken(settings: "Settings", error: OSError) -> UsageError:
    web = settings.web
    detail = error.strerror or str(error)
    return UsageError(cli.PORT_TAKEN.format(host=web.host, port=web.port, detail=detail))


def demo(config: Config = None, db: Db = "") -> None:
    """Chat with the bot in the terminal on the sample ledger, or watch one day."""
    settings = settings_of(config, db)
    logging.getLogger().setLevel(logging.ERROR)
    if _has_input():
        asyncio.run(_chat(settings))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        database = settings.database.model_copy(update={"url": url})
        asyncio.run(_play(settings.model_copy(update={"database": database})))
    typer.echo(cli.REHEARSED)


async def _chat(settings: "Settings") -> None:
    from bot.app import App  # noqa: PLC0415
    from bot.clock import RehearsalClock, SystemClock  # noqa: PLC0415
    from bot.terminal import Terminal  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    start = settings.rehearsal.start
    clock = RehearsalClock(moment_of(start) if start else SystemClock().now())
    with Store.open(settings.database.url) as store:
        _load_sample(store, settings, clock)
        console = _console(settings)
        app = App(settings, store, clock, [console])
        terminal = Terminal(app, console, who="none")
        console.show(terminal.banner())
        async with app.chatting():
            await console.chat()


async def _play(settings: "Settings") -> None:
    from bot.app import App  # noqa: PLC0415
    from bot.clock import RehearsalClock  # noqa: PLC0415
    from bot.rehearsed_day import START, play  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    clock = RehearsalClock(moment_of(START))
    with Store.open(settings.database.url) as store:
        _load_sample(store, settings, clock)
        console = _console(settings)
        app = App(settings, store, clock, [console])
        async with app.chatting():
            await play(app, console)


def _console(settings: "Settings") -> "Console":
    from bot.console import Console  # noqa: PLC0415

    return Console(byte_limit=settings.console.byte_limit)


def _load_sample(store: "Store", settings: "Settings", clock: "Clock") -> None:
    """Put the sample ledger in where there is no plan yet."""
    from bot.importer import prepare, save  # noqa: PLC0415
    from documents.sample import sample_plan  # noqa: PLC0415

    if not store.plans():
        save(store, prepare(store, sample_plan(), settings, named=True), clock.now())


def _has_input() -> bool:
    """Whether there is a terminal or a pipe to read: a service has neither."""
    if sys.stdin is None or sys.stdin.closed:
        return False
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return sys.stdin.isatty() or stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


def _log(settings: "Settings") -> None:
    logging.basicConfig(
        level=settings.log.level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
