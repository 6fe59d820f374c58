"""How a row of the history is written: when, which unit, who, what, and the original words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ledger.progress import Entry, EntryKind, Status
from ledger.rights import Role
from messages import labels

_REPORTED = frozenset({EntryKind.REPORTED, EntryKind.CORRECTED})
_POSTS = {"main": "主", "backup": "备", "head": "负责人"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows beside the one that is written: which of them it is about, which count no more."""

    by_number: Mapping[int, Entry] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Entry]) -> "Rows":
        """Look through rows, in whatever order."""
        known = {row.seq: row for row in rows}
        taken = (row.concerns for row in known.values() if row.kind is EntryKind.WITHDRAWN)
        return cls(by_number=known, withdrawn=frozenset(seq for seq in taken if seq))


_ALONE = Rows()


def marks(entry: Entry) -> tuple[str, ...]:
    """Name what is special about a row: on behalf, one's own approved, closed unseen, a part."""
    decided = entry.kind in {EntryKind.CLOSED, EntryKind.EXTENSION_GRANTED}
    unseen = entry.kind in _REPORTED and entry.after is Status.CLOSED is not entry.before
    found = (
        ("代报", entry.on_behalf and not decided),
        ("自审", entry.on_behalf and decided),
        ("自动销号", unseen),
        ("配合", entry.part),
    )
    return tuple(word for word, holds in found if holds)


def history_line(entry: Entry, rows: Rows = _ALONE) -> str:
    """Write a history row on its own, with its number and item."""
    where = f"{entry.plan} {entry.ref}" if entry.ref else entry.plan
    return f"{entry.seq} {where} {report_line(entry, rows=rows).removeprefix('· ')}"


def report_line(entry: Entry, today: date | None = None, rows: Rows = _ALONE) -> str:
    """Write one history row among the others of its item."""
    who = " ".join(part for part in (entry.unit, _actor(entry)) if part)
    behalf = f"（{'、'.join(special)}）" if (special := marks(entry)) else ""
    until = f"延到{labels.day(entry.until, today)}" if entry.until else ""
    claim = labels.claim(entry) if entry.progress or entry.metric or entry.note else ""
    parts = (about(entry, today, rows), person(entry), until, _merger(entry), claim)
    said = _succession(entry, today) or "，".join(part for part in parts if part)
    act = labels.KIND_WORDS[entry.kind]
    gone = "（已撤回）" if entry.seq in rows.withdrawn else ""
    change = ""
    if entry.before is not entry.after:
        before, after = labels.STATUS_WORDS[entry.before], labels.STATUS_WORDS[entry.after]
        change = f"（{before}→{after}）"
    quoted = f" 原话：{entry.words}" if entry.words else ""
    head = f"{labels.moment(entry.at, today)} {who}{behalf} {act}{gone}"
    return f"· {head}{'：' + said if said else ''}{change}{quoted}"


def about(entry: Entry, today: date | None, rows: Rows) -> str:
    """Name the row that is taken back or corrected, as far as it is known here."""
    concerned = rows.by_number.get(entry.concerns) if entry.concerns else None
    if concerned is None:
        return ""
    who = concerned.actor_name or concerned.actor
    when = labels.moment(concerned.at, today)
    return f"{when} {who}的{labels.KIND_WORDS[concerned.kind]}"


def person(entry: Entry) -> str:
    """Name whom a row about people is about, and the post or role."""
    if not entry.person:
        return ""
    known = f"{entry.person_name}（{entry.person}）" if entry.person_name else entry.person
    role = labels.ROLE_WORDS[Role(entry.post)] if entry.post in set(Role) else ""
    post = _POSTS.get(entry.post, "") or role
    return f"{known} {post}".strip()


def _actor(entry: Entry) -> str:
    return entry.actor_name or labels.MACHINES.get(entry.actor, entry.actor)


def _succession(entry: Entry, today: date | None) -> str:
    if entry.kind is not EntryKind.UNIT_SUCCEEDED or entry.until is None:
        return ""
    return f"{entry.unit} → {entry.note}，自{labels.day(entry.until, today)}起"


def _merger(entry: Entry) -> str:
    if entry.other is None:
        return ""
    return f"{entry.other} 并进来" if entry.kind is EntryKind.ABSORBED else f"并入 {entry.other}"
