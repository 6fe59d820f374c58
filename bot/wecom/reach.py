"""Whom no surface reaches: contacts and office staff who never spoke to the bot."""

from collections.abc import Collection, Iterable

from bot.chat_book import ChatBook
from bot.clock import Clock
from bot.config import Settings
from bot.county import roster_of
from bot.switchboard import Switchboard
from bot.wecom.surfaces import surfaces
from handlers.notices import office_people
from ledger.people import Colleague, Contact
from ledger.units import UnitDirectory

Somebody = Contact | Colleague


def to_be_reached(settings: Settings) -> tuple[Somebody, ...]:
    """List everybody the bot may have to write to, each person once."""
    # Reaching asks for ids alone, so the units' other names need not be known here.
    roster = roster_of(settings.people, UnitDirectory(()))
    everybody: Iterable[Somebody] = (*roster.contacts, *office_people(roster))
    return tuple({person.user_id: person for person in everybody}.values())


def unreached(
    settings: Settings, chats: ChatBook, clock: Clock, *, broken: Collection[str] = ()
) -> tuple[Somebody, ...]:
    """List those of them that no surface reaches; `broken` ones are not counted on."""
    working = [one for one in surfaces(settings, clock, chats) if one.name not in broken]
    switchboard = Switchboard(working, settings.routing)
    everybody = to_be_reached(settings)
    return tuple(one for one in everybody if not switchboard.reaches_person(one.user_id))
