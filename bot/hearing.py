"""What a message says in its place: cleaned, and read by what was said before it."""

from dataclasses import dataclass

from bot.channel import Inbound
from bot.exchanges import Exchanges
from bot.world import World
from ledger.rights import Actor
from messages.cleaning import clean, strip_mention
from messages.exchange import Exchange
from messages.follow_ups import Turn, follow_up

LONGEST = 20_000
"""Characters of a message that are kept; WeCom carries no longer ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message, as it is to be understood."""

    inbound: Inbound
    actor: Actor
    chat: str
    text: str
    """The message, cleaned, with its mention."""
    said: str
    """What is read: the message, or the whole sentence it completes."""
    words: str
    """What is kept in the history."""
    quoted: str
    turn: Turn = Turn.SAY
    plays: bool = False
    """The speaker plays a part in a rehearsal: the roster does not know him."""
    last: Exchange | None = None
    """The person's last exchange in this chat."""


def hear(inbound: Inbound, actor: Actor, world: World, exchanges: Exchanges | None) -> Heard:
    """Take a message in; without `exchanges` nothing is known of what was said before."""
    text = clean(inbound.text[:LONGEST])
    words, _ = strip_mention(text, world.bot_names)
    chat = storable(inbound.chat)
    last = exchanges.of(chat, actor.user_id, world.clock.now()) if exchanges else None
    heard = Heard(
        inbound=inbound,
        actor=actor,
        chat=chat,
        text=text,
        said=text,
        words=words,
        quoted=clean(inbound.quoted[:LONGEST]) if inbound.quoted else "",
        plays=actor != world.roster.actor(actor.user_id),
        last=last,
    )
    return _in_its_place(heard, last, world) if last else heard


def _in_its_place(heard: Heard, last: Exchange, world: World) -> Heard:
    follow = follow_up(heard.words, last, world.vocabulary())
    if follow is None:
        return heard
    said = follow.words if follow.turn is Turn.SAY else last.words
    return Heard(
        inbound=heard.inbound,
        actor=heard.actor,
        chat=heard.chat,
        text=heard.text,
        said=said,
        words=f"{last.words} → {heard.words}",
        quoted="",
        turn=follow.turn,
        plays=heard.plays,
        last=last,
    )


def storable(identity: str) -> str:
    """Spell out what no database takes, where cleaning would make two ids one."""
    return identity.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
