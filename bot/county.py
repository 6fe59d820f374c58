"""What the settings and the database together make: units, roster, ledger."""

from collections.abc import Iterable
from datetime import datetime

from bot.config import People, Settings
from ledger.bindings import Bindings
from ledger.book import Ledger
from ledger.people import Colleague, Contact, Roster
from ledger.plan import Plan
from ledger.rights import Role
from ledger.units import UnitDirectory
from storage.store import Store


def directory_of(plans: Iterable[Plan], settings: Settings) -> UnitDirectory:
    """Collect every unit of the plans under its names."""
    known = tuple(plans)
    return UnitDirectory(
        [name for plan in known for item in plan.items for name in (*item.lead, *item.units)],
        members=[name for plan in known for name in plan.members],
        aliases=settings.units.aliases,
        county=settings.county.name,
    )


def roster_of(people: People, directory: UnitDirectory) -> Roster:
    """Make the roster of config.toml, each unit under its canonical name."""
    posts = (
        (Role.OFFICE, people.office),
        (Role.ADMIN, people.admins),
        (Role.LEADER, people.leaders),
    )
    return Roster(
        contacts=[
            Contact(
                user_id=person.id,
                name=person.name,
                unit=directory.canonical(person.unit),
                post=person.post,
            )
            for person in people.contacts
        ],
        colleagues=[
            Colleague(user_id=person.id, name=person.name, role=role)
            for role, persons in posts
            for person in persons
        ],
    )


def ledger_of(store: Store, settings: Settings, until: datetime | None = None) -> Ledger:
    """Fold the history into a ledger, up to a moment where one is given. Blocking."""
    plans = store.plans() if until is None else store.plans_as_of(until)
    directory = directory_of(plans, settings)
    people = Bindings.of(roster_of(settings.people, directory), store.phones())
    ledger = Ledger.of(plans, directory, people)
    for entry in store.entries(until=until):
        if entry.plan in ledger.books and (
            entry.ref is None or entry.ref in ledger.books[entry.plan].states
        ):
            ledger.apply(entry)
    if until is not None:
        ledger.begin(until.date())
        ledger.coming = ()  # a past day knows no later names
    return ledger
