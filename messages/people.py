"""Answers about people: who the sender is, whom to reach in a unit."""

from collections.abc import Sequence

from ledger.people import Contact
from ledger.rights import Actor, Role
from messages import labels
from messages.text import Blocks


def who_am_i(actor: Actor, chat: str) -> Blocks:
    """Tell a person all that is stored of him, with the ids an administrator needs."""
    roles = "、".join(
        labels.ROLE_WORDS[r] for r in Role if r in actor.roles and r is not Role.MEMBER
    )
    units = "、".join(actor.units) or "未登记"
    return (
        f"您的编号：{actor.user_id}{'（' + actor.name + '）' if actor.name else ''}",
        f"身份：{roles or '群成员，可以查询'}",
        f"单位：{units}",
        f"本会话编号：{chat or '无'}",
    )


def contacts(unit: str, found: Sequence[Contact]) -> Blocks:
    """Name a unit's contacts; phone numbers are not kept."""
    if not found:
        return (f"{unit} 还没有登记联络员，请找优化办。",)
    names = "、".join(f"{c.name}{'' if c.post == 'main' else '（备）'}" for c in found)
    return (f"{unit} 联络员：{names}",)
