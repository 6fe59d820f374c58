"""The table of rights as the handlers keep it: every role on every kind of item, act by act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from handlers.router import Decision
from handlers.routes import all_routes
from ledger.bindings import Bindings
from ledger.book import Ledger
from ledger.errors import LedgerError
from ledger.people import Contact, Roster
from ledger.progress import Claim, Entry, EntryKind, Progress, Status
from ledger.rights import Action, Reach, Role, reach
from ledger.rules import Rules
from messages.amendment_commands import AmendItem, CancelItem, Wording
from messages.commands import (
    Acknowledge,
    Command,
    Coordinate,
    ExportHistory,
    ListDifficulties,
    MarkSensitive,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    Summarise,
    Undo,
)
from messages.people_commands import AnswerBinding, AssignRole, Bind, SucceedUnit, Unbound
from messages.reminder_commands import PauseReminders, RemindNow
from tests.factories import ROSTER, at, context, directory, entry, item, plan, ref

ITEM = ref("1(2)")
REFS = (ITEM,)
ROUTER = all_routes()
WHO = {
    "nobody": "",
    "zhujian": "lead",
    "head1": "lead",
    "caizheng": "helper",
    "shuiwu1": "other",
    "leader1": "",
    "office1": "",
    "admin1": "",
}
"""Each with what his unit is to the item."""
EVERYBODY = Roster(
    (*ROSTER.contacts, Contact(user_id="head1", name="局长", unit="县住建局", post="head")),
    ROSTER.colleagues,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is said for an act, how the item must stand, and by what row it shows to be done."""

    action: Action
    said: Command
    before: Sequence[Entry] = ()
    row: EntryKind | None = None


def row(kind: EntryKind, **values: Any) -> Entry:
    return replace(entry("1(2)", kind, **values), actor="zhujian")


def under_way() -> ReportProgress:
    return ReportProgress(claims=(Claim(ref=ITEM, progress=Progress.UNDER_WAY),))


WAITING = (row(EntryKind.REPORTED, progress=Progress.DONE, after=Status.PENDING),)
STUCK = (row(EntryKind.REPORTED, progress=Progress.STUCK, unit="县住建局"),)
ASKED = (row(EntryKind.EXTENSION_REQUESTED, until=date(2023, 12, 10)),)
APPLIED = replace(
    entry("1(2)", EntryKind.BINDING_ASKED), ref=None, person="newman", unit="县住建局"
)
RESTING = (row(EntryKind.SUSPENDED, after=Status.SUSPENDED),)
OVER = (row(EntryKind.CLOSED, after=Status.CLOSED),)
ACTS = (
    Act(action=Action.SUMMARISE, said=Summarise()),
    Act(action=Action.REPORT, said=under_way(), row=EntryKind.REPORTED),
    Act(
        action=Action.REPORT_ON_BEHALF,
        said=replace(under_way(), on_behalf_of="县住建局"),
        row=EntryKind.REPORTED,
    ),
    Act(action=Action.ACKNOWLEDGE, said=Acknowledge(refs=REFS), row=EntryKind.ACKNOWLEDGED),
    Act(action=Action.APPLY, said=RequestCompletion(refs=REFS), row=EntryKind.APPLIED),
    Act(
        action=Action.CLOSE,
        said=RequestCompletion(refs=REFS, action="approve"),
        before=WAITING,
        row=EntryKind.CLOSED,
    ),
    Act(
        action=Action.RETURN,
        said=RequestCompletion(refs=REFS, action="reject", reason="缺名单"),
        before=WAITING,
        row=EntryKind.RETURNED,
    ),
    Act(
        action=Action.EXTEND,
        said=RequestExtension(refs=REFS, until=date(2023, 12, 10), reason="因设备"),
        row=EntryKind.EXTENSION_REQUESTED,
    ),
    Act(
        action=Action.GRANT,
        said=RequestExtension(refs=REFS, action="approve"),
        before=ASKED,
        row=EntryKind.EXTENSION_GRANTED,
    ),
    Act(
        action=Action.GRANT_FURTHER,
        said=RequestExtension(refs=REFS, action="approve", until=date(2024, 5, 1)),
        before=ASKED,
        row=EntryKind.EXTENSION_GRANTED,
    ),
    Act(
        action=Action.REFUSE,
        said=RequestExtension(refs=REFS, action="reject", reason="可以先结案"),
        before=ASKED,
        row=EntryKind.EXTENSION_REFUSED,
    ),
    Act(action=Action.SEE_DIFFICULTIES, said=ListDifficulties()),
    Act(
        action=Action.COORDINATE,
        said=Coordinate(refs=REFS, answer="已协调"),
        before=STUCK,
        row=EntryKind.COORDINATED,
    ),
    Act(action=Action.SUSPEND, said=Shelve(refs=REFS, reason="等文件"), row=EntryKind.SUSPENDED),
    Act(
        action=Action.STOP,
        said=Shelve(refs=REFS, stop=True, reason="取消"),
        row=EntryKind.STOPPED,
    ),
    Act(
        action=Action.RESUME,
        said=Undo(refs=REFS, kind="reopen"),
        before=RESTING,
        row=EntryKind.RESUMED,
    ),
    Act(
        action=Action.REOPEN,
        said=Undo(refs=REFS, kind="reopen", reason="有反映", look_back=True),
        before=OVER,
        row=EntryKind.REOPENED,
    ),
    Act(action=Action.PROPOSE, said=Shelve(refs=REFS, reason="等文件")),
    Act(
        action=Action.MARK_SENSITIVE,
        said=MarkSensitive(refs=REFS),
        row=EntryKind.SENSITIVE_ON,
    ),
    Act(
        action=Action.AMEND_ITEM,
        said=AmendItem(refs=REFS, wording=Wording(text="另一种写法"), confirmed=True),
        row=EntryKind.AMENDED,
    ),
    Act(
        action=Action.CANCEL_ITEM,
        said=CancelItem(refs=REFS, reason="重复", confirmed=True),
        row=EntryKind.CANCELLED,
    ),
    Act(
        action=Action.APPROVE_BINDING,
        said=AnswerBinding(person="newman"),
        before=(APPLIED,),
        row=EntryKind.BOUND,
    ),
    Act(action=Action.SEE_UNBOUND, said=Unbound()),
    Act(
        action=Action.ASSIGN_ROLE,
        said=AssignRole(person="newman", role=Role.OFFICE),
        row=EntryKind.ROLE_GIVEN,
    ),
    Act(
        action=Action.RENAME_UNIT,
        said=SucceedUnit(old="县住建局", new="县新局", confirmed=True),
        row=EntryKind.UNIT_SUCCEEDED,
    ),
    Act(action=Action.EXPORT_HISTORY, said=ExportHistory()),
    Act(action=Action.REMIND, said=RemindNow(refs=REFS)),
    Act(action=Action.DRY_RUN, said=RemindNow(dry_run=True, day=date(2023, 10, 17))),
    Act(
        action=Action.PAUSE_REMINDERS,
        said=PauseReminders(refs=REFS),
        row=EntryKind.REMINDERS_PAUSED,
    ),
)
ABOUT_NO_ITEM = {
    Action.SUMMARISE,
    Action.SEE_DIFFICULTIES,
    Action.SEE_UNBOUND,
    Action.EXPORT_HISTORY,
}


def a_county(act: Act) -> Ledger:
    chosen = plan(item("1(2)", due=date(2023, 11, 30)), item("2", lead=("县税务局",)))
    book = Ledger.of((chosen,), directory(chosen), Bindings.of(EVERYBODY))
    for number, written in enumerate(act.before, 1):
        book.apply(replace(written, seq=number))
    return book


def say(who: str, act: Act, **seen: Any) -> Decision | None:
    """Give what is decided; None where it is refused."""
    book = a_county(act)
    actor = book.roster.actor(who)
    heard = context(who, ledger=book, roster=book.roster, actor=actor, **seen)
    try:
        return ROUTER.route(act.said, heard)
    except LedgerError:
        return None


def expected(who: str, act: Act) -> bool:
    """Read the table: how far the person's right goes, and whether the item lies within it."""
    right = reach(EVERYBODY.actor(who), act.action)
    of_item = WHO[who]
    allowed: dict[Reach, Callable[[], bool]] = {
        Reach.YES: lambda: True,
        Reach.OWN: lambda: of_item in {"lead", "helper"} or act.action in ABOUT_NO_ITEM,
        Reach.LEAD: lambda: of_item == "lead",
    }
    return allowed.get(right, lambda: False)()


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.action.value)
def test_an_act_is_done_just_where_the_table_allows_it(act: Act, who: str, private: bool) -> None:
    decision = say(who, act, private=private, now=at("2023-10-16 10:00"), rules=Rules())
    kinds = {written.kind for written in decision.entries} if decision else set()
    done = decision is not None if act.row is None else act.row in kinds
    assert done is expected(who, act)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("person", ["zhujian", "shuiwu1"])
def test_whoever_may_releases_a_contact(who: str, person: str) -> None:
    act = Act(action=Action.UNBIND, said=Bind(unbind=True, person=person))
    may = who in {"office1", "admin1"} or (who == "head1" and person == "zhujian")
    assert (say(who, act) is not None) is may


def test_every_act_on_an_item_or_a_person_is_in_the_matrix() -> None:
    elsewhere = {
        Action.ASK,
        Action.SEE_HISTORY,
        Action.SEE_CONTACT,
        Action.SEE_PHONE,
        Action.CORRECT,
        Action.WITHDRAW,
        Action.EXPORT,
        Action.BIND,
        Action.UNBIND,
        Action.ADOPT_MILESTONE,
    }
    assert {act.action for act in ACTS} | elsewhere == set(Action)
