"""`duban say`: one message, or a file of them, through the very path a group message takes."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.answers import lines_file
from bot.cli.options import Config, Db, Exit, Json, UsageError, moment_of, settings_of
from messages import cli, cli_help

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.dispatcher import Answer
    from bot.rehearsing import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing to say: who, what, when, under which id."""

    text: str
    role: str = ""
    at: str = ""
    id: str = ""
    quote: str = ""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("say", help=cli_help.SAY)(say)


def say(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    text: Annotated[str | None, typer.Argument(help=cli_help.TEXT, metavar="[TEXT]")] = None,
    who: Annotated[str, typer.Option("--as", help=cli_help.WHO, metavar="WHO")] = "none",
    chat: Annotated[str, typer.Option("--chat", help=cli_help.CHAT, metavar="ID")] = "",
    private: Annotated[bool, typer.Option("--private", help=cli_help.PRIVATE)] = False,
    at: Annotated[str, typer.Option("--at", help=cli_help.AT, metavar="TIME")] = "",
    message_id: Annotated[str, typer.Option("--id", help=cli_help.MESSAGE_ID)] = "",
    quote: Annotated[str, typer.Option("--quote", help=cli_help.QUOTE)] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help=cli_help.LINES, metavar="LINES.jsonl")
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help=cli_help.ISOLATED)] = False,
    as_json: Json = False,
    config: Config = None,
    db: Db = "",
) -> None:
    """Say something and print the reply."""
    if isolated and file is None:
        raise UsageError(cli.ISOLATED_ONLY_FILE)
    if text is None and file is None:
        raise UsageError(cli.NOTHING_TO_SAY)
    settings = settings_of(config, db)
    lines: list[str | Line] = (
        list(lines_file(file))
        if file is not None
        else [Line(text=text or "", role=who, id=message_id, quote=quote)]
    )
    start = at or (settings.rehearsal.start if isolated else "")
    moment = moment_of(start) if start else None
    session = _Session(
        chat=chat or settings.console.chat, private=private, as_json=as_json, isolated=isolated
    )
    if not asyncio.run(_say_all(settings, lines, moment, session)):
        raise Exit(code=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    chat: str
    private: bool
    as_json: bool
    isolated: bool


async def _say_all(
    settings: "Settings", lines: list[str | Line], moment: datetime | None, session: _Session
) -> bool:
    from bot.rehearsing import Stage  # noqa: PLC0415 - as all heavy imports of commands

    good = True
    async with Stage.open(settings, moment=moment, keep=not session.isolated) as stage:
        for number, raw in enumerate(lines, 1):
            if isinstance(raw, str) and not raw.strip():
                continue
            try:
                line = raw if isinstance(raw, Line) else _line(raw, number)
                answer = await _one(stage, line, session)
            except UsageError as error:
                if len(lines) == 1:
                    raise
                good = False
                _print_error(str(error), as_json=session.as_json)
                continue
            _print(answer, as_json=session.as_json)
    return good


async def _one(stage: "Stage", line: Line, session: _Session) -> "Answer":
    from bot.channel import Inbound  # noqa: PLC0415
    from bot.identity import UnknownSpeaker  # noqa: PLC0415

    moment = moment_of(line.at) if line.at else None
    try:
        actor = stage.speaker(line.role, moment)
    except UnknownSpeaker as error:
        raise UsageError(cli.UNKNOWN_WHO.format(who=line.role)) from error
    inbound = Inbound(
        channel="console",
        message_id=line.id or secrets.token_hex(8),
        chat=actor.user_id if session.private else session.chat,
        private=session.private,
        sender=actor.user_id,
        text=line.text,
        quoted=line.quote,
    )
    return await stage.say(inbound, actor, moment)


def _line(raw: str, number: int) -> Line:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise UsageError(cli.BAD_LINE.format(number=number)) from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise UsageError(cli.BAD_LINE.format(number=number))

    def words(key: str) -> str:
        value = found.get(key)
        return value if isinstance(value, str) else ""

    return Line(
        text=found["text"],
        role=words("role"),
        at=words("at"),
        id=words("id"),
        quote=words("quote"),
    )


def _print(answer: "Answer", *, as_json: bool) -> None:
    from bot.cli import output  # noqa: PLC0415
    from messages.text import join  # noqa: PLC0415

    if as_json:
        described: dict[str, Any] = {
            "intent": answer.intent,
            "slots": answer.slots,
            "wrote": answer.wrote,
            "reply": join(answer.reply),
            "pushes": [output.outgoing(row) for row in answer.pushes],
        }
        output.print_json(described)
        return
    typer.echo(join(answer.reply) or cli.SILENT)
    for row in answer.pushes:
        typer.echo(cli.push(row.to, row.text, group=row.to_kind.value == "group"))


def _print_error(sentence: str, *, as_json: bool) -> None:
    from bot.cli import output  # noqa: PLC0415

    if as_json:
        output.print_json({"error": sentence})
    else:
        typer.echo(sentence, err=True)
