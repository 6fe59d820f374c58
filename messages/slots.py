"""A command as plain values for machines, named as in the utterances' README."""

from collections.abc import Callable
from typing import Any

from ledger.progress import Claim, Progress
from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems, Wording
from messages.commands import (
    Acknowledge,
    AskBack,
    AskContact,
    Command,
    Coordinate,
    DueList,
    Export,
    Help,
    ListItems,
    ListTasks,
    NotReported,
    Overdue,
    ReportProgress,
    RequestCompletion,
    RequestExtension,
    Shelve,
    ShowItem,
    Summarise,
    Undo,
    WhoLeads,
)
from messages.people_commands import Bind
from messages.reminder_commands import RemindNow

STATUS_WORDS = {
    Progress.DONE: "已完成",
    Progress.UNDER_WAY: "推进中",
    Progress.NO_CHANGE: "推进中",
    Progress.BEHIND: "滞后",
    Progress.STUCK: "有困难",
    Progress.NOT_STARTED: "未启动",
}
Slots = dict[str, Any]


def slots_of(command: Command) -> Slots:
    """Give what a command holds, empty values left out.

    References are canonical strings, dates ISO, spans their codes. Where items differ in state
    or percent they are listed as `items` ([ref, status, percent]), else once for all.
    """
    make = _MAKERS.get(type(command))
    slots = make(command) if make else {}
    return {
        name: value
        for name, value in slots.items()
        if value not in ("", None, []) and value is not False
    }


def _unit(units: tuple[str, ...]) -> Slots:
    return {"unit": units[0]} if len(units) == 1 else {"units": list(units)}


def _refs(refs: tuple[Any, ...]) -> list[str]:
    return [str(ref) for ref in refs]


def _status(claim: Claim) -> str:
    return STATUS_WORDS[claim.progress] if claim.progress else ""


def _report(command: ReportProgress) -> Slots:
    claims = command.claims
    slots: Slots = {
        "refs": _refs(tuple(sorted(claim.ref for claim in claims))),
        "unit": command.on_behalf_of,
        "correction": command.correction,
        "injection": command.injection,
    }
    if len({(claim.progress, claim.percent) for claim in claims}) > 1:
        slots["items"] = [[str(c.ref), _status(c), c.percent] for c in claims]
    elif claims:
        slots |= {"status": _status(claims[0]), "percent": claims[0].percent}
    slots["percent_text"] = next((c.percent_words for c in claims if c.percent_words), "")
    slots["metric"] = next((c.metric for c in claims if c.metric), "")
    return slots


def _extension(command: RequestExtension) -> Slots:
    return {
        "refs": _refs(command.refs),
        "unit": command.on_behalf_of,
        "date_text": command.date_words,
        "date": command.until.isoformat() if command.until else "",
        "relative_to": "deadline" if command.relative_to_deadline else "",
        "action": command.action,
    }


def _wording(said: Wording, reason: str) -> Slots:
    return {
        "lead": said.lead,
        "units_text": said.units,
        "date_text": said.deadline,
        "text": said.text,
        "note": reason,
    }


def _ask(command: AskBack) -> Slots:
    return {
        "refs": _refs(command.refs),
        "bad_refs": list(command.bad_refs),
        "task": command.objective,
        "whole_task": command.why == "whole_objective",
        "candidates": list(command.candidates),
        "percent": command.percent,
        "date_text": command.date_words,
        "injection": command.injection,
        "name": command.name,
    }


def _bind(command: Bind) -> Slots:
    known = _unit(command.units) if command.units else {"unit": command.name}
    return known | {
        "unknown_unit": bool(command.name),
        "unbind": command.unbind,
        "rebind": command.rebind,
        "refuse": command.refuse,
    }


def _remind(command: RemindNow) -> Slots:
    day = command.until or command.day
    return _unit(command.units) | {
        "refs": _refs(command.refs),
        "target": command.target,
        "date_text": command.date_words,
        "date": day.isoformat() if day else "",
        "dry_run": command.dry_run,
    }


def _summary(command: Summarise) -> Slots:
    return {
        "kind": "通报" if command.bulletin else "",
        "section": command.section,
        "range": command.range.code if command.range else "",
        "date": command.as_of.isoformat() if command.as_of else "",
        "ongoing_only": command.ongoing_only,
    } | _unit(command.units)


_MAKERS: dict[type[Command], Callable[[Any], Slots]] = {
    ListTasks: lambda c: (
        _unit(c.units)
        | {
            "refs": _refs(c.refs),
            "lead_only": c.lead_only,
            "resp_only": c.resp_only,
            "ongoing_only": c.ongoing_only,
            "standing": c.standing or "",
        }
    ),
    ListItems: lambda c: {
        "standing": c.standing or "",
        "section": c.section,
        "ongoing_only": c.ongoing_only,
    },
    ShowItem: lambda c: (
        {"refs": _refs(c.refs), "keyword": c.keyword, "field": c.field}
        | {"history": c.history}
        | ({"page": c.page} if c.page > 1 else {})
    ),
    ReportProgress: _report,
    RequestCompletion: lambda c: {"refs": _refs(c.refs), "action": c.action, "note": c.reason},
    RequestExtension: _extension,
    Acknowledge: lambda c: {"refs": _refs(c.refs)},
    Shelve: lambda c: {"refs": _refs(c.refs), "stop": c.stop, "note": c.reason},
    Undo: lambda c: {"refs": _refs(c.refs), "kind": c.kind},
    Coordinate: lambda c: {"refs": _refs(c.refs), "note": c.answer},
    AddItem: lambda c: {"refs": [str(c.ref)]} | _wording(c.wording, c.reason),
    AmendItem: lambda c: {"refs": _refs(c.refs)} | _wording(c.wording, c.reason),
    MergeItems: lambda c: {"refs": _refs(c.refs), "into": str(c.into), "note": c.reason},
    CancelItem: lambda c: {"refs": _refs(c.refs), "note": c.reason},
    DueList: lambda c: {"range": c.range.code, "section": c.section} | _unit(c.units),
    Overdue: lambda c: {"light": c.light, "section": c.section} | _unit(c.units),
    Summarise: _summary,
    NotReported: lambda c: (
        {"range": c.range.code if c.range else "", "never": c.never, "section": c.section}
        | _unit(c.units)
    ),
    WhoLeads: lambda c: {"refs": _refs(c.refs), "keyword": c.keyword},
    AskContact: lambda c: _unit(c.units) | {"refs": _refs(c.refs)},
    Help: lambda c: {"refs": _refs(c.refs)},
    Export: lambda c: _unit(c.units) | {"format": c.format, "filter": c.only},
    Bind: _bind,
    RemindNow: _remind,
    AskBack: _ask,
}
