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
    Action.ACKNOWLEDGE: {Role.CONTACT},
    Action.CORRECT: {Role.CONTACT, *OFFICE},
    Action.WITHDRAW: {Role.CONTACT, *OFFICE},
    Action.SUSPEND: {Role.ADMIN},
    Action.STOP: {Role.ADMIN},
    Action.RESUME: {Role.ADMIN},
    Action.REOPEN: {Role.ADMIN},
    Action.PROPOSE: OFFICE,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_cell_of_the_table(action: Action, role: Role) -> None:
    actor = Actor(user_id="x", roles=frozenset({role}))
    assert may(actor, action) is (role in TABLE[action])


def test_a_refusal_can_name_who_may() -> None:
    assert who_may(Action.CLOSE) == (Role.OFFICE, Role.ADMIN)
