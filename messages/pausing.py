"""Words about reminders that rest: 暂停提醒, 恢复提醒, and what rests now."""

from collections.abc import Sequence
from datetime import date

from ledger.pauses import EVERYTHING, FOREVER, Scope, scope_of
from ledger.progress import Entry
from messages import labels
from messages.text import Blocks

_SHOWN = 5


def paused(entries: Sequence[Entry]) -> Blocks:
    """Repeat what rests, and until when."""
    return tuple(f"已暂停提醒：{_named(scope_of(entry))}{_until(entry)}。" for entry in entries)


def _until(entry: Entry) -> str:
    if entry.until:
        return f"，到{labels.day(entry.until)}为止"
    scope = scope_of(entry)
    return f"，恢复请发：恢复提醒{'' if scope == EVERYTHING else f' {_named(scope)}'}"


def resumed(entries: Sequence[Entry], unpaused: Sequence[Entry], wider: Sequence[Scope]) -> Blocks:
    """Repeat what goes on, what never rested, and what may still keep it silent."""
    gone_on = {scope_of(entry) for entry in entries}
    rest = [scope for scope in wider if scope not in gone_on and EVERYTHING not in gone_on]
    return (
        *(f"已恢复提醒：{_named(scope_of(entry))}。" for entry in entries),
        *(f"{_never_rested(scope_of(entry))}，没有要恢复的。" for entry in unpaused),
        *((f"还在暂停：{_some(rest)}；全部恢复请发：恢复提醒",) if rest else ()),
        *(("暂停期间该发的不补发；要提醒请发：催办 编号",) if entries else ()),
    )


def _never_rested(scope: Scope) -> str:
    return "现在没有暂停提醒" if scope == EVERYTHING else f"{_named(scope)} 没有单独暂停提醒"


def standing(found: Sequence[tuple[Scope, date]]) -> str:
    """Name what rests now, each with its last day; what rests as a whole before single items."""
    scopes = sorted((scope for scope, _ in found), key=lambda scope: scope.ref is not None)
    return _some(scopes, dict(found))


def _some(scopes: Sequence[Scope], last: dict[Scope, date] | None = None) -> str:
    ends = last or {}
    named = [f"{_named(scope)}{_end(ends.get(scope, FOREVER))}" for scope in scopes[:_SHOWN]]
    more = f" 等{len(scopes)}个" if len(scopes) > _SHOWN else ""
    return f"{'、'.join(named)}{more}"


def _end(last: date) -> str:
    return "" if last == FOREVER else f"（到{labels.day(last)}）"


def _named(scope: Scope) -> str:
    if scope.ref is not None:
        return str(scope.ref)
    return scope.unit or scope.plan or "全部事项"
