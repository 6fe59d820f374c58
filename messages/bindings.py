"""Words about who stands for which unit, and in which role."""

from collections.abc import Sequence

from ledger.progress import Entry
from ledger.rights import Role
from messages import labels
from messages.buttons import Buttons
from messages.text import Blocks

_POSTS = {"main": "主联络员", "backup": "备用联络员"}
_PURPOSE = "只登记您的企业微信编号、单位和姓名，用来收发督办事项；发“解绑”随时退出。"


def asked(entries: Sequence[Entry]) -> Blocks:
    """Say that the office was asked, and what is stored for what."""
    units = "、".join(entry.unit for entry in entries)
    return (f"已申请绑定{units}，等优化办同意后生效。{_PURPOSE}",)


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
    if entry.post in _POSTS:
        post = _POSTS[entry.post]
        return f"您已登记为{entry.unit}{post}。报进度请发：进度 编号 情况；发“我局任务”看清单。"
    if entry.note:
        return f"优化办没有同意您绑定{entry.unit}：{entry.note}。有疑问请找优化办。"
    return f"您已不再是{entry.unit or '各单位'}的联络员；之前报送的记录保留。"


def left(entries: Sequence[Entry]) -> Blocks:
    """Repeat who was unbound."""
    return tuple(_changed(entry) for entry in entries)


def handed_over(unit: str) -> Blocks:
    """Tell a contact how his successor comes in."""
    return (
        f"已告诉优化办{unit}要换人。请接替的同事在群里发：换人 {unit}；优化办同意后您自动解除。",
    )


def to_office_handover(entry: Entry) -> str:
    """Tell the office that a contact wants to be followed by somebody else."""
    return f"【换人】{shown(entry)} 提出{entry.unit}换联络员，等接替的同事申请。"


def role_changed(entry: Entry, *, take: bool) -> Blocks:
    """Repeat a role that was given or taken."""
    word = labels.ROLE_WORDS[Role(entry.post)]
    return (f"已{'免去' if take else '任命'} {shown(entry)}{'的' if take else '为'}{word}。",)


def unbound(missing: Sequence[str], unreachable: Sequence[str]) -> Blocks:
    """List the units nobody stands for, and those whose contacts cannot be written to."""
    if not missing and not unreachable:
        return ("每个单位都有能收到消息的联络员。",)
    blocks = []
    if missing:
        blocks.append(f"还没有联络员的单位{len(missing)}个：{'、'.join(missing)}")
    if unreachable:
        blocks.append(f"有联络员但收不到消息的{len(unreachable)}个：{'、'.join(unreachable)}")
    return (*blocks, "请他们在群里发：绑定 单位名称")


def shown(entry: Entry) -> str:
    """Name a person with the user id, which alone tells two of the same name apart."""
    return f"{entry.person_name}（{entry.person}）" if entry.person_name else entry.person
