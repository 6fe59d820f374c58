"""The dry run of a day: who would be reminded of what, and the group's list."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.world import World
from handlers.rounds import plan_of
from ledger.book import Ledger
from ledger.reminders import DueBoard, board
from messages import items, reminders
from messages.items import Reader
from messages.reminders import Planned
from messages.text import Blocks, join


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would go out on a day."""

    day: date
    working: bool
    planned: tuple[Planned, ...]
    board: DueBoard
    reader: Reader
    blocks: Blocks

    def described(self) -> dict[str, Any]:
        """Give the preview for machines."""
        listed = self.working and not self.board.is_empty
        return {
            "day": self.day.isoformat(),
            "working_day": self.working,
            "reminders": [self._message(message) for message in self.planned],
            "group_list": {
                "sent": listed,
                "today": [str(state.ref) for state in self.board.today],
                "soon": [str(state.ref) for state in self.board.soon],
                "overdue": [str(state.ref) for state in self.board.overdue],
                "text": join(reminders.group_list(self.day, self.board, self.reader, late=False))
                if listed
                else "",
            },
        }

    def _message(self, message: Planned) -> dict[str, Any]:
        return {
            "unit": message.unit,
            "to": message.to,
            "items": [
                {
                    "ref": str(found.state.ref),
                    "title": items.title(found.state.item),
                    "due": found.state.due.isoformat() if found.state.due else None,
                    "leads": found.leads,
                }
                for found in message.due
            ],
        }


def preview(ledger: Ledger, world: World, day: date) -> Preview:
    """Work out a day's messages without queueing any."""
    now = datetime.combine(day, world.rules.contacts_at, tzinfo=world.clock.now().tzinfo)
    context = replace(world.context(ledger), now=now)
    planned = plan_of(day, context)
    found = board(ledger, day, world.calendar, world.rules)
    reader = Reader(today=day, calendar=world.calendar, rules=world.rules)
    working = world.calendar.is_working(day)
    return Preview(
        day=day,
        working=working,
        planned=planned,
        board=found,
        reader=reader,
        blocks=reminders.dry_run(day, planned, found, reader, working=working),
    )
