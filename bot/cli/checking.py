"""Commands for whoever connects the bot to WeCom: doctor, chats."""

import asyncio
import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.options import Config, Db, Exit, Json, settings_of
from messages import cli_help

if TYPE_CHECKING:
    from bot.config import Settings
    from messages.doctor import Diagnosis
    from storage.mail import Chat

Wait = Annotated[float, typer.Option("--wait", min=0, help=cli_help.WAIT, metavar="SECONDS")]
Post = Annotated[bool, typer.Option("--post", help=cli_help.POST)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("doctor", help=cli_help.DOCTOR)(doctor)
    app.command("chats", help=cli_help.CHATS)(chats)


def doctor(
    wait: Wait = 120, post: Post = False, as_json: Json = False, config: Config = None, db: Db = ""
) -> None:
    """Examine every surface that is on; the exit code is 1 where something is wrong."""
    from bot.clock import SystemClock  # noqa: PLC0415 - as all heavy imports of commands
    from bot.config import DEFAULT_FILE  # noqa: PLC0415
    from bot.wecom.checkup import Checkup  # noqa: PLC0415
    from bot.wecom.doctor import examine  # noqa: PLC0415
    from messages.doctor import line  # noqa: PLC0415

    told: list[Diagnosis] = []

    def tell(diagnosis: "Diagnosis") -> None:
        told.append(diagnosis)
        if not as_json:
            typer.echo(line(diagnosis))

    checkup = Checkup(
        settings=settings_of(config, db),
        file=config or (DEFAULT_FILE if DEFAULT_FILE.is_file() else None),
        clock=SystemClock(),
        tell=tell,
        ask=partial(typer.echo, err=as_json),
        wait=wait,
        post=post,
    )
    asyncio.run(examine(checkup))
    _end(told, as_json=as_json)


def _end(told: Sequence["Diagnosis"], *, as_json: bool) -> None:
    """Sum up, and end with the code that says whether all is well."""
    from bot.cli import output  # noqa: PLC0415
    from messages.doctor import summed_up  # noqa: PLC0415

    wrong = sum(not diagnosis.good for diagnosis in told)
    if as_json:
        output.print_json([dataclasses.asdict(diagnosis) for diagnosis in told])
    else:
        typer.echo(summed_up(wrong))
    if wrong:
        raise Exit(code=1)


def chats(as_json: Json = False, config: Config = None, db: Db = "") -> None:
    """List every conversation the bot was spoken to in, and whom it cannot write to."""
    from bot.chat_book import ChatBook  # noqa: PLC0415
    from bot.cli import output  # noqa: PLC0415
    from bot.clock import SystemClock  # noqa: PLC0415
    from bot.wecom.reach import unreached  # noqa: PLC0415
    from messages import chats as wording  # noqa: PLC0415
    from storage.store import Store  # noqa: PLC0415

    settings = settings_of(config, db)
    with Store.open(settings.database.url, read_only=True) as store:
        book = ChatBook(store.chats())
    without = unreached(settings, book, SystemClock())
    if as_json:
        rows = [_row(chat, settings) for chat in book]
        people = [{"id": one.user_id, "name": one.name} for one in without]
        output.print_json({"chats": rows, "unreachable": people})
        return
    for chat in book:
        standing = wording.standing(served=_served(chat, settings), reachable=chat.reachable)
        span = chat.first_at, chat.last_at
        typer.echo(wording.chat(chat.channel, chat.kind.value, chat.id, span, standing))
    if not [*book]:
        typer.echo(wording.NONE_YET)
    typer.echo(wording.unreached(without))


def _served(chat: "Chat", settings: "Settings") -> bool:
    from storage.mail import AddressKind  # noqa: PLC0415

    return chat.kind is AddressKind.PERSON or chat.id in settings.groups.served


def _row(chat: "Chat", settings: "Settings") -> dict[str, Any]:
    return {
        "surface": chat.channel,
        "kind": chat.kind.value,
        "id": chat.id,
        "first": chat.first_at.isoformat(),
        "last": chat.last_at.isoformat(),
        "served": _served(chat, settings),
        "reachable": chat.reachable,
    }
