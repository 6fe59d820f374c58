"""The roster: whose user id stands for which unit and role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ledger.rights import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """联络员: a person who reports for a unit; the backup steps in when the main one cannot."""

    user_id: str
    name: str
    unit: str
    """Canonical name of the unit."""
    post: Literal["main", "backup"] = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody of the office or a leader, by user id."""

    user_id: str
    name: str
    role: Role


class Roster:
    """Everybody who may do more than ask."""

    def __init__(self, contacts: Iterable[Contact], colleagues: Iterable[Colleague]) -> None:
        self.contacts = tuple(contacts)
        self.colleagues = tuple(colleagues)
        self._by_unit: dict[str, list[Contact]] = {}
        for contact in sorted(self.contacts, key=lambda c: c.post != "main"):
            self._by_unit.setdefault(contact.unit, []).append(contact)

    def of_unit(self, unit: str) -> tuple[Contact, ...]:
        """List a unit's contacts, main ones first; empty where nobody is named."""
        return tuple(self._by_unit.get(unit, ()))

    def in_role(self, *roles: Role) -> tuple[Colleague, ...]:
        """List the colleagues in any of the roles, each person once."""
        found = {c.user_id: c for c in reversed(self.colleagues) if c.role in roles}
        return tuple(c for c in self.colleagues if found.get(c.user_id) is c)

    def actor(self, user_id: str) -> Actor:
        """Tell who a user id is; a stranger is a plain member."""
        mine = [c for c in self.contacts if c.user_id == user_id]
        posts = [c for c in self.colleagues if c.user_id == user_id]
        roles = {c.role for c in posts} | ({Role.CONTACT} if mine else set()) | {Role.MEMBER}
        name = next((p.name for p in (*posts, *mine)), "")
        units = tuple(dict.fromkeys(c.unit for c in mine))
        return Actor(user_id=user_id, name=name, roles=frozenset(roles), units=units)
