"""How the bot itself is doing, in the words of 状态."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.pauses import Scope
from messages import labels, pausing
from messages.text import Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFacts:
    """What the storage knows of itself."""

    sqlite_version: str
    revision: str
    last_entry: int
    """The number of the newest history row."""
    waiting: int
    """Messages that wait for their turn."""
    in_trouble: int
    """Messages of the last day that failed or ended as unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What 状态 shows."""

    version: str
    now: datetime
    plans: int
    items: int
    years: tuple[tuple[int, bool], ...]
    """The years in which something falls due, and whether their holidays are known."""
    resting: tuple[tuple[Scope, date], ...]
    """Which reminders are paused, each to its last day."""
    unmatched: tuple[str, ...]
    """Plans and items of the settings that are in no plan."""
    admins: int
    system: SystemFacts | None


def status(found: Running) -> Blocks:
    """Write the state of the bot, with what somebody should look after."""
    blocks = [
        f"duban {found.version}，现在 {labels.moment(found.now)}",
        f"台账：{found.plans}个方案，{found.items}项",
        *(f"{year}年放假安排：{_KNOWN if known else _UNKNOWN}" for year, known in found.years),
        f"暂停的提醒：{pausing.standing(found.resting) or '没有'}",
    ]
    if found.unmatched:
        blocks.append(
            f"设置里写了、台账里没有的：{'、'.join(found.unmatched)}，请核对 config.toml"
        )
    if found.admins < _ENOUGH:
        blocks.append("管理员不到两位，请再任命一位")
    if (system := found.system) is not None:
        blocks += [
            f"待发消息：{system.waiting}；最近一天没送到或结果不明：{system.in_trouble}",
            f"历史记录：{system.last_entry}条",
            f"数据库：SQLite {system.sqlite_version}，结构 {system.revision}",
        ]
    return tuple(blocks)


_ENOUGH = 2
_KNOWN = "已有"
_UNKNOWN = "还没有，暂按周末休息计算，请在 config.toml 里补充"
