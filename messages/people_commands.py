"""What can be asked about people: who stands for which unit, and in which role."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ledger.people import Post
from ledger.rights import Role
from messages.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Command):
    """`绑定 县税务局`, `换人 县税务局`, `解绑`."""

    intent: ClassVar[str] = "bind"
    units: tuple[str, ...] = ()
    unbind: bool = False
    rebind: bool = False
    refuse: bool = False
    """Somebody asks for a role that chat never grants."""
    own: bool = False
    name: str = ""
    """A unit's name that the ledger does not know."""
    person: str = ""
    """Whom the office unbinds, by name or user id."""
    leaves: bool = False
    """离任: the person loses everything, not only the unit."""
    person_name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBinding(Command):
    """`同意绑定 李华`, `不同意绑定 李华 原因`: the office's word on who asks for a unit."""

    intent: ClassVar[str] = "bind"
    person: str
    """By name or user id."""
    units: tuple[str, ...] = ()
    approve: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePost(Command):
    """`设为备用 李华`, `设为主联络员 李华`, `设为负责人 李华`."""

    intent: ClassVar[str] = "bind"
    person: str
    post: Post = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRole(Command):
    """`任命 何梅 优化办`, `免去 何梅 优化办`."""

    intent: ClassVar[str] = "assign_role"
    person: str
    role: Role
    take: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SucceedUnit(Command):
    """`单位更名 县医保局 改为 县医疗保障局 自11月1日起`, `单位合并 县甲局 并入 县乙局`."""

    intent: ClassVar[str] = "succeed_unit"
    old: str
    new: str
    since: date | None = None
    merge: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbound(Command):
    """`未绑定`: which units have nobody who can be reached."""

    intent: ClassVar[str] = "unbound"
