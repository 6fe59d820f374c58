"""From a roster file to the history: who comes, who goes, whose post or number changes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from documents.reading import Doubt
from documents.roster import RosterLine, several
from ledger.book import Ledger
from ledger.people import Contact, Post
from ledger.progress import Entry, EntryKind
from messages import roster
from storage.mail import Phone
from storage.store import Batch, Store

ACTOR = "import"
_NUMBER = re.compile(r"(\d+)\D?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What a file would change; for the units it names it is the whole roster."""

    bound: tuple[Contact, ...]
    released: tuple[Contact, ...]
    phones: tuple[Phone, ...]
    forgotten: tuple[Phone, ...]
    """The numbers of those who stand for no unit any more."""
    doubts: tuple[Doubt, ...]


def compare(
    lines: Iterable[RosterLine], doubts: tuple[Doubt, ...], ledger: Ledger
) -> RosterChange:
    """Compare a file with the roster as it stands; units nobody has are doubts."""
    found = list(doubts)
    wanted: dict[tuple[str, str], RosterLine] = {}
    for line in lines:
        for unit in _units(line, ledger, found):
            wanted[line.user_id, unit] = replace(line, unit=unit)
    contacts = _contacts(wanted.values(), found)
    present = ledger.people.contacts
    named = {unit for _, unit in wanted}
    released = tuple(c for key, c in present.items() if c.unit in named and key not in wanted)
    return RosterChange(
        bound=tuple(c for key, c in zip(wanted, contacts, strict=True) if present.get(key) != c),
        released=released,
        phones=tuple(
            Phone(person=line.user_id, number=line.phone) for line in wanted.values() if line.phone
        ),
        forgotten=_forgotten(released, wanted, ledger),
        doubts=tuple(sorted(found, key=lambda doubt: _row_of(doubt.place))),
    )


def _units(line: RosterLine, ledger: Ledger, doubts: list[Doubt]) -> Iterator[str]:
    """Name the units of a line; one cell may hold several."""
    whole = ledger.directory.resolve(line.unit)
    names = [line.unit] if len(whole) == 1 else several(line.unit)
    for name in names:
        units = ledger.directory.resolve(name)
        if len(units) == 1:
            yield units[0]
            continue
        near = ledger.directory.near(name)
        reason = roster.unknown_unit(near) if not units else roster.SEVERAL_UNITS
        doubts.append(Doubt(place=line.place, words=name, reason=reason))


def _contacts(lines: Iterable[RosterLine], doubts: list[Doubt]) -> list[Contact]:
    """Give each unit one main contact: the one named so, or else the first."""
    rows = list(lines)
    mains: dict[str, RosterLine] = {}
    for line in rows:
        if line.post == "main" and line.unit in mains:
            named = f"{line.unit} {line.name or line.user_id}"
            doubts.append(Doubt(place=line.place, words=named, reason=roster.SECOND_MAIN))
        elif line.post == "main":
            mains[line.unit] = line
    for line in rows:
        if line.post is None:
            mains.setdefault(line.unit, line)
    return [
        Contact(
            user_id=line.user_id,
            name=line.name,
            unit=line.unit,
            post=_post(line, mains.get(line.unit)),
        )
        for line in rows
    ]


def _post(line: RosterLine, main: RosterLine | None) -> Post:
    if line.post == "head":
        return "head"
    return "main" if main is line else "backup"


def _forgotten(
    released: Iterable[Contact], wanted: Iterable[tuple[str, str]], ledger: Ledger
) -> tuple[Phone, ...]:
    """Delete the numbers of those whom the file leaves no unit."""
    gone = {(c.user_id, c.unit) for c in released}
    people = ledger.people
    kept = {person for person, unit in people.contacts if (person, unit) not in gone}
    kept |= {person for person, _ in (*people.asked, *wanted)}
    lost = dict.fromkeys(person for person, _ in sorted(gone) if person not in kept)
    return tuple(Phone(person=person, number="") for person in lost)


def _row_of(place: str) -> tuple[str, int]:
    number = _NUMBER.search(place)
    return (place[: number.start()], int(number[1])) if number else (place, 0)


def save(store: Store, change: RosterChange, plan: str, now: datetime) -> None:
    """Write the changes into the history, in one transaction."""
    rows = [
        _row(EntryKind.BOUND, plan, now, (one.user_id, one.name, one.unit), one.post)
        for one in change.bound
    ]
    rows += [
        _row(EntryKind.UNBOUND, plan, now, (one.user_id, one.name, one.unit))
        for one in change.released
    ]
    store.commit(Batch(entries=tuple(rows), phones=(*change.phones, *change.forgotten)))


def _row(
    kind: EntryKind, plan: str, now: datetime, who: tuple[str, str, str], post: str = ""
) -> Entry:
    person, name, unit = who
    return Entry(
        plan=plan,
        ref=None,
        kind=kind,
        at=now,
        actor=ACTOR,
        unit=unit,
        person=person,
        person_name=name,
        post=post,
    )
