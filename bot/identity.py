"""Who speaks on the command line and in the terminal: a user id, or a part to play."""

from bot.world import World
from ledger.people import Roster
from ledger.rights import Actor, Role
from ledger.units import UnitDirectory


class UnknownSpeaker(Exception):
    """Nobody is called that."""


def speaker(who: str, roster: Roster, directory: UnitDirectory) -> Actor:
    """Find who is meant: `unit:县税务局`, `office`, `none`, a user id or a roster name.

    Parts (`unit:…`, `office`) are for rehearsals: no channel hands them in. Raises
    UnknownSpeaker for a unit nobody has; any other word is a user id, of a stranger perhaps.
    """
    if who in {"", "none"}:
        return Actor(user_id="none")
    if who == "office":
        return Actor(user_id="office", roles=frozenset({Role.OFFICE, Role.MEMBER}))
    if who.startswith("unit:"):
        found = directory.resolve(who.removeprefix("unit:"))
        if len(found) != 1:
            raise UnknownSpeaker(who)
        roles = frozenset({Role.CONTACT, Role.MEMBER})
        return Actor(user_id=who, roles=roles, units=found)
    named = {c.name: c.user_id for c in roster.contacts} | {
        c.name: c.user_id for c in roster.colleagues
    }
    return roster.actor(named.get(who, who))


def speaker_in(who: str, world: World) -> Actor:
    """Find who is meant among the people and units of a running bot."""
    return speaker(who, world.roster, world.words.units)
