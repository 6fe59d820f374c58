"""From a roster file to the history: who comes, who goes, whose post or number changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from documents.reading import Doubt
from documents.roster import RosterLine
from ledger.book import Ledger
from ledger.people import Contact
from ledger.progress import Entry, EntryKind
from messages import roster
from storage.mail import Phone
from storage.store import Batch, Store

ACTOR = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What a file would change; for the units it names it is the whole roster."""

    bound: tuple[RosterLine, ...]
    released: tuple[Contact, ...]
    phones: tuple[Phone, ...]
    doubts: tuple[Doubt, ...]


def compare(
    lines: Iterable[RosterLine], doubts: tuple[Doubt, ...], ledger: Ledger
) -> RosterChange:
    """Compare a file with the roster as it stands; units nobody has are doubts."""
    wanted: dict[tuple[str, str], RosterLine] = {}
    found = list(doubts)
    for line in lines:
        units = ledger.directory.resolve(line.unit)
        if len(units) != 1:
            reason = roster.UNKNOWN_UNIT if not units else roster.SEVERAL_UNITS
            found.append(Doubt(place=line.place, words=line.unit, reason=reason))
            continue
        wanted[line.user_id, units[0]] = line
    present = ledger.people.contacts
    named = {unit for _, unit in wanted}
    return RosterChange(
        bound=tuple(
            _of_unit(line, unit)
            for (user_id, unit), line in wanted.items()
            if _differs(line, present.get((user_id, unit)))
        ),
        released=tuple(c for key, c in present.items() if c.unit in named and key not in wanted),
        phones=tuple(
            Phone(person=line.user_id, number=line.phone) for line in wanted.values() if line.phone
        ),
        doubts=tuple(found),
    )


def _differs(line: RosterLine, known: Contact | None) -> bool:
    return known is None or (known.name, known.post) != (line.name, line.post)


def _of_unit(line: RosterLine, unit: str) -> RosterLine:
    return RosterLine(
        place=line.place,
        unit=unit,
        user_id=line.user_id,
        name=line.name,
        phone=line.phone,
        post=line.post,
    )


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
    store.commit(Batch(entries=tuple(rows), phones=change.phones))


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
