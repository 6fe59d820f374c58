import pytest

from ledger.rights import Action, Actor, Role, may, who_may

OFFICE = {Role.OFFICE, Role.ADMIN}
EVERYBODY = set(Role)

TABLE: dict[Action, set[Role]] = {
    Action.ASK: EVERYBODY,
    Action.REPORT: {Role.CONTACT, *OFFICE},
    Action.REPORT_ON_BEHALF: OFFICE,
    Action.APPLY: {Role.CONTACT, *OFFICE},
    Action.CLOSE: OFFICE,
    Action.RETURN: OFFICE,
    Action.EXTEND: {Role.CONTACT, *OFFICE},
    Action.GRANT: OFFICE,
    Action.REFUSE: OFFICE,
    Action.DRY_RUN: {Role.LEADER, *OFFICE},
    Action.SEE_DIFFICULTIES: {Role.LEADER, *OFFICE},
    Action.COORDINATE: OFFICE,
    Action.READ_HISTORY: {Role.CONTACT, Role.LEADER, *OFFICE},
    Action.EXPORT_HISTORY: OFFICE,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_table(action: Action, role: Role) -> None:
    actor = Actor(user_id="x", roles=frozenset({role}))
    assert may(actor, action) is (role in TABLE[action])


def test_a_refusal_can_name_who_may() -> None:
    assert who_may(Action.CLOSE) == (Role.OFFICE, Role.ADMIN)
