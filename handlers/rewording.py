"""From an amendment in words to the values an item is made of: units that exist, a real date."""

from handlers.router import Context
from ledger.amendments import Change
from ledger.due import parse_deadline
from ledger.errors import AmbiguousUnit, UnclearDeadline, UnknownUnit
from ledger.plan import Deadline, ItemRef
from ledger.unit_cell import UnitCell, is_collective, split_units
from messages.amendment_commands import Wording
from messages.text import listed


def change_of(ref: ItemRef, said: Wording, context: Context) -> Change:
    """Read what is said anew of an item.

    Raises UnknownUnit, AmbiguousUnit and UnclearDeadline.
    """
    lead = tuple(_unit(name, context) for name in split_units(said.lead).units)
    return Change(
        lead=tuple(dict.fromkeys(lead)),
        units=_units(said.units, context) if said.units else None,
        deadline=_deadline(ref, said.deadline, context) if said.deadline else None,
        text=said.text,
    )


def _units(words: str, context: Context) -> UnitCell:
    """Read the responsible units; a collective (各相关单位) stays in its own words."""
    cell = split_units(words)
    names = tuple(n if is_collective(n) else _unit(n, context) for n in cell.units)
    return UnitCell(units=names, open=cell.open, text=listed(names))


def _unit(name: str, context: Context) -> str:
    directory = context.ledger.directory
    canonical = directory.canonical(name)
    if canonical in directory.names:
        return canonical
    found = directory.resolve(name)
    if not found:
        raise UnknownUnit(name, directory.near(name))
    if len(found) > 1:
        raise AmbiguousUnit(name, found)
    return found[0]


def _deadline(ref: ItemRef, words: str, context: Context) -> Deadline:
    """Read a deadline; words without a year mean this one."""
    deadline = parse_deadline(words, context.now.year)
    if deadline.due is None and not deadline.ongoing:
        raise UnclearDeadline(ref, words)
    return deadline
