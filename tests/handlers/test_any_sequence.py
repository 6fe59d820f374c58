"""Whatever people say in whatever order, the history and the states keep their promises."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers.router import Router
from handlers.routes import all_routes
from ledger.amendments import ItemVersion, placed
from ledger.bindings import Bindings
from ledger.book import Ledger
from ledger.errors import LedgerError
from ledger.plan import Item, ItemRef, Plan
from ledger.progress import Claim, Entry, Progress
from ledger.rights import Role
from ledger.rules import Rules
from ledger.summary import summarise
from ledger.transitions import allowed
from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems, Wording
from messages.commands import (
    Acknowledge,
    Command,
    Coordinate,
    MarkSensitive,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    Undo,
    UndoKind,
    Verdict,
)
from messages.people_commands import AnswerBinding, AssignRole, Bind, ChangePost, SucceedUnit
from tests.factories import CALENDAR_2023, ROSTER, SMALL, at, context, directory, plan, ref

ADDED = ref("1(4)")
LAST_DAY = at("2024-06-01 09:00").date()
REFS = st.sampled_from([(ref("1(2)"),), (ref("1(3)"),), (ADDED,)])
"""A dated and an open-ended item of one unit, and one that may be added: few, so that their
stories grow long."""
PEOPLE = st.sampled_from(["zhujian", "zhujian", "caizheng", "office1", "admin1", "who"])
REASON = st.sampled_from(["因材料未齐", ""])
VERDICTS = st.sampled_from(get_args(Verdict)) | st.none()
WORDINGS = st.builds(
    Wording,
    lead=st.sampled_from(["", "县住建局", "县财政局"]),
    units=st.sampled_from(["", "县税务局", "县财政局、各相关单位"]),
    deadline=st.sampled_from(["", "", "9月底前", "2024年3月底前", "长期坚持"]),
    text=st.sampled_from(["", "", "另一种写法，按要求办好"]),
)
UNDONE: tuple[UndoKind, ...] = get_args(UndoKind)


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """Make any command that may change the state of an item."""
    refs: tuple[ItemRef, ...] = draw(REFS)
    kind = draw(st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 5]))
    reason: str = draw(REASON)
    match kind:
        case 0:
            progress = draw(st.sampled_from(Progress))
            percent = draw(st.none() | st.integers(0, 100))
            named = draw(st.sampled_from([refs, (ref("1(2)"), ref("1(3)"))]))
            claims = tuple(Claim(ref=r, progress=progress, percent=percent) for r in named)
            return ReportProgress(claims=claims, correction=draw(st.booleans()))
        case 1:
            return RequestCompletion(refs=refs, action=draw(VERDICTS), reason=reason)
        case 2:
            until = draw(st.dates(at("2023-11-01 09:00").date(), at("2024-06-01 09:00").date()))
            return RequestExtension(refs=refs, action=draw(VERDICTS), until=until, reason=reason)
        case 3:
            return Acknowledge(refs=refs)
        case 4:
            return Shelve(refs=refs, stop=draw(st.booleans()), reason=reason)
        case _:
            chosen = draw(st.sampled_from(UNDONE))
            named = refs if chosen == "reopen" or draw(st.booleans()) else ()
            return Undo(refs=named, kind=chosen, reason=reason)


@st.composite
def amendments(draw: st.DrawFn) -> Command:
    """Make any change of the plan, shown only or confirmed."""
    refs, reason = draw(REFS), draw(REASON)
    confirmed = draw(st.sampled_from([True, True, False]))
    match draw(st.sampled_from([0, 0, 0, 1, 2, 3])):
        case 0:
            return AmendItem(refs=refs, wording=draw(WORDINGS), confirmed=confirmed)
        case 1:
            whole = Wording(lead="县住建局", deadline="12月底前", text="新加的一件事")
            return AddItem(ref=ADDED, wording=whole, confirmed=confirmed)
        case 2:
            into = draw(st.sampled_from([ref("1(1)"), ref("1(3)"), ADDED]))
            return MergeItems(refs=refs, into=into, confirmed=confirmed)
        case _:
            return CancelItem(refs=refs, reason=reason, confirmed=confirmed)


SOMEBODY = st.sampled_from(["zhujian", "caizheng", "newman", "office1", "admin1"])
UNIT = st.sampled_from([("县住建局",), ("县财政局",)])
NAMES = st.sampled_from(["县住建局", "县财政局", "县新局"])
SINCE = st.none() | st.dates(at("2023-06-01 09:00").date(), LAST_DAY)
ABOUT_PEOPLE = st.one_of(
    st.builds(Bind, units=UNIT, rebind=st.booleans()),
    st.builds(AnswerBinding, person=SOMEBODY, units=UNIT, approve=st.booleans()),
    st.builds(Bind, unbind=st.just(value=True), person=SOMEBODY, leaves=st.booleans()),
    st.builds(ChangePost, person=SOMEBODY, post=st.sampled_from(["main", "backup", "head"])),
    st.builds(
        AssignRole,
        person=SOMEBODY,
        role=st.sampled_from([Role.OFFICE, Role.ADMIN]),
        take=st.booleans(),
    ),
    st.builds(
        SucceedUnit,
        old=NAMES,
        new=NAMES,
        since=SINCE,
        merge=st.booleans(),
        confirmed=st.just(value=True),
    ),
)
"""Any change of who stands for what, and of what a unit is called."""
ABOUT_DIFFICULTIES = st.one_of(
    st.builds(Coordinate, refs=REFS, answer=REASON),
    st.builds(MarkSensitive, refs=REFS, clear=st.booleans()),
)


def county(chosen: Plan) -> Ledger:
    """Open the plan with everybody the settings name."""
    return Ledger.of((chosen,), directory(chosen), Bindings.of(ROSTER))


class AnySequence(RuleBasedStateMachine):
    """People speak; the clock goes on; nothing that was true of a past day changes."""

    router: Router
    book: Ledger
    rows: list[Entry]
    versions: list[ItemVersion]
    now: datetime
    past: list[tuple[datetime, str]]

    @initialize()
    def begin(self) -> None:
        self.router = all_routes()
        self.book = county(plan())
        self.rows = []
        self.versions = []
        self.now = at("2023-06-01 09:00")
        self.past = []

    @rule(who=PEOPLE, command=commands())
    def somebody_speaks(self, who: str, command: Command) -> None:
        self._say(who, command)

    @rule(who=st.sampled_from(["admin1", "admin1", "office1", "zhujian"]), command=amendments())
    def somebody_changes_the_plan(self, who: str, command: Command) -> None:
        self._say(who, command)

    @rule(who=st.sampled_from(["office1", "admin1", "zhujian"]), command=ABOUT_DIFFICULTIES)
    def the_office_answers(self, who: str, command: Command) -> None:
        self._say(who, command)

    @rule(
        who=st.sampled_from(["admin1", "office1", "office2", "newman", "zhujian"]),
        command=ABOUT_PEOPLE,
    )
    def somebody_comes_or_goes(self, who: str, command: Command) -> None:
        self._say(who, command)

    def _say(self, who: str, command: Command) -> None:
        said = context(
            who,
            ledger=self.book,
            now=self.now,
            message_key=f"m{len(self.rows)}",
            rules=Rules(),
            roster=self.book.roster,
            actor=self.book.roster.actor(who),
        )
        try:
            decision = self.router.route(command, said)
        except LedgerError:
            return
        for version in decision.versions:
            self.versions.append(version)
            self.book.amend(version)
        for entry in decision.entries:
            written = replace(entry, seq=len(self.rows) + 1)
            assert allowed(entry.kind, entry.before, entry.after), entry
            before = self.book.state(written.ref, entry.plan) if written.ref else None
            assert before is None or entry.before is before.status
            self.rows.append(written)
            self.book.apply(written)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.past.append((self.now, self._view(self.now)))
        self.now += timedelta(days=days)
        self.book.begin(self.now.date())

    @invariant()
    def somebody_can_always_give_roles(self) -> None:
        if hasattr(self, "book"):
            assert self.book.roster.in_role(Role.ADMIN)

    @invariant()
    def a_unit_never_has_two_main_contacts(self) -> None:
        if not hasattr(self, "book"):
            return
        mains = [c.unit for c in self.book.roster.contacts if c.post == "main"]
        assert len(mains) == len(set(mains))

    @invariant()
    def totals_add_up(self) -> None:
        if not hasattr(self, "book"):
            return
        found = summarise(self.book, self.now.date(), CALENDAR_2023, Rules())
        assert found.totals.add_up
        items = len(SMALL) + any(version.item.ref == ADDED for version in self.versions)
        assert found.totals.total == items
        assert sum(totals.total for _, totals in found.sections) == items

    @invariant()
    def telling_the_history_again_gives_the_same(self) -> None:
        if not hasattr(self, "book"):
            return
        again = self._told(self.now)
        assert list(again) == list(self.book)
        assert again.roster.contacts == self.book.roster.contacts
        assert again.roster.colleagues == self.book.roster.colleagues
        assert again.directory.names == self.book.directory.names

    def teardown(self) -> None:
        for moment, view in getattr(self, "past", ()):
            assert self._view(moment) == view

    def _told(self, moment: datetime) -> Ledger:
        items: tuple[Item, ...] = SMALL
        for version in self.versions:
            items = placed(items, version.item) if version.since <= moment else items
        book = county(plan(*items))
        for entry in self.rows:
            if entry.at <= moment:
                book.apply(entry)
        book.begin(moment.date())
        return book

    def _view(self, moment: datetime) -> str:
        book = self._told(moment)
        return repr((list(book), summarise(book, moment.date(), CALENDAR_2023, Rules()).totals))


AnySequence.TestCase.settings = settings(
    max_examples=40, stateful_step_count=80, deadline=None, derandomize=False
)
TestAnySequence = AnySequence.TestCase
