"""Everything that can be asked, one frozen value each; the clock asks with the same values.

`intent` is the name the command has in machine-readable output.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from ledger.dates import DateRange as DateRange  # noqa: PLC0414 - taken from here by others
from ledger.dates import Shift
from ledger.plan import ItemRef
from ledger.progress import Claim
from ledger.standings import Standing

Verdict = Literal["approve", "reject"]
UndoKind = Literal[
    "",
    "report",
    "completion",
    "extension",
    "approval",
    "reopen",
    "shelving",
    "amendment",
    "answer",
    "sensitive",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something asked by a person or by the clock."""

    intent: ClassVar[str]
    plan: str = ""
    """The plan named before a number (`营商 15(6)`), where several stand side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTasks(Command):
    """`县税务局 有哪些任务`; no unit named means the sender's own."""

    intent: ClassVar[str] = "list_unit_tasks"
    units: tuple[str, ...] = ()
    lead_only: bool = False
    resp_only: bool = False
    ongoing_only: bool = False
    refs: tuple[ItemRef, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItems(Command):
    """`未启动的有哪些`, `法治板块有哪些任务`: items of all units, by section, state or both."""

    intent: ClassVar[str] = "summary"
    standing: Standing | None = None
    section: str = ""
    ongoing_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowItem(Command):
    """`15(6)`, `15(6) 历史`; `field` narrows the question (`deadline`, `targets`)."""

    intent: ClassVar[str] = "show_item"
    refs: tuple[ItemRef, ...] = ()
    keyword: str = ""
    field: str = ""
    history: bool = False
    page: int = 1
    """Which page of the history, the newest rows being on the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress(Command):
    """`进度 15(6) 已完成`; `unit` is named only when the office speaks for it (代报)."""

    intent: ClassVar[str] = "report_progress"
    claims: tuple[Claim, ...] = ()
    on_behalf_of: str = ""
    correction: bool = False
    unit: str = ""
    """A unit named before the number, without a word that says on behalf."""
    injection: bool = False
    """The text holds markup, template marks or SQL; it is kept as plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCompletion(Command):
    """`5(5) 申请办结`; with `action` it is the office's answer: `同意 5(5) 销号`."""

    intent: ClassVar[str] = "request_completion"
    refs: tuple[ItemRef, ...] = ()
    action: Verdict | None = None
    reason: str = ""
    """Why it is sent back, or the note that goes with the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestExtension(Command):
    """`18(4) 申请延期到12月15日 因…`; with `action` the office's answer."""

    intent: ClassVar[str] = "request_extension"
    refs: tuple[ItemRef, ...] = ()
    on_behalf_of: str = ""
    until: date | None = None
    date_words: str = ""
    relative_to_deadline: bool = False
    shift: Shift | None = None
    """How far from the deadline, where `relative_to_deadline`."""
    action: Verdict | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDifficulties(Command):
    """`需协调`: which difficulties were reported and not answered."""

    intent: ClassVar[str] = "difficulties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinate(Command):
    """`答复 15(6) 已协调财政局`: the office's answer to the difficulties of items."""

    intent: ClassVar[str] = "coordinate"
    refs: tuple[ItemRef, ...] = ()
    answer: str = ""
    """What was done, in the office's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportHistory(Command):
    """`导出历史`: where the whole history is to be had."""

    intent: ClassVar[str] = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    """`撤回`, `取消15(6)的进度`; `kind` says what is taken back."""

    intent: ClassVar[str] = "undo"
    refs: tuple[ItemRef, ...] = ()
    kind: UndoKind = ""
    reason: str = ""
    look_back: bool = False
    """Said as 回头看: never only the slip of a closing that is taken back."""
    closing: bool = False
    """撤回 5(5) 的销号: the office's closing itself, not what was said before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Command):
    """`签收 15(6)`; without a number, everything the sender's unit leads."""

    intent: ClassVar[str] = "acknowledge"
    refs: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelve(Command):
    """`挂账 5(5) 土地未批`; with `stop` it is 停办."""

    intent: ClassVar[str] = "shelve"
    refs: tuple[ItemRef, ...] = ()
    stop: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueList(Command):
    """`本周到期`, `11月到期`."""

    intent: ClassVar[str] = "due_list"
    range: DateRange
    units: tuple[str, ...] = ()
    own: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue(Command):
    """`逾期`; `light` where a colour was named."""

    intent: ClassVar[str] = "overdue"
    units: tuple[str, ...] = ()
    own: bool = False
    light: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarise(Command):
    """`汇总`, `截至6月30日 汇总`, `通报`."""

    intent: ClassVar[str] = "summary"
    as_of: date | None = None
    section: str = ""
    """Words that name a section (`法治`); empty for the whole plan."""
    bulletin: bool = False
    range: DateRange | None = None
    ongoing_only: bool = False
    units: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReported(Command):
    """`谁还没报`."""

    intent: ClassVar[str] = "not_reported"
    units: tuple[str, ...] = ()
    own: bool = False
    range: DateRange | None = None
    never: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoLeads(Command):
    """`谁牵头5(5)`, `湘易办谁牵头`."""

    intent: ClassVar[str] = "who_leads"
    refs: tuple[ItemRef, ...] = ()
    keyword: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskContact(Command):
    """`住建局联系人`."""

    intent: ClassVar[str] = "contact"
    units: tuple[str, ...] = ()
    own: bool = False
    refs: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAmI(Command):
    """`我是谁`."""

    intent: ClassVar[str] = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Command):
    """`导出台账`."""

    intent: ClassVar[str] = "export"
    units: tuple[str, ...] = ()
    own: bool = False
    format: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Command):
    """`帮助`; `refs` where it is asked how to do something with an item: 15(6)怎么撤回."""

    intent: ClassVar[str] = "help"
    refs: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSensitive(Command):
    """`标记敏感 20(2)`, `取消敏感 20(2)`."""

    intent: ClassVar[str] = "mark_sensitive"
    refs: tuple[ItemRef, ...] = ()
    clear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus(Command):
    """`状态`: how the bot itself is doing."""

    intent: ClassVar[str] = "summary"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack(Command):
    """The words could mean several things; `why` names the question to ask.

    `why` is one of `no_item`, `no_such_item`, `no_item_asked`, `whole_objective`, `contradiction`,
    `doubt`, `unsure`, `not_done`, `order`, `conditional`, `conditional_extension`,
    `extension_unsure`, `no_state`, `markup`, `bad_reference`, `all_but`, `which_unit`, `bad_date`,
    `show_or_report`, `keyword_report`, `merge_into`, `pause_scope`, `past_date`.
    """

    intent: ClassVar[str] = "ambiguous_ask_back"
    why: str
    refs: tuple[ItemRef, ...] = ()
    bad_refs: tuple[str, ...] = ()
    objective: int | None = None
    name: str = ""
    """The unit or topic that was named, in the sender's words."""
    candidates: tuple[str, ...] = ()
    percent: int | None = None
    date_words: str = ""
    injection: bool = False
