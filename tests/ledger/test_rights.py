"""The table of rights, cell by cell, against the rule written out a second time."""

import pytest

from ledger.rights import Action, Actor, Reach, Role, may, reach, who_may

NO, YES, OWN, LEAD, SELF, LAST = (
    Reach.NO,
    Reach.YES,
    Reach.OWN,
    Reach.LEAD,
    Reach.SELF,
    Reach.LAST,
)
OFFICE_ONLY = (NO, NO, NO, NO, YES, YES)
ADMIN_ONLY = (NO, NO, NO, NO, NO, YES)
EVERYBODY = (YES, YES, YES, YES, YES, YES)
COLUMNS = (
    Role.MEMBER,
    Role.CONTACT,
    Role.UNIT_HEAD,
    Role.LEADER,
    Role.OFFICE,
    Role.ADMIN,
)

RULES: dict[Action, tuple[Reach, ...]] = {
    Action.ASK: EVERYBODY,
    Action.SEE_HISTORY: (LAST, OWN, OWN, YES, YES, YES),
    Action.SEE_CONTACT: EVERYBODY,
    Action.SEE_PHONE: OFFICE_ONLY,
    Action.SUMMARISE: (NO, OWN, OWN, YES, YES, YES),
    Action.REPORT: (NO, OWN, OWN, NO, YES, YES),
    Action.REPORT_ON_BEHALF: OFFICE_ONLY,
    Action.ACKNOWLEDGE: (NO, OWN, OWN, NO, NO, NO),
    Action.CORRECT: (NO, OWN, OWN, NO, YES, YES),
    Action.WITHDRAW: (NO, SELF, OWN, NO, YES, YES),
    Action.APPLY: (NO, LEAD, LEAD, NO, YES, YES),
    Action.CLOSE: OFFICE_ONLY,
    Action.RETURN: OFFICE_ONLY,
    Action.EXTEND: (NO, LEAD, LEAD, NO, YES, YES),
    Action.GRANT: OFFICE_ONLY,
    Action.GRANT_FURTHER: ADMIN_ONLY,
    Action.REFUSE: OFFICE_ONLY,
    Action.SEE_DIFFICULTIES: (NO, NO, NO, YES, YES, YES),
    Action.COORDINATE: OFFICE_ONLY,
    Action.SUSPEND: ADMIN_ONLY,
    Action.STOP: ADMIN_ONLY,
    Action.RESUME: ADMIN_ONLY,
    Action.REOPEN: ADMIN_ONLY,
    Action.PROPOSE: OFFICE_ONLY,
    Action.MARK_SENSITIVE: ADMIN_ONLY,
    Action.AMEND_ITEM: ADMIN_ONLY,
    Action.CANCEL_ITEM: ADMIN_ONLY,
    Action.EXPORT: (NO, OWN, OWN, NO, YES, YES),
    Action.BIND: (SELF, SELF, SELF, SELF, YES, YES),
    Action.APPROVE_BINDING: OFFICE_ONLY,
    Action.UNBIND: (NO, SELF, OWN, NO, YES, YES),
    Action.SEE_UNBOUND: (NO, NO, NO, YES, YES, YES),
    Action.ASSIGN_ROLE: ADMIN_ONLY,
    Action.RENAME_UNIT: ADMIN_ONLY,
    Action.EXPORT_HISTORY: OFFICE_ONLY,
    Action.DRY_RUN: (NO, NO, NO, YES, YES, YES),
    Action.REMIND: OFFICE_ONLY,
    Action.PAUSE_REMINDERS: OFFICE_ONLY,
    Action.ADOPT_MILESTONE: OFFICE_ONLY,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_table(action: Action, role: Role) -> None:
    actor = Actor(user_id="x", roles=frozenset({role}))
    cell = RULES[action][COLUMNS.index(role)]
    assert reach(actor, action) is cell
    assert may(actor, action) is (cell is not NO)
    assert (role in who_may(action)) is (cell is not NO)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("first", Role)
@pytest.mark.parametrize("second", Role)
def test_of_two_roles_the_wider_counts(action: Action, first: Role, second: Role) -> None:
    both = reach(Actor(user_id="x", roles=frozenset({first, second})), action)
    one = reach(Actor(user_id="x", roles=frozenset({first})), action)
    other = reach(Actor(user_id="x", roles=frozenset({second})), action)
    assert both in {one, other}
    assert both is not NO or (one is NO and other is NO)
    assert both is YES or YES not in {one, other}


def test_nobody_without_a_role_may_anything() -> None:
    nobody = Actor(user_id="x", roles=frozenset())
    assert not any(may(nobody, action) for action in Action)


def test_a_refusal_can_name_who_may() -> None:
    assert who_may(Action.CLOSE) == (Role.OFFICE, Role.ADMIN)
