"""`duban rehearse`: what a span of days would bring to whom, printed and not sent."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Db, Json, UsageError, day_of, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.previews import Preview
    from bot.rehearsed_year import Sent

_LONGEST_DAYS = 3_700


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rehearse", help=cli_help.REHEARSE)(rehearse)


def rehearse(
    first: Annotated[str, typer.Option("--from", help=cli_help.FROM, metavar="DATE")],
    last: Annotated[str, typer.Option("--to", help=cli_help.TO, metavar="DATE")],
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Print day by day what would be sent to whom if nobody reported."""
    from bot import rehearsed_year  # noqa: PLC0415 - as all heavy imports of commands
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.world import World  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    begin, end = _span(first, last)
    settings = settings_of(config, db)
    with Store.open(settings.database.url, read_only=True) as store:
        plans = store.plans()
    ledger = rehearsed_year.untouched(plans, settings, begin)
    world = World.of(settings, ledger, SystemClock())
    days = list(rehearsed_year.rehearse(ledger, world, begin, end))
    _print(days, rehearsed_year.totals(days), as_json=as_json)


def _span(first: str, last: str) -> tuple[date, date]:
    begin, end = day_of(first), day_of(last)
    if not 0 <= (end - begin).days <= _LONGEST_DAYS:
        raise UsageError(cli.BAD_SPAN)
    return begin, end


def _print(days: "list[Preview]", sent: "tuple[Sent, ...]", *, as_json: bool) -> None:
    from bot.cli import output  # noqa: PLC0415
    from messages import rehearsed_year  # noqa: PLC0415

    if as_json:
        units = [{"unit": one.unit, "messages": one.messages, "items": one.items} for one in sent]
        output.print_json({"days": [day.described() for day in days], "units": units})
        return
    for day in days:
        for block in rehearsed_year.day(day.day, day.planned, day.board):
            typer.echo(block)
    rows = [(one.unit, one.messages, one.items) for one in sent]
    for block in rehearsed_year.total(rows, len(days)):
        typer.echo(block)
