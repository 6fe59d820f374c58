"""Commands that take out the history: of one item in text, of everything as a table."""

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import Config, Db, Json, OnePlan, UsageError, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from ledger.plan import ItemRef
    from messages.audit import Row
    from storage.history import Sealed
    from storage.store import Store

Output = Annotated[Path, typer.Option("--output", "-o", help=cli_help.OUTPUT, metavar="FILE.xlsx")]
Force = Annotated[bool, typer.Option("--force", help=cli_help.FORCE)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("history", help=cli_help.HISTORY)(history)
    app.command("audit", help=cli_help.AUDIT)(audit)


def history(
    ref: Annotated[str, typer.Argument(help=cli_help.REF, metavar="[REF]")] = "",
    plan: OnePlan = "",
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Print the append-only history with its seals, oldest first."""
    from bot.cli import output  # noqa: PLC0415 - as all heavy imports of commands
    from messages.audit import SEAL  # noqa: PLC0415
    from messages.rows import Rows, history_line  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    with Store.open(settings.database.url, read_only=True) as store:
        _require_plan(store, plan)
        rows = list(store.sealed(plan=plan, ref=_named(store, ref)))
    if as_json:
        output.print_json([output.entry(row.entry) | {"seal": row.seal} for row in rows])
        return
    told = Rows.of(row.entry for row in rows)
    for row in rows:
        typer.echo(f"{history_line(row.entry, told)} {SEAL.format(seal=row.seal)}")


def _named(store: "Store", text: str) -> "ItemRef | None":
    from ledger.refs import find_refs  # noqa: PLC0415
    from messages.text import plain  # noqa: PLC0415

    if not text:
        return None
    known = {item.ref for plan in store.plans() for item in plan.items}
    # What a later document dropped has a history all the same.
    known |= {entry.ref for entry in store.entries() if entry.ref is not None}
    found = [f.ref for f in find_refs(plain(text), frozenset(known)) if f.known]
    if len(found) != 1:
        raise UsageError(cli.UNKNOWN_REF.format(ref=text))
    return found[0]


def _require_plan(store: "Store", name: str) -> None:
    known = [plan.name for plan in store.plans()]
    if name and name not in known:
        raise UsageError(cli.UNKNOWN_PLAN.format(name=name, known="、".join(known)))


def audit(
    file: Output,
    plan: OnePlan = "",
    force: Force = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Write the whole history as a table, and say the seal of its last row."""
    from documents.to_xlsx import Column, write_table  # noqa: PLC0415
    from messages import audit as wording  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    if file.suffix.lower() != ".xlsx":
        raise UsageError(wording.NOT_XLSX)
    if file.exists() and not force:
        raise UsageError(wording.FILE_EXISTS.format(path=file))
    gc.enable()  # a long table leaves much behind
    columns = [Column(heading=heading, width=width) for heading, width in wording.COLUMNS]
    last = _Last()
    with Store.open(settings.database.url, read_only=True) as store:
        _require_plan(store, plan)
        rows = _worded(last.passing(store.sealed(plan=plan)), store)
        try:
            count = write_table(file, wording.TITLE, columns, rows)
        except OSError as error:
            detail = error.strerror or str(error)
            raise UsageError(wording.NOT_WRITTEN.format(path=file, detail=detail)) from error
    typer.echo(wording.exported(str(file), count, last.seal))


class _Last:
    """Remembers the seal of the last row that passed."""

    def __init__(self) -> None:
        self.seal = ""

    def passing(self, rows: "Iterable[Sealed]") -> "Iterator[Sealed]":
        for row in rows:
            self.seal = row.seal
            yield row


def _worded(rows: "Iterable[Sealed]", store: "Store") -> "Iterator[Row]":
    from messages.audit import row as worded  # noqa: PLC0415
    from messages.items import title  # noqa: PLC0415

    titles: dict[tuple[str, ItemRef | None], str] = {}
    for plan in store.plans():
        titles |= {(plan.name, item.ref): title(item) for item in plan.items}
    for row in rows:
        yield worded(row.entry, row.seal, titles)
