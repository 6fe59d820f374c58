"""Who may do what; the one table of roles and acts.

Rights hang on the user id alone, never on a display name or on being in a group.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """As what somebody acts; one person may hold several."""

    LEADER = "leader"
    """召集人: reads everything, changes nothing."""
    OFFICE = "office"
    """专班办公室: confirms closings, grants later dates, reports on behalf."""
    ADMIN = "admin"
    """Office staff who may also import and amend."""
    CONTACT = "contact"
    """联络员: reports for the units he is bound to."""
    MEMBER = "member"
    """Anyone else in the group: may ask."""


class Action(StrEnum):
    """What can be asked for, as far as rights go."""

    ASK = "ask"
    REPORT = "report"
    REPORT_ON_BEHALF = "report_on_behalf"
    APPLY = "apply"
    CLOSE = "close"
    RETURN = "return"
    EXTEND = "extend"
    """Apply for a later date."""
    GRANT = "grant"
    """Grant a later date."""
    REFUSE = "refuse"
    """Refuse a later date."""
    DRY_RUN = "dry_run"
    SEE_DIFFICULTIES = "see_difficulties"
    """List what waits to be coordinated (需协调)."""
    COORDINATE = "coordinate"
    """Answer a reported difficulty."""
    READ_HISTORY = "read_history"
    """Read the original words of items, a contact only of those of the own units."""
    EXPORT_HISTORY = "export_history"
    """Take out the whole history."""


_MAY: dict[Action, frozenset[Role]] = {
    Action.ASK: frozenset(Role),
    Action.REPORT: frozenset({Role.CONTACT, Role.OFFICE, Role.ADMIN}),
    Action.REPORT_ON_BEHALF: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.APPLY: frozenset({Role.CONTACT, Role.OFFICE, Role.ADMIN}),
    Action.CLOSE: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.RETURN: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.EXTEND: frozenset({Role.CONTACT, Role.OFFICE, Role.ADMIN}),
    Action.GRANT: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.REFUSE: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.DRY_RUN: frozenset({Role.OFFICE, Role.ADMIN, Role.LEADER}),
    Action.SEE_DIFFICULTIES: frozenset({Role.OFFICE, Role.ADMIN, Role.LEADER}),
    Action.COORDINATE: frozenset({Role.OFFICE, Role.ADMIN}),
    Action.READ_HISTORY: frozenset({Role.CONTACT, Role.OFFICE, Role.ADMIN, Role.LEADER}),
    Action.EXPORT_HISTORY: frozenset({Role.OFFICE, Role.ADMIN}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is acting: a user id with the roles and units that hang on it."""

    user_id: str
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    units: tuple[str, ...] = ()
    """Canonical names of the units the person reports for."""

    @property
    def is_office(self) -> bool:
        """Whether the person works in the office that runs the ledger."""
        return bool(self.roles & {Role.OFFICE, Role.ADMIN})


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles allows the action, before any item is looked at."""
    return bool(actor.roles & _MAY[action])


def who_may(action: Action) -> tuple[Role, ...]:
    """List the roles that may do it, in the order of the enum, to name them in a refusal."""
    return tuple(role for role in Role if role in _MAY[action])
