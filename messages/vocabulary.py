"""What the grammar may know of the world, handed in by the caller."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ledger.plan import ItemRef
from ledger.units import UnitDirectory
from ledger.workdays import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the grammar may know of the world: names and numbers that exist, and the date."""

    units: UnitDirectory
    refs: frozenset[ItemRef]
    """Every item number of every plan."""
    today: date
    calendar: WorkCalendar
    bot_names: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    """The plans' names, as far as they may stand before a number."""
    sections: tuple[str, ...] = ()
    """The plans' section titles, in order."""
    tells_of: Callable[[ItemRef, str], bool] | None = None
    """Whether words are out of the text of the item with this number, in some plan."""
    quotes: Callable[[ItemRef, str], bool] | None = None
    """Whether folded words stand, as they are, in the text of that item."""
    is_topic: Callable[[str], bool] | None = None
    """Whether some item's text is about these words; without it, every word may be a topic."""
