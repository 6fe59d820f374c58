"""What can be asked of the plan itself: items added, reworded, merged and cancelled."""

from dataclasses import dataclass
from typing import ClassVar

from ledger.plan import ItemRef
from messages.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said anew of an item, in the sender's words; what is empty stays as it is."""

    lead: str = ""
    units: str = ""
    deadline: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddItem(Command):
    """`新增 15(7) 牵头 县税务局 期限 12月底前 内容 …`; `confirmed`: it was shown before."""

    intent: ClassVar[str] = "add_item"
    ref: ItemRef
    wording: Wording = Wording()
    reason: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendItem(Command):
    """`调整 15(6) 牵头 县财政局`; `confirmed`: the difference was shown before."""

    intent: ClassVar[str] = "amend_item"
    refs: tuple[ItemRef, ...]
    wording: Wording = Wording()
    reason: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeItems(Command):
    """`合并 15(5) 到 15(6)`."""

    intent: ClassVar[str] = "merge_items"
    refs: tuple[ItemRef, ...]
    into: ItemRef
    reason: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelItem(Command):
    """`撤销事项 15(5) 上级取消`."""

    intent: ClassVar[str] = "cancel_item"
    refs: tuple[ItemRef, ...]
    reason: str = ""
    confirmed: bool = False
