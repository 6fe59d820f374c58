"""Options that several commands share, and what they stand for."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.config import Settings

Config = Annotated[Path | None, typer.Option("--config", help=cli_help.CONFIG, metavar="FILE")]
Db = Annotated[str, typer.Option("--db", help=cli_help.DB, metavar="URL")]
Json = Annotated[bool, typer.Option("--json", help=cli_help.JSON)]
OnePlan = Annotated[str, typer.Option("--plan", help=cli_help.ONE_PLAN, metavar="NAME")]


class UsageError(Exception):
    """Something on the command line is wrong; the message is a sentence for the person."""


class Exit(Exception):
    """End the program with a code; everything was said."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def settings_of(config: Path | None, db: str) -> "Settings":
    """Load the settings with what the command line says."""
    # Imported here, as everything heavy: --help and errors of usage answer at once.
    from bot.config import load  # noqa: PLC0415

    return load(config, db=db)


def moment_of(text: str) -> datetime:
    """Read --at; raises UsageError."""
    from bot.clock import read_moment  # noqa: PLC0415

    try:
        return read_moment(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(cli.BAD_MOMENT.format(text=text)) from error


def day_of(text: str) -> date:
    """Read --on and --as-of; raises UsageError."""
    return moment_of(text).date()
