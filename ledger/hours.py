"""When the bot may speak unasked: working days, from a rule's hour until the quiet begins."""

from datetime import datetime, time, timedelta

from ledger.rules import Rules
from ledger.workdays import WorkCalendar


def opening(now: datetime, opens: time, rules: Rules, calendar: WorkCalendar) -> datetime | None:
    """Say when an unasked message may next go; None where it may go now."""
    if calendar.is_working(now.date()) and opens <= now.time() < rules.quiet_from:
        return None
    passed = now.time() >= opens
    day = calendar.on_or_after(now.date() + timedelta(days=1 if passed else 0))
    return datetime.combine(day, opens, tzinfo=now.tzinfo)
