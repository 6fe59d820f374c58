"""How the bot itself is doing, in the words of 状态."""

from dataclasses import dataclass
from datetime import datetime

from messages import labels
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
    year_known: bool
    pauses: int
    admins: int
    system: SystemFacts | None


def status(found: Running) -> Blocks:
    """Write the state of the bot, with what somebody should look after."""
    year = found.now.year
    calendar = "已有" if found.year_known else "还没有，暂按周末休息计算，请在 config.toml 里补充"
    blocks = [
        f"duban {found.version}，现在 {labels.moment(found.now)}",
        f"台账：{found.plans}个方案，{found.items}项",
        f"{year}年放假安排：{calendar}",
        f"暂停的提醒：{found.pauses or '没有'}",
    ]
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
