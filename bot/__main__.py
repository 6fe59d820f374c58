"""The `duban` command."""

import gc
import os
import sys

import typer

from bot.cli import answers, auditing, checking, importing, rehearsing, roster, running, saying
from bot.cli.errors import explain
from bot.cli.options import Exit
from messages import cli_help

app = typer.Typer(
    name="duban",
    help=cli_help.APP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
importing.register(app)
roster.register(app)
answers.register(app)
auditing.register(app)
rehearsing.register(app)
saying.register(app)
running.register(app)
checking.register(app)


def main() -> None:
    """Run the command line and end with its code."""
    # What is loaded from here on stays: to search it for garbage again and again takes a quarter
    # of the time to the first answer. A bot that begins to work turns the search on (bot/app.py).
    gc.disable()
    try:
        # Not standalone: mistakes come to us as exceptions and end as sentences, like all others.
        sys.exit(app(sys.argv[1:] or ["--help"], standalone_mode=False))
    except Exit as ending:
        sys.exit(ending.code)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; point stdout away so that exit does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the one place where everything ends in a sentence
        sentence, code = explain(error)
        typer.echo(sentence, err=True)
        sys.exit(code)


if __name__ == "__main__":
    main()
