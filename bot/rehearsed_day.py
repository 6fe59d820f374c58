"""One short rehearsed day: a question, a report, an approval, the morning round, the summary."""

from bot.app import App
from bot.channel import Inbound
from bot.clock import RehearsalClock, read_moment
from bot.console import Console
from bot.identity import speaker_in
from messages import cli
from messages.paging import paginate
from messages.rehearsal import CLOCK_WORDS, SCRIPT

START = SCRIPT[0][0]


async def play(app: App, console: Console) -> None:
    """Play the script through the path that real messages take, and show it."""
    clock = app.world.clock
    name = next(iter(app.world.bot_names), "duban")
    for number, (moment, who, words) in enumerate(SCRIPT):
        if isinstance(clock, RehearsalClock):
            clock.set(read_moment(moment))
        console.show(CLOCK_WORDS.format(now=moment))
        if words:
            actor = speaker_in(who, app.world)
            inbound = Inbound(
                channel=console.name,
                message_id=f"rehearsal-{number}",
                chat=app.settings.console.chat,
                private=False,
                sender=actor.user_id,
                text=words,
            )
            console.show(cli.spoken(who.removeprefix("unit:"), words))
            answer = await app.say(inbound, actor)
            for page in paginate(answer.reply, console.byte_limit):
                console.show(cli.replied(name, page))
        await app.tick()
