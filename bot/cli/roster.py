"""`duban roster`: a file of contacts is compared, shown, and taken over when a person says so."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.importing import typed_yes
from bot.cli.options import Config, Db, Exit, settings_of
from messages import cli, cli_help, roster


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("roster", help=cli_help.ROSTER)(import_roster)


def import_roster(
    file: Annotated[Path, typer.Argument(help=cli_help.ROSTER_FILE, metavar="FILE")],
    yes: Annotated[bool, typer.Option("--yes", help=cli_help.YES)] = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Take contacts over from a file."""
    from bot.clock import SystemClock  # noqa: PLC0415 - as all heavy imports of commands
    from bot.county import ledger_of  # noqa: PLC0415
    from bot.roster_import import compare, save  # noqa: PLC0415
    from documents.roster import read_roster  # noqa: PLC0415
    from ledger.errors import EmptyLedger  # noqa: PLC0415
    from messages import errors  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    lines, doubts = read_roster(file)
    with Store.open(settings.database.url) as store:
        now = SystemClock().now()
        ledger = ledger_of(store, settings)
        ledger.begin(now.date())
        plan = next(iter(ledger.books), "")
        if not plan:
            typer.echo(errors.say(EmptyLedger())[0], err=True)
            raise Exit(code=1)
        change = compare(lines, doubts, ledger)
        bound = [(one.unit, one.name, one.user_id, one.post) for one in change.bound]
        released = [(one.unit, one.name, one.user_id) for one in change.released]
        noted = [(one.place, one.words, one.reason) for one in change.doubts]
        for block in roster.preview(bound, released, len(change.phones), noted):
            typer.echo(block)
        if not (change.bound or change.released or change.phones):
            return
        if not (yes or typed_yes()):
            typer.echo(cli.NOT_SAVED, err=True)
            raise Exit(code=1)
        save(store, change, plan, now)
    typer.echo(roster.saved(len(change.bound), len(change.released)))
