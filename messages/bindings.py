"""Words about who stands for which unit, and in which role."""

from collections.abc import Sequence

from ledger.progress import Entry, EntryKind
from ledger.rights import Role
from messages import labels
from messages.buttons import Buttons
from messages.text import Blocks

_POSTS = {"main": "主联络员", "backup": "备用联络员", "head": "负责人"}
_ROLE_KINDS = frozenset({EntryKind.ROLE_GIVEN, EntryKind.ROLE_TAKEN})
_FEWEST_ADMINS = 2
_PURPOSE = "只登记您的企业微信编号、单位和姓名，用来收发督办事项；发“解绑”随时退出。"


def asked(entries: Sequence[Entry], *, phone: bool) -> Blocks:
    """Say that the office was asked, and what is stored for what."""
    units = "、".join(entry.unit for entry in entries)
    number = "手机号只给优化办看，不进历史，离开时删除。" if phone else ""
    return (f"已申请绑定{units}，等优化办同意后生效。{_PURPOSE}{number}",)


def to_office(entry: Entry) -> str:
    """Tell the office who asks for what, and how to answer."""
    who = shown(entry)
    act = "换人" if entry.post == "main" else "绑定"
    return (
        f"【{act}申请】{who} 申请做{entry.unit}联络员\n"
        f"原话：{entry.words}\n"
        f"同意请回：同意绑定 {entry.person} {entry.unit}\n"
        f"不同意请回：不同意绑定 {entry.person} 原因"
    )


def buttons(entry: Entry) -> Buttons:
    """Offer the answers to somebody who asks to be bound."""
    return (
        ("同意", f"同意绑定 {entry.person} {entry.unit}"),
        ("不同意", f"不同意绑定 {entry.person} 未说明原因"),
    )


def approved(entries: Sequence[Entry]) -> Blocks:
    """Repeat who now stands for what, and who no longer does."""
    return tuple(_changed(entry) for entry in entries)


def _changed(entry: Entry) -> str:
    if entry.kind in _ROLE_KINDS:
        word = labels.ROLE_WORDS[Role(entry.post)]
        given = entry.kind is EntryKind.ROLE_GIVEN
        return f"已{'任命' if given else '免去'} {shown(entry)}{'为' if given else '的'}{word}。"
    if entry.post in _POSTS:
        return f"已登记 {shown(entry)} 为{entry.unit}{_POSTS[entry.post]}。"
    return f"{shown(entry)} 不再是{entry.unit or '任何单位'}的联络员；他报过的记录都保留。"


def refused(entries: Sequence[Entry]) -> Blocks:
    """Repeat that somebody was refused."""
    return tuple(
        f"已答复：不同意 {shown(entry)} 绑定{entry.unit}（{entry.note or '未写原因'}）。"
        for entry in entries
    )


def to_person(entry: Entry) -> str:
    """Tell a person what was decided of him."""
    if entry.kind in _ROLE_KINDS:
        word = labels.ROLE_WORDS[Role(entry.post)]
        if entry.kind is EntryKind.ROLE_TAKEN:
            return f"您已不再是{word}；之前办过的记录保留。"
        return f"您已被任命为{word}；发“帮助”看能做什么。"
    if entry.post in _POSTS:
        post = _POSTS[entry.post]
        return f"您已登记为{entry.unit}{post}。报进度请发：进度 编号 情况；发“我局任务”看清单。"
    if entry.kind is EntryKind.BINDING_REFUSED:
        why = f"：{entry.note}" if entry.note else ""
        return f"优化办没有同意您绑定{entry.unit}{why}。有疑问请找优化办。"
    return f"您已不再是{entry.unit or '各单位'}的联络员；之前报送的记录保留。"


def left(entries: Sequence[Entry], *, admins: int, withdrawn: bool = False) -> Blocks:
    """Repeat who lost what, and warn where too few admins are left.

    `withdrawn`: the person only asked for the units, and asks no more.
    """
    if withdrawn:
        units = "、".join(entry.unit for entry in entries if entry.unit)
        return (f"已撤回 {shown(entries[0])} 的绑定申请{f'（{units}）' if units else ''}。",)
    few = admins < _FEWEST_ADMINS and any(entry.kind in _ROLE_KINDS for entry in entries)
    warning = ("管理员不到两位，请再任命一位，例：任命 姓名 管理员",) if few else ()
    return (*map(_changed, entries), *warning)


def handed_over(units: Sequence[str]) -> Blocks:
    """Tell a contact how his successor comes in."""
    named = "、".join(units)
    how = f"请接替的同事在群里发：换人 {units[0]}；优化办同意后您自动解除。"
    return (f"已告诉优化办{named}要换人。{how}",)


def to_office_handover(entries: Sequence[Entry]) -> str:
    """Tell the office that a contact wants to be followed by somebody else."""
    units = "、".join(entry.unit for entry in entries)
    return f"【换人】{shown(entries[0])} 提出{units}换联络员，等接替的同事申请。"


def unbound(missing: Sequence[str], unreachable: Sequence[str], asked: Sequence[Entry]) -> Blocks:
    """List the units nobody stands for or whose contacts get nothing, and who asked to."""
    blocks = []
    if asked:
        who = "、".join(f"{shown(entry)} {entry.unit}" for entry in asked)
        blocks.append(f"等答复的绑定申请{len(asked)}件：{who}；请发：同意绑定 编号 单位")
    if not missing and not unreachable:
        return (*blocks, "每个单位都有能收到消息的联络员。")
    if missing:
        blocks.append(f"还没有联络员的单位{len(missing)}个：{'、'.join(missing)}")
    if unreachable:
        blocks.append(f"有联络员但收不到消息的{len(unreachable)}个：{'、'.join(unreachable)}")
    return (*blocks, "请他们在群里发：绑定 单位名称")


def shown(entry: Entry) -> str:
    """Name a person with the user id, which alone tells two of the same name apart."""
    return f"{entry.person_name}（{entry.person}）" if entry.person_name else entry.person
