"""`duban import`: a document is read, shown with its doubts, and saved when a person says so."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import Config, Db, Exit, Json, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.importer import Prepared

_YES = {"yes", "y"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", help=cli_help.IMPORT)(import_)


def import_(
    file: Annotated[Path, typer.Argument(help=cli_help.FILE, metavar="FILE")],
    plan: Annotated[str, typer.Option("--plan", help=cli_help.PLAN, metavar="NAME")] = "",
    yes: Annotated[bool, typer.Option("--yes", help=cli_help.YES)] = False,
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Read a plan document and save it on a yes."""
    # Imported here, as in every command: --help must not wait for libraries.
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.importer import prepare, save  # noqa: PLC0415
    from documents.read import read_plan  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    reading = read_plan(file, plan)
    with Store.open(settings.database.url) as store:
        prepared = prepare(store, reading, settings, named=bool(plan))
        if not as_json:
            _show(prepared)
        agreed = yes or (not as_json and typed_yes())
        if agreed:
            save(store, prepared, SystemClock().now())
    if as_json:
        from bot.cli.output import print_json  # noqa: PLC0415

        print_json(_described(prepared, saved=agreed))
    elif agreed:
        typer.echo(cli.saved(prepared.plan.name, len(prepared.plan.items)))
    else:
        typer.echo(cli.NOT_SAVED, err=True)
        raise Exit(code=1)


def typed_yes() -> bool:
    """Ask at the terminal whether to save; without an input that is a no."""
    if sys.stdin is None or sys.stdin.closed:
        return False
    typer.echo(cli.ASK_SAVE, nl=False)
    answer = sys.stdin.readline()
    if not sys.stdin.isatty():
        typer.echo(answer.strip())
    return answer.strip().lower() in _YES


def _show(prepared: "Prepared") -> None:
    doubts = [(d.place, d.words, d.reason) for d in prepared.doubts]
    for line in cli.understood(prepared.plan, prepared.merged, doubts):
        typer.echo(line)
    if prepared.known:
        typer.echo(cli.changes(prepared.added, prepared.amended, prepared.dropped))


def _described(prepared: "Prepared", *, saved: bool) -> dict[str, Any]:
    plan = prepared.plan
    return {
        "plan": plan.name,
        "title": plan.title,
        "items": len(plan.items),
        "sections": len({item.section for item in plan.items}),
        "objectives": len({item.objective for item in plan.items}),
        "leads": list(dict.fromkeys(name for item in plan.items for name in item.lead)),
        "dated": sum(item.deadline.due is not None for item in plan.items),
        "ongoing": sum(item.ongoing for item in plan.items),
        "units_open": sum(item.units_open for item in plan.items),
        "milestones": {
            str(item.ref): [m.day.isoformat() for m in item.milestones]
            for item in plan.items
            if item.milestones
        },
        "targets": {
            str(item.ref): [t.words for t in item.targets] for item in plan.items if item.targets
        },
        "merged": dict(prepared.merged),
        "doubts": [
            {"place": d.place, "words": d.words, "reason": d.reason} for d in prepared.doubts
        ],
        "added": list(prepared.added),
        "amended": list(prepared.amended),
        "dropped": list(prepared.dropped),
        "saved": saved,
    }
