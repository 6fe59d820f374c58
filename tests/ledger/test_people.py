from ledger.rights import Role
from tests.factories import ROSTER


def test_the_main_contact_comes_first() -> None:
    assert [c.user_id for c in ROSTER.of_unit("县税务局")] == ["shuiwu1", "shuiwu2"]


def test_a_stranger_is_a_plain_member() -> None:
    actor = ROSTER.actor("nobody")
    assert (actor.roles, actor.units, actor.is_office) == (frozenset({Role.MEMBER}), (), False)


def test_rights_hang_on_the_user_id_not_on_the_name() -> None:
    assert ROSTER.actor("周五").roles == frozenset({Role.MEMBER})
    assert ROSTER.actor("office1").is_office
