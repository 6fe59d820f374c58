"""What can be wrong with a request, as values of the job that carry facts and no sentence.

LedgerError
├── EmptyLedger        nothing was imported yet
├── UnknownItem        no item has this number
├── WholeObjective     the number names several items
├── AmbiguousPlan      several plans have this number
├── NoItemNamed        a report that does not say of which item
├── UnknownUnit        no unit has this name
├── AmbiguousUnit      several units could be meant
├── NothingFound       no item's text has these words
├── NotBound           the sender is on no unit's list
├── NotYourUnit        the item belongs to other units
├── LeadOnly           only the lead unit applies for closing
├── NotAllowed         the act is for another role
├── SelfApproval       nobody confirms what he himself reported on behalf
├── WrongStatus        the item's state does not allow the act
└── NotOffered         understood, but this version does not do it
"""

from dataclasses import dataclass

from ledger.plan import ItemRef
from ledger.progress import Status
from ledger.rights import Action, Role


class LedgerError(Exception):
    """A request that cannot be granted; `messages.errors` words it."""


class EmptyLedger(LedgerError):
    """No plan was imported yet."""


@dataclass(eq=False)
class UnknownItem(LedgerError):
    """`refs` name no item; `near` are items of the same objective, in order."""

    refs: tuple[ItemRef, ...]
    near: tuple[ItemRef, ...] = ()


@dataclass(eq=False)
class WholeObjective(LedgerError):
    """The bare number `objective` stands for all of `candidates`."""

    objective: int
    candidates: tuple[ItemRef, ...]


@dataclass(eq=False)
class AmbiguousPlan(LedgerError):
    """`ref` exists in each of `plans`."""

    ref: ItemRef
    plans: tuple[str, ...]


@dataclass(eq=False)
class NoItemNamed(LedgerError):
    """A report without a number; `candidates` are the sender's open items."""

    candidates: tuple[ItemRef, ...] = ()


@dataclass(eq=False)
class UnknownUnit(LedgerError):
    """No unit is called `name`; `near` sound or look alike."""

    name: str
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class AmbiguousUnit(LedgerError):
    """`name` could be each of `candidates`."""

    name: str
    candidates: tuple[str, ...]


@dataclass(eq=False)
class NothingFound(LedgerError):
    """No item's text has `keyword`."""

    keyword: str


class NotBound(LedgerError):
    """The sender is on no unit's list: he may ask, not report."""


@dataclass(eq=False)
class NotYourUnit(LedgerError):
    """`ref` is led by `lead`, with `units` responsible; the sender is of none of them."""

    ref: ItemRef
    lead: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(eq=False)
class LeadOnly(LedgerError):
    """The sender's unit is responsible for `ref`, but only `lead` may apply for closing."""

    ref: ItemRef
    lead: tuple[str, ...]


@dataclass(eq=False)
class NotAllowed(LedgerError):
    """`action` is for people in one of the roles `may`."""

    action: Action
    may: tuple[Role, ...]


@dataclass(eq=False)
class SelfApproval(LedgerError):
    """`ref` was reported on behalf by the very person who now confirms it."""

    ref: ItemRef


@dataclass(eq=False)
class WrongStatus(LedgerError):
    """`ref` is in `status`, which does not allow `action`."""

    ref: ItemRef
    status: Status
    action: Action


@dataclass(eq=False)
class NotOffered(LedgerError):
    """`what` (an intent's name) was understood, but this version does not do it."""

    what: str
