"""The ledger in memory: every plan's items with their folded states, found by number and unit."""

import copy
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from ledger.amendments import ItemVersion, placed, reworded
from ledger.bindings import Bindings
from ledger.errors import AmbiguousPlan, EmptyLedger, UnknownItem, WholeObjective
from ledger.pauses import Pauses
from ledger.people import Roster
from ledger.plan import Item, ItemRef, Plan
from ledger.progress import Entry, EntryKind, ItemState, initial
from ledger.search import ItemSearch
from ledger.succession import Succession, renamed_item, renamed_state, succession_of
from ledger.telling import apply
from ledger.units import UnitDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitShare:
    """What one unit has in one plan: numbers it leads, numbers it is only responsible for."""

    lead: tuple[ItemRef, ...] = ()
    responsible: tuple[ItemRef, ...] = ()


@dataclass(slots=True)
class Book:
    """台账: one plan with the state of each item, and the indexes that keep questions cheap."""

    plan: Plan
    states: MutableMapping[ItemRef, ItemState]
    shares: Mapping[str, UnitShare]
    """By canonical unit name; collective words (各相关单位) are no unit and are not in it."""
    objectives: Mapping[int, tuple[ItemRef, ...]]
    open_count: int
    """How many items leave the responsible unit open."""
    leads: Mapping[ItemRef, tuple[str, ...]]
    """Canonical lead units of each item."""
    helpers: Mapping[ItemRef, tuple[str, ...]]
    """Canonical units that are only responsible, in the order of the plan."""
    topics: ItemSearch
    """Finds items by words of their text."""
    issued: date | None = None
    """The day the plan was first imported: work whose date comes soon after is short."""

    @classmethod
    def of(cls, plan: Plan, directory: UnitDirectory) -> Self:
        """Open a plan nobody has reported on; `directory` gives printed names their unit."""
        leads: dict[str, list[ItemRef]] = {}
        others: dict[str, list[ItemRef]] = {}
        lead_of: dict[ItemRef, tuple[str, ...]] = {}
        helpers: dict[ItemRef, tuple[str, ...]] = {}
        objectives: dict[int, list[ItemRef]] = {}
        for item in plan.items:
            lead_of[item.ref] = tuple(dict.fromkeys(map(directory.canonical, item.lead)))
            named = dict.fromkeys(directory.canonical(name) for name in item.units)
            for unit in lead_of[item.ref]:
                leads.setdefault(unit, []).append(item.ref)
            helpers[item.ref] = tuple(
                unit for unit in named if unit not in lead_of[item.ref] and directory.is_unit(unit)
            )
            for unit in helpers[item.ref]:
                others.setdefault(unit, []).append(item.ref)
            objectives.setdefault(item.ref.objective, []).append(item.ref)
        return cls(
            plan=plan,
            states={item.ref: initial(plan.name, item) for item in plan.items},
            shares={
                unit: UnitShare(
                    lead=tuple(leads.get(unit, ())), responsible=tuple(others.get(unit, ()))
                )
                for unit in leads | others
            },
            objectives={number: tuple(refs) for number, refs in objectives.items()},
            open_count=sum(item.units_open for item in plan.items),
            leads=lead_of,
            helpers=helpers,
            topics=ItemSearch(plan.items),
        )

    def __iter__(self) -> Iterator[ItemState]:
        """Go through the states in the order of the document."""
        return (self.states[item.ref] for item in self.plan.items)

    def amended(self, item: Item, directory: UnitDirectory) -> "Book":
        """Give the plan with an item reworded or added; everything that was said stays."""
        plan = replace(self.plan, items=placed(self.plan.items, item))
        states = copy.copy(self.states)
        known = states.get(item.ref)
        states[item.ref] = reworded(known, item) if known else initial(plan.name, item)
        return replace(Book.of(plan, directory), states=states, issued=self.issued)

    def succeeded(self, change: Succession, before: UnitDirectory, after: UnitDirectory) -> "Book":
        """Give the book in which a unit goes on as another."""
        items = tuple(renamed_item(state.item, change, before.canonical) for state in self)
        plan = replace(self.plan, items=items)
        states: MutableMapping[ItemRef, ItemState] = {
            item.ref: renamed_state(self.states[item.ref], item, change) for item in items
        }
        return replace(Book.of(plan, after), states=states, issued=self.issued)

    def draft(self) -> "Book":
        """Give a copy that takes changes without touching this one; costs nothing to make."""
        return replace(self, states=ChainMap({}, self.states))


class Ledger:
    """All plans of a county, answered from memory."""

    def __init__(
        self, books: Mapping[str, Book], directory: UnitDirectory, people: Bindings
    ) -> None:
        self.books = dict(books)
        self.directory = directory
        self.people = people
        self.pauses = Pauses()
        self.revision = 0
        """Moves with everything the ledger is told."""
        self.coming: tuple[Succession, ...] = ()
        """What units go on as others, from a day that has not come yet."""
        self.amendments = 0
        """How often an item was reworded or added, or a unit renamed, since the opening."""

    @classmethod
    def of(
        cls, plans: Iterable[Plan], directory: UnitDirectory, people: Bindings | None = None
    ) -> Self:
        """Open several plans side by side under one directory of units."""
        books = {plan.name: Book.of(plan, directory) for plan in plans}
        return cls(books, directory, people or Bindings.of(Roster((), ())))

    @property
    def roster(self) -> Roster:
        """Everybody who may do more than ask."""
        return self.people.roster

    def __iter__(self) -> Iterator[ItemState]:
        """Go through all states, plan by plan, in document order."""
        for book in self.books.values():
            yield from book

    def draft(self) -> "Ledger":
        """Give a view for deciding several changes in a row before any is durable."""
        books = {name: book.draft() for name, book in self.books.items()}
        drafted = Ledger(books, self.directory, self.people.draft())
        drafted.pauses = self.pauses.draft()
        drafted.coming = self.coming
        return drafted

    def apply(self, entry: Entry) -> None:
        """Take one committed (or, in a draft, decided) history row into the state."""
        self.revision += 1
        self.begin(entry.at.date())
        self.pauses.apply(entry)
        if entry.ref is None:
            self.people.apply(entry)
            if change := succession_of(entry):
                self.coming = (*self.coming, change)
                self.begin(entry.at.date())
            book = self.books.get(entry.plan)
            if book is not None and entry.kind is EntryKind.IMPORTED:
                book.issued = book.issued or entry.at.date()
            return
        states = self.books[entry.plan].states
        states[entry.ref] = apply(states[entry.ref], entry)

    def begin(self, day: date) -> None:
        """Let a day begin: units that go on as others from it on do so now."""
        if not self.coming:
            return
        due = [change for change in self.coming if change.since <= day]
        self.coming = tuple(change for change in self.coming if change.since > day)
        for change in sorted(due, key=lambda c: c.since):
            self._succeed(change)

    def _succeed(self, change: Succession) -> None:
        self.revision += 1
        before = self.directory
        after = before.succeeded(change.old, change.new)
        change = replace(change, old=before.canonical(change.old), new=after.canonical(change.new))
        self.books = {
            name: book.succeeded(change, before, after) for name, book in self.books.items()
        }
        self.directory = after
        self.people.rename(change)
        self.pauses.rename(change)
        self.amendments += 1

    def amend(self, version: ItemVersion) -> None:
        """Take a new wording of an item, or a new item; its history row is applied after it."""
        book = self.books[version.plan]
        self.books[version.plan] = book.amended(version.item, self.directory)
        self.revision += 1
        self.amendments += 1

    def plans_with(self, ref: ItemRef) -> tuple[str, ...]:
        """Name the plans that have an item of this number."""
        return tuple(name for name, book in self.books.items() if ref in book.states)

    def state(self, ref: ItemRef, plan: str = "") -> ItemState:
        """Find an item by number, in `plan` or in the only plan that has it.

        Raises EmptyLedger, UnknownItem, WholeObjective or AmbiguousPlan.
        """
        if not self.books:
            raise EmptyLedger
        names = (plan,) if plan else self.plans_with(ref)
        found = [self.books[n].states[ref] for n in names if ref in self.books[n].states]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousPlan(ref, tuple(names))
        siblings = self.siblings(ref.objective)
        if siblings and not ref.number:
            raise WholeObjective(ref.objective, siblings)
        raise UnknownItem((ref,), siblings)

    def about(self, words: str) -> tuple[ItemState, ...]:
        """Find items by words of their text or objective, plan by plan."""
        return tuple(
            book.states[ref] for book in self.books.values() for ref in book.topics.find(words)
        )

    def perhaps_about(self, words: str) -> tuple[ItemState, ...]:
        """Find items by words, with the items beside them that have the words in part."""
        return tuple(
            book.states[ref]
            for book in self.books.values()
            for ref in book.topics.neighbours(words)
        )

    def is_topic(self, words: str) -> bool:
        """Whether some item is about these words."""
        return any(book.topics.has(words) for book in self.books.values())

    def tells_of(self, ref: ItemRef, words: str) -> bool:
        """Whether words are out of the text of the item with this number, in some plan."""
        return any(book.topics.tells_of(ref, words) for book in self.books.values())

    def quotes(self, ref: ItemRef, words: str) -> bool:
        """Whether these folded words stand in the text of the item, in some plan."""
        return any(book.topics.quotes(ref, words) for book in self.books.values())

    def siblings(self, objective: int) -> tuple[ItemRef, ...]:
        """List the items of an objective over all plans, in order, each number once."""
        refs = {r for book in self.books.values() for r in book.objectives.get(objective, ())}
        return tuple(sorted(refs))
