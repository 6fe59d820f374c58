"""Who changes the plan, what a draft leaves untouched, and who is told."""

import pytest

from handlers.amendments import router
from handlers.router import Decision
from ledger.book import Ledger
from ledger.errors import NotAllowed, NumberTaken, UnclearDeadline, UnknownUnit
from ledger.progress import EntryKind
from ledger.rights import Role
from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems, Wording
from messages.commands import Command
from tests.factories import context, item, ledger, plan, ref

WHOLE = Wording(lead="县税务局", units="县财政局", deadline="12月底前", text="新加的一件事")
ADD = AddItem(ref=ref("1(4)"), wording=WHOLE)
AMEND = AmendItem(refs=(ref("1(2)"),), wording=Wording(lead="税务局"))
MERGE = MergeItems(refs=(ref("1(2)"),), into=ref("1(3)"))
CANCEL = CancelItem(refs=(ref("1(2)"),), reason="上级取消")
ALL = pytest.mark.parametrize("command", [ADD, AMEND, MERGE, CANCEL], ids=lambda c: c.intent)


def decide(command: Command, who: str, book: Ledger | None = None) -> Decision:
    return router.route(command, context(who, ledger=book or ledger(), words=""))


@ALL
@pytest.mark.parametrize("who", ["shuiwu1", "leader1", "who"])
def test_only_an_admin_may_and_the_refusal_names_him(command: Command, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        decide(command, who)
    assert refused.value.may == (Role.ADMIN,)


@ALL
def test_a_draft_changes_nothing_and_is_what_would_be_confirmed(command: Command) -> None:
    shown = decide(command, "admin1")
    assert not shown.changes
    assert shown.confirm is not None
    done = decide(shown.confirm, "admin1")
    assert done.confirm is None
    assert done.entries


@ALL
def test_what_the_office_proposes_is_put_to_the_admins(command: Command) -> None:
    proposed = decide(command, "office1")
    assert [row.kind for row in proposed.entries] == [EntryKind.PROPOSED]
    assert proposed.versions == ()
    assert proposed.confirm is None
    assert {row.to for row in proposed.outgoing} == {"admin1"}


def test_who_led_and_who_now_leads_are_told_once_each() -> None:
    shown = decide(AMEND, "admin1")
    done = decide(shown.confirm or AMEND, "admin1")
    assert sorted(row.to for row in done.outgoing) == ["shuiwu1", "zhujian"]
    assert "县住建局 → 县税务局" in done.outgoing[0].text


def test_the_responsible_are_told_where_they_change() -> None:
    wording = Wording(units="县税务局、各相关单位")
    command = AmendItem(refs=(ref("1(2)"),), wording=wording, confirmed=True)
    done = decide(command, "admin1")
    assert sorted(row.to for row in done.outgoing) == ["caizheng", "shuiwu1", "zhujian"]
    (version,) = done.versions
    assert version.item.units == ("县税务局", "各相关单位")
    assert version.item.units_open


def test_the_row_keeps_the_old_wording_whole() -> None:
    command = AmendItem(refs=(ref("1(2)"),), wording=Wording(text="另一种写法"), confirmed=True)
    (row,) = decide(command, "admin1").entries
    assert row.was == ledger().state(ref("1(2)")).item
    assert "另一种写法" in row.note


def test_what_is_wrong_with_one_item_does_not_stop_the_other() -> None:
    book = ledger(plan(item("1(1)", lead=("县税务局",)), item("1(2)")))
    command = AmendItem(refs=(ref("1(1)"), ref("1(2)")), wording=Wording(lead="县税务局"))
    shown = decide(command, "admin1", book)
    assert any("1(1) 没有要改的" in block for block in shown.reply)
    done = decide(shown.confirm or command, "admin1", book)
    assert [str(row.ref) for row in done.entries] == ["1(2)"]


def test_the_next_free_number_is_named() -> None:
    with pytest.raises(NumberTaken) as refused:
        decide(AddItem(ref=ref("1(1)"), wording=WHOLE), "admin1")
    assert refused.value.free == ref("1(4)")


def test_a_unit_nobody_knows_and_a_date_nobody_can_read_are_refused() -> None:
    with pytest.raises(UnknownUnit):
        decide(AmendItem(refs=(ref("1(2)"),), wording=Wording(lead="县飞船局")), "admin1")
    with pytest.raises(UnclearDeadline):
        decide(AmendItem(refs=(ref("1(2)"),), wording=Wording(deadline="回头再说")), "admin1")


def test_both_sides_of_a_merger_have_their_row() -> None:
    shown = decide(MERGE, "admin1")
    done = decide(shown.confirm or MERGE, "admin1")
    assert [(row.kind, str(row.ref), str(row.other)) for row in done.entries] == [
        (EntryKind.MERGED, "1(2)", "1(3)"),
        (EntryKind.ABSORBED, "1(3)", "1(2)"),
    ]
