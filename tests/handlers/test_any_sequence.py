"""Whatever people say in whatever order, the history and the states keep their promises."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers.router import Router
from handlers.routes import all_routes
from ledger.book import Ledger
from ledger.errors import LedgerError
from ledger.plan import ItemRef
from ledger.progress import Claim, Entry, Progress
from ledger.rules import Rules
from ledger.summary import summarise
from ledger.transitions import allowed
from messages.commands import (
    Acknowledge,
    Command,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    Undo,
    UndoKind,
    Verdict,
)
from tests.factories import CALENDAR_2023, SMALL, at, context, ledger, ref

REFS = st.sampled_from([(ref("1(2)"),), (ref("1(3)"),)])
"""A dated and an open-ended item of one unit: few, so that their stories grow long."""
PEOPLE = st.sampled_from(["zhujian", "zhujian", "caizheng", "office1", "admin1", "who"])
REASON = st.sampled_from(["因材料未齐", ""])
VERDICTS = st.sampled_from(get_args(Verdict)) | st.none()
UNDONE: tuple[UndoKind, ...] = get_args(UndoKind)


@st.composite
def commands(draw: st.DrawFn) -> Command:
    """Make any command that may change the ledger."""
    refs: tuple[ItemRef, ...] = draw(REFS)
    kind = draw(st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 5]))
    reason: str = draw(REASON)
    match kind:
        case 0:
            progress = draw(st.sampled_from(Progress))
            percent = draw(st.none() | st.integers(0, 100))
            claim = Claim(ref=refs[0], progress=progress, percent=percent)
            return ReportProgress(claims=(claim,), correction=draw(st.booleans()))
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


class AnySequence(RuleBasedStateMachine):
    """People speak; the clock goes on; nothing that was true of a past day changes."""

    router: Router
    book: Ledger
    rows: list[Entry]
    now: datetime
    past: list[tuple[datetime, str]]

    @initialize()
    def begin(self) -> None:
        self.router = all_routes()
        self.book = ledger()
        self.rows = []
        self.now = at("2023-06-01 09:00")
        self.past = []

    @rule(who=PEOPLE, command=commands())
    def somebody_speaks(self, who: str, command: Command) -> None:
        said = context(
            who,
            ledger=self.book,
            now=self.now,
            message_key=f"m{len(self.rows)}",
            rules=Rules(),
        )
        try:
            decision = self.router.route(command, said)
        except LedgerError:
            return
        for entry in decision.entries:
            written = replace(entry, seq=len(self.rows) + 1)
            assert allowed(entry.kind, entry.before, entry.after), entry
            assert written.ref is not None
            assert entry.before is self.book.state(written.ref, entry.plan).status
            self.rows.append(written)
            self.book.apply(written)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.past.append((self.now, self._view(self.now)))
        self.now += timedelta(days=days)

    @invariant()
    def totals_add_up(self) -> None:
        if not hasattr(self, "book"):
            return
        found = summarise(self.book, self.now.date(), CALENDAR_2023, Rules())
        assert found.totals.add_up
        assert found.totals.total == len(SMALL)
        assert sum(totals.total for _, totals in found.sections) == len(SMALL)

    @invariant()
    def telling_the_history_again_gives_the_same(self) -> None:
        if not hasattr(self, "book"):
            return
        again = self._told(self.now)
        assert list(again) == list(self.book)

    def teardown(self) -> None:
        for moment, view in getattr(self, "past", ()):
            assert self._view(moment) == view

    def _told(self, moment: datetime) -> Ledger:
        book = ledger()
        for entry in self.rows:
            if entry.at <= moment:
                book.apply(entry)
        return book

    def _view(self, moment: datetime) -> str:
        book = self._told(moment)
        return repr((list(book), summarise(book, moment.date(), CALENDAR_2023, Rules()).totals))


AnySequence.TestCase.settings = settings(
    max_examples=40, stateful_step_count=80, deadline=None, derandomize=False
)
TestAnySequence = AnySequence.TestCase
