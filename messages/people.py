"""Answers about people: who the sender is, whom to reach in a unit."""

from collections.abc import Mapping, Sequence

from ledger.people import Contact
from ledger.rights import Actor, Role
from messages import labels
from messages.text import Blocks


def who_am_i(actor: Actor, chat: str, asked: Sequence[str], phone: str) -> Blocks:
    """Tell a person all that is stored of him, with the ids an administrator needs."""
    roles = "、".join(
        labels.ROLE_WORDS[r] for r in Role if r in actor.roles and r is not Role.MEMBER
    )
    units = "、".join(actor.units) or "未登记"
    return (
        f"您的编号：{actor.user_id}{'（' + actor.name + '）' if actor.name else ''}",
        f"身份：{roles or '群成员，可以查询'}",
        f"单位：{units}",
        *([f"申请中：{'、'.join(asked)}（等优化办同意）"] if asked else []),
        *([f"手机：{phone}（只给优化办看）"] if phone else []),
        f"本会话编号：{chat or '无'}",
    )


def no_contacts() -> Blocks:
    """Say that no unit has anybody yet."""
    return ("还没有单位登记联络员；请各单位发：绑定 单位名称",)


def contacts(
    unit: str, found: Sequence[Contact], heads: Sequence[Contact], phones: Mapping[str, str]
) -> Blocks:
    """Name a unit's contacts and heads, with the phone numbers the reader may see."""
    led = f"{unit} 负责人：{_named(heads, phones)}"
    first = _first(unit, found, phones)
    return (*first, led) if heads else first


def _first(unit: str, found: Sequence[Contact], phones: Mapping[str, str]) -> Blocks:
    if not found:
        return (f"{unit} 还没有登记联络员；本单位的同志可以发：绑定 {unit}",)
    return (f"{unit} 联络员：{_named(found, phones)}",)


def _named(found: Sequence[Contact], phones: Mapping[str, str]) -> str:
    return "、".join(_contact(contact, phones.get(contact.user_id, "")) for contact in found)


def _contact(contact: Contact, phone: str) -> str:
    post = "（备）" if contact.post == "backup" else ""
    return f"{contact.name or contact.user_id}{post}{' ' if phone else ''}{phone}"
