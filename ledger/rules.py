"""The numbers of the job that a county may set otherwise, for all plans, for one, for one item."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from enum import StrEnum
from typing import Any

from ledger.plan import ItemRef


class Period(StrEnum):
    """How often open-ended work is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"

    @property
    def months(self) -> int:
        """How many months a period has."""
        return {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRules:
    """What may be set for one plan or one item alone; None: as for all."""

    lead_days: tuple[int, ...] | None = None
    short_lead_days: tuple[int, ...] | None = None
    short_work_days: int | None = None
    overdue_days: tuple[int, ...] | None = None
    weekly_nags: int | None = None
    period: Period | None = None
    period_lead_days: tuple[int, ...] | None = None
    period_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Thresholds and switches; the defaults are those of docs/domain.md."""

    soon_days: int = 7
    """临期: due within this many working days."""
    lead_days: tuple[int, ...] = (30, 7, 3, 1, 0)
    """Working days before the last working day on or before the due date."""
    short_lead_days: tuple[int, ...] = (3, 1, 0)
    """The same for short work."""
    short_work_days: int = 30
    """Work of fewer days than this, from its beginning to its date, is short."""
    overdue_days: tuple[int, ...] = (1, 3, 7)
    """Working days after the due date; then weekly on Mondays."""
    weekly_nags: int = 4
    """So many Mondays; then the item is on the office's list and its units are left in peace."""
    period: Period = Period.QUARTER
    """How often open-ended work is reported."""
    period_lead_days: tuple[int, ...] = (5, 1, 0)
    """Working days before a period's report is wanted."""
    period_day: int = 25
    """The day of a period's last month by which its report is wanted."""
    review: bool = True
    """Whether the office confirms a report of done before the item is closed."""
    self_approval: bool = False
    """Whether an office of one may confirm its own reports on behalf (自审)."""
    office_grants_days: int = 30
    """How far the office extends a date, once, by itself; beyond it an admin does. 0: no limit."""
    resend_unknown: bool = False
    """Whether a push of unknown outcome is sent once more, marked 补发."""
    group_list_at: time = time(8, 30)
    contacts_at: time = time(9, 0)
    quiet_from: time = time(17, 30)
    """Nothing is pushed unasked from here to the next working morning."""
    late_after_minutes: int = 10
    """A round sent later than this after its time is marked 补发."""
    sensitive: frozenset[str] = frozenset()
    """敏感 items, by `20(2)` or `营商 20(2)`: report text of these stays out of groups."""
    of_plans: Mapping[str, ItemRules] = field(default_factory=dict, hash=False)
    """What is set otherwise for a plan, by its name."""
    of_items: Mapping[str, ItemRules] = field(default_factory=dict, hash=False)
    """What is set otherwise for an item, by `15(6)` or `营商 15(6)`."""

    def of(self, plan: str, ref: ItemRef) -> "Rules":
        """Give the rules that hold for one item: its own before its plan's before all."""
        if not self.of_plans and not self.of_items:
            return self
        number = str(ref)
        own = (self.of_items.get(f"{plan} {number}"), self.of_items.get(number))
        found: dict[str, Any] = {}
        for layer in (*own, self.of_plans.get(plan)):
            if layer is not None:
                found = _set(layer) | found
        return replace(self, of_plans={}, of_items={}, **found) if found else self


def _set(layer: ItemRules) -> dict[str, Any]:
    named = ((each.name, getattr(layer, each.name)) for each in fields(layer))
    return {name: value for name, value in named if value is not None}
