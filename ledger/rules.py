"""The numbers of the job that a county may set otherwise."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Thresholds and switches; the defaults are those of docs/domain.md."""

    soon_days: int = 7
    """临期: due within this many working days."""
    lead_days: tuple[int, ...] = (30, 7, 3, 1, 0)
    """Working days before the last working day on or before the due date."""
    overdue_days: tuple[int, ...] = (1, 3, 7)
    """Working days after the due date; then weekly on Mondays."""
    review: bool = True
    """Whether the office confirms a report of done before the item is closed."""
    self_approval: bool = False
    """Whether an office of one may confirm its own reports on behalf (自审)."""
    resend_unknown: bool = False
    """Whether a push of unknown outcome is sent once more, marked 补发."""
    group_list_at: time = time(8, 30)
    contacts_at: time = time(9, 0)
    quiet_from: time = time(17, 30)
    """Nothing is pushed unasked from here to the next working morning."""
    late_after_minutes: int = 10
    """A round sent later than this after its time is marked 补发."""
