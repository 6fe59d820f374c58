"""Commands that only look: items, due, summary, verify."""

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Db, Exit, Json, OnePlan, UsageError, day_of, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.world import World
    from ledger.book import Ledger


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("items", help=cli_help.ITEMS)(items)
    app.command("due", help=cli_help.DUE)(due)
    app.command("summary", help=cli_help.SUMMARY)(summary)
    app.command("verify", help=cli_help.VERIFY)(verify)


def _look(settings: "Settings", until: datetime | None = None) -> tuple["Ledger", "World"]:
    """Load the ledger beside whoever writes it, with today's surroundings."""
    from bot.clock import SystemClock  # noqa: PLC0415 - as all heavy imports of commands
    from bot.county import ledger_of  # noqa: PLC0415
    from bot.world import World  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    with Store.open(settings.database.url, read_only=True) as store:
        ledger = ledger_of(store, settings, until)
    return ledger, World.of(settings, ledger, SystemClock())


def _end_of(day: date) -> datetime:
    from bot.clock import ZONE  # noqa: PLC0415

    return datetime.combine(day, time.max, tzinfo=ZONE)


def items(plan: OnePlan = "", as_json: Json = False, config: Config = None, db: Db = "") -> None:
    """List the ledger in document order."""
    from bot.cli import output  # noqa: PLC0415
    from messages.items import Reader, line  # noqa: PLC0415

    ledger, world = _look(settings_of(config, db))
    if plan and plan not in ledger.books:
        known = "、".join(ledger.books)
        raise UsageError(cli.UNKNOWN_PLAN.format(name=plan, known=known))
    today = world.clock.now().date()
    reader = Reader(today=today, calendar=world.calendar, rules=world.rules)
    states = list(ledger.books[plan] if plan else ledger)
    if as_json:
        output.print_json([output.item(state, reader) for state in states])
        return
    for state in states:
        typer.echo(line(state, reader, with_lead=True))


def due(
    on: Annotated[str, typer.Option("--on", help=cli_help.ON, metavar="DATE")] = "",
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Show who would be reminded of what on a day, and the group's list; nothing is sent."""
    from bot.cli import output  # noqa: PLC0415
    from bot.previews import preview  # noqa: PLC0415

    ledger, world = _look(settings_of(config, db))
    found = preview(ledger, world, day_of(on) if on else world.clock.now().date())
    if as_json:
        output.print_json(found.described())
        return
    for block in found.blocks:
        typer.echo(block)


def summary(
    as_of: Annotated[str, typer.Option("--as-of", help=cli_help.AS_OF, metavar="DATE")] = "",
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Print the office's summary, of now or of the end of a past day."""
    from bot.cli import output  # noqa: PLC0415
    from ledger.summary import summarise  # noqa: PLC0415
    from messages import summaries  # noqa: PLC0415

    day = day_of(as_of) if as_of else None
    ledger, world = _look(settings_of(config, db), _end_of(day) if day else None)
    found = summarise(ledger, day or world.clock.now().date(), world.calendar, world.rules)
    if as_json:
        output.print_json(output.summary(found))
        return
    for block in summaries.summary(found):
        typer.echo(block)


def verify(config: Config = None, db: Db = "") -> None:
    """Check everything that must be true of the database; the exit code is 1 where it is not."""
    from bot.verifying import findings, sizes  # noqa: PLC0415
    from messages.findings import say  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    with Store.open(settings.database.url, read_only=True, check=False) as store:
        found = findings(store, settings)
        if not found:
            typer.echo(cli.VERIFIED.format(**sizes(store)))
            return
    for code, facts in found:
        typer.echo(f"{code}: {facts}（{say(code, facts)}）", err=True)
    raise Exit(code=1)


def lines_file(path: Path) -> list[str]:
    """Read a file of JSON lines; raises UsageError."""
    try:
        return path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(cli.NO_LINES_FILE.format(name=path, detail=error)) from error
