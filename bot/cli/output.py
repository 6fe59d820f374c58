"""Values as JSON objects for programs that read our output."""

import json
from typing import Any

import typer

from ledger.lights import light
from ledger.plan import Item
from ledger.progress import Entry, ItemState
from ledger.summary import Summary, Totals
from messages import labels
from messages.items import Reader
from storage.mail import Outgoing


def print_json(value: Any) -> None:
    """Print one JSON value on one line, Chinese as it is."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def item(state: ItemState, reader: Reader) -> dict[str, Any]:
    """Give an item with its state; words of the job are in Chinese, days in ISO form."""
    found = state.item
    shown = light(state, reader.today, reader.calendar, reader.rules)
    return {
        "plan": state.plan,
        "ref": str(found.ref),
        "section": found.section,
        "objective": found.objective,
        "text": found.text,
        "lead": "、".join(found.lead),
        "units": list(found.units),
        "units_open": found.units_open,
        "units_text": found.units_text,
        "deadline_text": found.deadline.words,
        "due": state.due.isoformat() if state.due else None,
        "first_due": state.first_due.isoformat() if state.first_due else None,
        "ongoing": found.ongoing,
        "milestones": [{"date": m.day.isoformat(), "text": m.words} for m in found.milestones],
        "targets": [
            {
                "name": t.name,
                "relation": t.relation,
                "value": t.value,
                "unit": t.unit,
                "text": t.words,
            }
            for t in found.targets
        ],
        "status": labels.STATUS_WORDS[state.status],
        "light": labels.LIGHT_WORDS[shown],
    }


def entry(row: Entry) -> dict[str, Any]:
    """Give a history row; codes as they are stored."""
    return {
        "seq": row.seq,
        "plan": row.plan,
        "ref": str(row.ref) if row.ref else None,
        "kind": row.kind.value,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "actor_name": row.actor_name,
        "unit": row.unit,
        "on_behalf": row.on_behalf,
        "part": row.part,
        "words": row.words,
        "progress": row.progress.value if row.progress else None,
        "percent": row.percent,
        "percent_words": row.percent_words,
        "metric": row.metric,
        "note": row.note,
        "until": row.until.isoformat() if row.until else None,
        "before": row.before.value,
        "after": row.after.value,
        "message": row.message_key,
        "concerns": row.concerns,
        "person": row.person,
        "person_name": row.person_name,
        "post": row.post,
        "other": str(row.other) if row.other else None,
        "was": _wording(row.was) if row.was else None,
    }


def _wording(item: Item) -> dict[str, Any]:
    return {
        "lead": list(item.lead),
        "units": item.units_text,
        "deadline": item.deadline.words,
        "text": item.text,
    }


def outgoing(row: Outgoing) -> dict[str, Any]:
    """Give a push as it was queued."""
    return {"to": row.to, "text": row.text}


def _totals(totals: Totals) -> dict[str, int]:
    return {
        "total": totals.total,
        "dated": totals.dated,
        "closed": totals.closed,
        "pending": totals.pending,
        "normal": totals.normal,
        "soon": totals.soon,
        "overdue": totals.overdue,
        "ongoing": totals.ongoing,
        "reported": totals.ongoing_reported,
        "unreported": totals.ongoing_unreported,
        "ongoing_closed": totals.ongoing_closed,
    }


def summary(found: Summary) -> dict[str, Any]:
    """Give a summary's numbers and the items it names."""
    return {
        "day": found.day.isoformat(),
        "plans": list(found.plans),
        "totals": _totals(found.totals),
        "sections": [{"section": name, **_totals(t)} for name, t in found.sections],
        "units": [
            {"unit": u.unit, "lead": _totals(u.lead), "responsible": _totals(u.responsible)}
            for u in found.units
        ],
        "overdue": [str(state.ref) for state in found.overdue],
        "soon": [str(state.ref) for state in found.soon],
        "pending": [str(state.ref) for state in found.pending],
        "asked": [str(state.ref) for state in found.asked],
        "stuck": [str(state.ref) for state in found.stuck],
    }
