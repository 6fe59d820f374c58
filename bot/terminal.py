"""The chat in the terminal: who speaks, what time it is, what is said and shown."""

import secrets
from dataclasses import replace
from datetime import datetime

from bot.app import App
from bot.channel import Inbound
from bot.clock import RehearsalClock, read_moment
from bot.console import Console
from bot.identity import UnknownSpeaker, speaker_in
from ledger.rights import Actor
from messages import cli
from messages.paging import paginate


class Terminal:
    """Hands typed lines to the bot as group messages of whoever speaks just now."""

    def __init__(self, app: App, console: Console, *, who: str) -> None:
        self._app = app
        self._console = console
        self._who = who
        self._actor: Actor = speaker_in(who, app.world)
        """As what he speaks; looked up anew for each line, since rights come and go."""
        self._last: tuple[Inbound, Actor] | None = None
        console.on_line = self.line
        console.prompt = lambda: f"[{self._now():%m-%d %H:%M}] {self._who}> "

    def banner(self) -> str:
        """Say what this is and what can be typed."""
        ledger = self._app.desk.ledger
        return cli.BANNER.format(
            plan="、".join(ledger.books),
            items=sum(1 for _ in ledger),
            now=f"{self._now():%Y-%m-%d %H:%M}",
            who=self._who,
        )

    async def line(self, line: str) -> bool:
        """Take one line; False ends the chat."""
        text = line.strip()
        if text in {"/quit", "/exit"}:
            return False
        if text.startswith("/"):
            await self._command(text)
        elif text:
            self._actor = speaker_in(self._who, self._app.world)
            inbound = Inbound(
                channel=self._console.name,
                message_id=secrets.token_hex(8),
                chat=self._app.settings.console.chat,
                private=False,
                sender=self._actor.user_id,
                text=text,
            )
            await self._say(inbound, self._actor)
        return True

    async def _say(self, inbound: Inbound, actor: Actor) -> None:
        self._last = (inbound, actor)
        answer = await self._app.say(inbound, actor)
        name = next(iter(self._app.world.bot_names), "duban")
        pages = paginate(answer.reply, self._console.byte_limit) or (cli.SILENT,)
        for page in pages:
            self._console.show(cli.replied(name, page))
        await self._app.tick()

    async def _command(self, text: str) -> None:
        name, _, rest = text.partition(" ")
        match name:
            case "/as":
                self._speak_as(rest.strip())
            case "/at":
                await self._set_clock(rest)
            case "/again":
                await self._again()
            case "/who":
                self._console.show(cli.roster(self._app.world.roster))
            case "/help":
                self._console.show(self.banner())
            case _:
                self._console.show(cli.NO_SUCH_COMMAND.format(name=name))

    def _speak_as(self, who: str) -> None:
        try:
            actor = speaker_in(who, self._app.world)
        except UnknownSpeaker:
            self._console.show(cli.UNKNOWN_WHO.format(who=who))
            return
        self._who, self._actor = who or "none", actor
        self._console.show(cli.NOW_SPEAKS.format(who=self._who))

    async def _set_clock(self, words: str) -> None:
        clock = self._app.world.clock
        if not isinstance(clock, RehearsalClock):
            self._console.show(cli.CLOCK_FIXED)
            return
        try:
            clock.set(read_moment(words))
        except (ValueError, OverflowError):
            self._console.show(cli.BAD_MOMENT.format(text=words.strip()))
            return
        self._console.show(cli.NOW_IS.format(now=f"{self._now():%Y-%m-%d %H:%M}"))
        await self._app.tick()

    async def _again(self) -> None:
        if self._last is None:
            self._console.show(cli.NOTHING_AGAIN)
            return
        inbound, actor = self._last
        await self._say(replace(inbound), actor)

    def _now(self) -> datetime:
        return self._app.world.clock.now()
