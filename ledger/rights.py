"""Who may do what; the one table of roles and acts.

Rights hang on the user id alone, never on a display name or on being in a group. A group that is
not served gets no answer at all, whoever speaks (`bot/reception.py`).
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
    UNIT_HEAD = "unit_head"
    """单位负责人: as a contact; he may also take back a colleague's word, and release contacts."""
    MEMBER = "member"
    """Anyone else in the group: may ask."""


class Action(StrEnum):
    """What can be asked for, as far as rights go."""

    ASK = "ask"
    SEE_HISTORY = "see_history"
    """Read the rows of an item and the original words."""
    SEE_CONTACT = "see_contact"
    SEE_PHONE = "see_phone"
    SUMMARISE = "summarise"
    REPORT = "report"
    REPORT_ON_BEHALF = "report_on_behalf"
    ACKNOWLEDGE = "acknowledge"
    """Take note of an item in the unit's name."""
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    APPLY = "apply"
    CLOSE = "close"
    RETURN = "return"
    EXTEND = "extend"
    """Apply for a later date."""
    GRANT = "grant"
    """Grant a later date."""
    GRANT_FURTHER = "grant_further"
    """Grant a date far off, or a second one; the office puts it to an admin."""
    REFUSE = "refuse"
    """Refuse a later date."""
    SEE_DIFFICULTIES = "see_difficulties"
    """List what waits to be coordinated (需协调)."""
    COORDINATE = "coordinate"
    """Answer a report of difficulties."""
    SUSPEND = "suspend"
    STOP = "stop"
    RESUME = "resume"
    REOPEN = "reopen"
    PROPOSE = "propose"
    """Ask an admin to suspend, stop, resume, reopen, amend or cancel."""
    MARK_SENSITIVE = "mark_sensitive"
    """Keep an item's report text out of groups (敏感)."""
    AMEND_ITEM = "amend_item"
    """Reword, add or merge items."""
    CANCEL_ITEM = "cancel_item"
    """Take an item out of the plan."""
    EXPORT = "export"
    BIND = "bind"
    """Ask to stand for a unit."""
    APPROVE_BINDING = "approve_binding"
    UNBIND = "unbind"
    SEE_UNBOUND = "see_unbound"
    ASSIGN_ROLE = "assign_role"
    RENAME_UNIT = "rename_unit"
    """Let a unit go on as another (单位更名, 单位合并)."""
    EXPORT_HISTORY = "export_history"
    """Take out the whole history."""
    DRY_RUN = "dry_run"
    REMIND = "remind"
    PAUSE_REMINDERS = "pause_reminders"
    ADOPT_MILESTONE = "adopt_milestone"


class Reach(StrEnum):
    """How far a right goes."""

    NO = "-"
    YES = "yes"
    LAST = "last"
    """The last status only."""
    SELF = "self"
    """What concerns the person himself."""
    OWN = "own"
    """Items of the own units, leading or responsible."""
    LEAD = "lead"
    """Items that one of the own units leads."""


_COLUMNS = (
    Role.MEMBER,
    Role.CONTACT,
    Role.UNIT_HEAD,
    Role.LEADER,
    Role.OFFICE,
    Role.ADMIN,
)
_TABLE = """
                   member  contact  head   leader  office  admin
ask                yes     yes      yes    yes     yes     yes
see_history        last    own      own    yes     yes     yes
see_contact        yes     yes      yes    yes     yes     yes
see_phone          -       -        -      -       yes     yes
summarise          -       own      own    yes     yes     yes
report             -       own      own    -       yes     yes
report_on_behalf   -       -        -      -       yes     yes
acknowledge        -       own      own    -       -       -
correct            -       own      own    -       yes     yes
withdraw           -       self     own    -       yes     yes
apply              -       lead     lead   -       yes     yes
close              -       -        -      -       yes     yes
return             -       -        -      -       yes     yes
extend             -       lead     lead   -       yes     yes
grant              -       -        -      -       yes     yes
grant_further      -       -        -      -       -       yes
refuse             -       -        -      -       yes     yes
see_difficulties   -       -        -      yes     yes     yes
coordinate         -       -        -      -       yes     yes
suspend            -       -        -      -       -       yes
stop               -       -        -      -       -       yes
resume             -       -        -      -       -       yes
reopen             -       -        -      -       -       yes
propose            -       -        -      -       yes     yes
mark_sensitive     -       -        -      -       -       yes
amend_item         -       -        -      -       -       yes
cancel_item        -       -        -      -       -       yes
export             -       own      own    -       yes     yes
bind               self    self     self   self    yes     yes
approve_binding    -       -        -      -       yes     yes
unbind             -       self     own    -       yes     yes
see_unbound        -       -        -      yes     yes     yes
assign_role        -       -        -      -       -       yes
rename_unit        -       -        -      -       -       yes
export_history     -       -        -      -       yes     yes
dry_run            -       -        -      yes     yes     yes
remind             -       -        -      -       yes     yes
pause_reminders    -       -        -      -       yes     yes
adopt_milestone    -       -        -      -       yes     yes
"""


def _read(table: str) -> dict[Action, dict[Role, Reach]]:
    _, *rows = table.strip().splitlines()
    words = (row.split() for row in rows)
    return {
        Action(action): dict(zip(_COLUMNS, map(Reach, cells), strict=True))
        for action, *cells in words
    }


_RIGHTS = _read(_TABLE)
_WIDEST = (Reach.YES, Reach.OWN, Reach.LEAD, Reach.SELF, Reach.LAST, Reach.NO)


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


def reach(actor: Actor, action: Action) -> Reach:
    """Tell how far the actor's right goes: the widest of his roles."""
    cells = {_RIGHTS[action][role] for role in actor.roles}
    return next((each for each in _WIDEST if each in cells), Reach.NO)


def may(actor: Actor, action: Action) -> bool:
    """Whether one of the actor's roles allows the action, before any item is looked at."""
    return reach(actor, action) is not Reach.NO


def who_may(action: Action) -> tuple[Role, ...]:
    """List the roles that may do it, in the order of the enum, to name them in a refusal."""
    return tuple(role for role in Role if _RIGHTS[action][role] is not Reach.NO)
