"""The roster: whose user id stands for which unit and role."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ledger.rights import Actor, Role

Post = Literal["main", "backup", "head"]
"""主, 备, 单位负责人."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """联络员: a person who reports for a unit; the backup steps in when the main one cannot."""

    user_id: str
    name: str
    unit: str
    """Canonical name of the unit."""
    post: Post = "main"


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
        self._actors = _actors(self.contacts, self.colleagues)
        self._by_unit: dict[str, list[Contact]] = {}
        self._heads: dict[str, list[Contact]] = {}
        for contact in sorted(self.contacts, key=lambda c: c.post != "main"):
            of = self._heads if contact.post == "head" else self._by_unit
            of.setdefault(contact.unit, []).append(contact)

    def of_unit(self, unit: str) -> tuple[Contact, ...]:
        """List whom a unit is reached by, main contact first; empty where nobody is named."""
        return tuple(self._by_unit.get(unit, ()))

    def heads_of(self, unit: str) -> tuple[Contact, ...]:
        """List the heads of a unit; they may speak for it, and are not reminded."""
        return tuple(self._heads.get(unit, ()))

    def in_role(self, *roles: Role) -> tuple[Colleague, ...]:
        """List the colleagues in any of the roles, each person once."""
        found = {c.user_id: c for c in reversed(self.colleagues) if c.role in roles}
        return tuple(c for c in self.colleagues if found.get(c.user_id) is c)

    def actor(self, user_id: str) -> Actor:
        """Tell who a user id is; a stranger is a plain member."""
        return self._actors.get(user_id) or Actor(user_id=user_id)


def _actors(contacts: Iterable[Contact], colleagues: Iterable[Colleague]) -> dict[str, Actor]:
    """Gather each person's roles and units; the name on the office's list comes first."""
    found: dict[str, Actor] = {}
    for colleague in colleagues:
        known = found.get(colleague.user_id) or Actor(user_id=colleague.user_id)
        found[colleague.user_id] = replace(
            known,
            name=known.name or colleague.name,
            roles=known.roles | {colleague.role},
        )
    for contact in contacts:
        known = found.get(contact.user_id) or Actor(user_id=contact.user_id)
        found[contact.user_id] = replace(
            known,
            name=known.name or contact.name,
            roles=known.roles | {Role.UNIT_HEAD if contact.post == "head" else Role.CONTACT},
            units=tuple(dict.fromkeys((*known.units, contact.unit))),
        )
    return found
