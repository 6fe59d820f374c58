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
│   └── NoUnitOfYours  … and asks about "our unit"
├── NotYourUnit        the item belongs to other units
├── LeadOnly           only the lead unit applies for closing or a later date
├── NotAllowed         the act is for another role
├── SelfApproval       nobody confirms what he himself reported on behalf
├── WrongStatus        the item's state does not allow the act
├── NotDated           the item is open-ended: there is no date to move
├── PastDue            the date in force is over: too late to ask for another
├── NoNewDate          an application for a later date that does not name it
├── NotLater           the new date does not lie after the one in force
├── NoRequest          no application for a later date waits for an answer
├── Superseded         the pressed button was for an earlier application
├── NothingToWithdraw  nothing of the sender's that could be taken back
├── TooLate            what the sender said was said on an earlier day, or was decided on since
├── NoReason           an act that needs a reason came without one
├── NothingToAmend     an amendment that names nothing, or nothing that is not so already
├── ItemIncomplete     a new item that lacks what every item has
├── UnclearDeadline    words for a deadline that name neither a day nor open-ended work
├── NumberTaken        the number of a new item belongs to another
├── NoSubItems         a new item for an objective that has no sub-items, or is not there
├── UnknownPerson      nobody of that name or user id is known, or several are
├── AlreadyBound       the sender stands for the unit already
├── LastAdmin          the last admin cannot take his own role
├── UnfitWords         the words hold what must not be kept on a public network
├── NoDifficulty       no reported difficulty waits for an answer
├── NoAnswerWords      an answer to a difficulty that does not say what was done
├── NothingToRemind    no unit has anything it could be reminded of now
├── NoUnitNamed        the plan names no unit of the kind that was to be reminded
├── NoMilestone        the item's text has no such date, or it was adopted before
└── NotOffered         understood, but this version does not do it
"""

from dataclasses import dataclass
from datetime import date

from ledger.amendments import Part
from ledger.plan import ItemRef
from ledger.progress import EntryKind, Status
from ledger.rights import Action, Role
from ledger.secrecy import Secret


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


class NoUnitOfYours(NotBound):
    """A question about the sender's own unit by somebody who is on no unit's list."""


@dataclass(eq=False)
class NotYourUnit(LedgerError):
    """`ref` is led by `lead`, with `units` responsible; the sender is of none of them.

    `named`: the unit in whose place the office wanted to report.
    """

    ref: ItemRef
    lead: tuple[str, ...]
    units: tuple[str, ...]
    named: str = ""


@dataclass(eq=False)
class LeadOnly(LedgerError):
    """The sender's unit is responsible for `ref`, but only `lead` may do what `action` says."""

    ref: ItemRef
    lead: tuple[str, ...]
    action: Action = Action.APPLY


@dataclass(eq=False)
class NotAllowed(LedgerError):
    """`action` is for people in one of the roles `may`."""

    action: Action
    may: tuple[Role, ...]


@dataclass(eq=False)
class SelfApproval(LedgerError):
    """What waits of `ref` was lodged on behalf by the very person who now answers it."""

    ref: ItemRef
    action: Action = Action.CLOSE


@dataclass(eq=False)
class WrongStatus(LedgerError):
    """`ref` is in `status`, which does not allow `action`."""

    ref: ItemRef
    status: Status
    action: Action


@dataclass(eq=False)
class NotDated(LedgerError):
    """`ref` never falls due."""

    ref: ItemRef


@dataclass(eq=False)
class PastDue(LedgerError):
    """`ref` fell due on `due`: a later date is applied for before or on that day."""

    ref: ItemRef
    due: date


@dataclass(eq=False)
class NoNewDate(LedgerError):
    """A later date than `due` is wanted for `ref`, but which one is not said."""

    ref: ItemRef
    due: date


@dataclass(eq=False)
class NotLater(LedgerError):
    """`until` is not after `due`, the date in force of `ref`."""

    ref: ItemRef
    due: date
    until: date


@dataclass(eq=False)
class NoRequest(LedgerError):
    """Nobody has applied for a later date of `ref`, or it was answered already."""

    ref: ItemRef
    action: Action


@dataclass(eq=False)
class NothingToWithdraw(LedgerError):
    """There is no row of `ref` (of any item, where None) that the sender could take back."""

    ref: ItemRef | None = None


@dataclass(eq=False)
class NotTakenBack(LedgerError):
    """The sender's last act is none that a bare 撤回 takes back; no older one is taken."""

    kind: EntryKind


@dataclass(eq=False)
class TooLate(LedgerError):
    """The sender's row about `ref` of `day` stands: only the office can take it back now."""

    ref: ItemRef
    day: date


@dataclass(eq=False)
class NoReason(LedgerError):
    """`action` on `ref` goes into the history for good, and so needs a reason."""

    ref: ItemRef
    action: Action


@dataclass(eq=False)
class NothingToAmend(LedgerError):
    """What is to be changed of `ref` is not said, or is so already."""

    ref: ItemRef


@dataclass(eq=False)
class ItemIncomplete(LedgerError):
    """The new item `ref` lacks `missing`."""

    ref: ItemRef
    missing: tuple[Part, ...]


@dataclass(eq=False)
class UnclearDeadline(LedgerError):
    """`words` are to be the deadline of `ref`, but when that is cannot be read from them."""

    ref: ItemRef
    words: str


@dataclass(eq=False)
class NumberTaken(LedgerError):
    """There is an item `ref` already; `free` is the next number of the objective."""

    ref: ItemRef
    free: ItemRef


@dataclass(eq=False)
class NoSubItems(LedgerError):
    """`ref` cannot be added: its objective has no sub-items to stand beside."""

    ref: ItemRef


@dataclass(eq=False)
class UnknownPerson(LedgerError):
    """`name` is nobody who could be meant; `candidates` are user ids where it is several."""

    name: str
    candidates: tuple[str, ...] = ()


@dataclass(eq=False)
class AlreadyBound(LedgerError):
    """The sender stands for `unit` already."""

    unit: str


@dataclass(eq=False)
class ForSomebodyElse(LedgerError):
    """Whoever wants to stand for a unit asks himself; the user id of the message counts."""

    name: str


@dataclass(eq=False)
class NoApplication(LedgerError):
    """Nobody of that name waits for an answer, or a button is about an older application."""

    name: str


class OwnApplication(LedgerError):
    """Nobody of the office answers what he asked for himself."""


@dataclass(eq=False)
class UnitTaken(LedgerError):
    """A unit cannot be renamed to one that there is already: that is a merger."""

    old: str
    new: str


@dataclass(eq=False)
class NotAContact(LedgerError):
    """The person does not stand for the unit, or for any."""

    name: str
    unit: str = ""


class LastAdmin(LedgerError):
    """Somebody must be left who can give roles."""


@dataclass(eq=False)
class UnfitWords(LedgerError):
    """The message holds `secrets`; nothing of it may be kept."""

    secrets: tuple[Secret, ...]


class NothingToRemind(LedgerError):
    """Nothing is late, due soon or unreported of what was named."""


@dataclass(eq=False)
class NoUnitNamed(LedgerError):
    """`ref` names no unit of its own: nobody is reminded because of collective words."""

    ref: ItemRef
    words: str
    """What the plan says instead."""


@dataclass(eq=False)
class NoMilestone(LedgerError):
    """`ref` has no further date to adopt; `days` are those in its text."""

    ref: ItemRef
    days: tuple[date, ...]


@dataclass(eq=False)
class NotOffered(LedgerError):
    """`what` (an intent's name) was understood, but this version does not do it."""

    what: str


@dataclass(eq=False)
class NoDifficulty(LedgerError):
    """No unit reported a difficulty with `ref` that was not answered yet."""

    ref: ItemRef


@dataclass(eq=False)
class NoAnswerWords(LedgerError):
    """The office answers the difficulties of `ref` without a word of what was done."""

    ref: ItemRef


@dataclass(eq=False)
class Superseded(LedgerError):
    """The button was offered for an earlier application about `ref`; something newer waits."""

    ref: ItemRef
