"""Who stands for which unit and role, as the settings name them and as the history changed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ledger.people import Colleague, Contact, Post, Roster
from ledger.progress import Entry, EntryKind
from ledger.rights import Role
from ledger.succession import Succession

_POSTS: dict[str, Post] = {"main": "main", "backup": "backup", "head": "head"}


@dataclass(slots=True)
class Bindings:
    """The people of a ledger."""

    contacts: dict[tuple[str, str], Contact]
    """By user id and unit."""
    colleagues: dict[tuple[str, Role], Colleague]
    asked: dict[tuple[str, str], Entry] = field(default_factory=dict)
    """Who asked to be bound to which unit and waits for the office."""
    phones: dict[str, str] = field(default_factory=dict)
    """By user id; kept apart from the history, so that they can be deleted."""
    acts: dict[str, Entry] = field(default_factory=dict)
    """The last row about no item that each user id wrote."""
    _roster: Roster | None = None
    _borrowed: bool = False
    """The tables are another's, and are copied at the first change."""

    @classmethod
    def of(cls, roster: Roster, phones: Mapping[str, str] | None = None) -> "Bindings":
        """Begin with the people the settings name."""
        return cls(
            contacts={(c.user_id, c.unit): c for c in roster.contacts},
            colleagues={(c.user_id, c.role): c for c in roster.colleagues},
            phones=dict(phones or {}),
        )

    @property
    def roster(self) -> Roster:
        """Everybody as they now stand."""
        if self._roster is None:
            self._roster = Roster(self.contacts.values(), self.colleagues.values())
        return self._roster

    def draft(self) -> "Bindings":
        """Give a copy that takes changes without touching this one; costs nothing to make."""
        return replace(self, _roster=self.roster, _borrowed=True)

    def rename(self, change: Succession) -> None:
        """Let the contacts of a unit stand for its successor, which keeps its one main contact."""
        self._own()
        has_main = any(c.unit == change.new and c.post == "main" for c in self.contacts.values())
        moving = [key for key in self.contacts if key[1] == change.old]
        for person, _ in moving:
            contact = self.contacts.pop((person, change.old))
            moves_back = has_main and contact.post == "main"
            post: Post = "backup" if moves_back else contact.post
            moved = replace(contact, unit=change.new, post=post)
            self.contacts.setdefault((person, change.new), moved)
        for person, unit in [key for key in self.asked if key[1] == change.old]:
            asked = self.asked.pop((person, unit))
            self.asked.setdefault((person, change.new), replace(asked, unit=change.new))
        self._roster = None

    def _own(self) -> None:
        """Copy tables that are another's before the first change."""
        if self._borrowed:
            self.contacts, self.colleagues = dict(self.contacts), dict(self.colleagues)
            self.asked, self.acts = dict(self.asked), dict(self.acts)
            self._borrowed = False

    def apply(self, entry: Entry) -> None:
        """Fold one row that is about no item; rows about other things than people only count."""
        self._own()
        self.acts[entry.actor] = entry
        change = _CHANGES.get(entry.kind)
        if change is not None:
            change(self, entry)
            self._roster = None


def _asked(people: Bindings, entry: Entry) -> None:
    people.asked[entry.person, entry.unit] = entry


def _bound(people: Bindings, entry: Entry) -> None:
    people.asked.pop((entry.person, entry.unit), None)
    post: Post = _POSTS.get(entry.post, "main")
    contact = Contact(user_id=entry.person, name=entry.person_name, unit=entry.unit, post=post)
    people.contacts[entry.person, entry.unit] = contact


def _refused(people: Bindings, entry: Entry) -> None:
    people.asked.pop((entry.person, entry.unit), None)


def _unbound(people: Bindings, entry: Entry) -> None:
    """Take one unit from a person, or, where the row names none, all of them."""
    held = {unit for person, unit in (*people.contacts, *people.asked) if person == entry.person}
    for unit in [entry.unit] if entry.unit else sorted(held):
        people.contacts.pop((entry.person, unit), None)
        people.asked.pop((entry.person, unit), None)


def _given(people: Bindings, entry: Entry) -> None:
    role = Role(entry.post)
    colleague = Colleague(user_id=entry.person, name=entry.person_name, role=role)
    people.colleagues[entry.person, role] = colleague


def _taken(people: Bindings, entry: Entry) -> None:
    people.colleagues.pop((entry.person, Role(entry.post)), None)


_CHANGES = {
    EntryKind.BINDING_ASKED: _asked,
    EntryKind.BOUND: _bound,
    EntryKind.BINDING_REFUSED: _refused,
    EntryKind.UNBOUND: _unbound,
    EntryKind.ROLE_GIVEN: _given,
    EntryKind.ROLE_TAKEN: _taken,
}
