"""Questions back to the sender, and the help text."""

from collections.abc import Sequence

from ledger.plan import Item
from messages import choosing, items
from messages.text import Blocks

_QUESTIONS = {
    "no_item": "请写明是哪个事项，例：进度 15(6) 已完成",
    "contradiction": "这句话前后不一致，没有记录。请只写一种情况再发，例：进度 15(6) 80%",
    "doubt": "听起来还不确定，没有记录。办完了请发：进度 {ref} 已完成",
    "unsure": "听起来还没定下来，没有记录。有进展请发，例：{ref} 60%，或 {ref} 已完成",
    "not_done": "没有记为完成。请写现在的进展，例：{ref} 60%，或 {ref} 有困难 原因",
    "order": "听起来是在布置工作，没有记录。催办请发：催办 {ref}；报进展请发：进度 {ref} 60%",
    "conditional": (
        "听起来还有条件或还没定，没有办理。定了请发：同意 {ref} 销号，或 退回 {ref} 原因"
    ),
    "conditional_extension": (
        "听起来还有条件或还没定，没有办理。定了请发：同意 {ref} 延期，或 不同意 {ref} 延期 原因"
    ),
    "extension_unsure": "听起来还没定下来，没有记录。要延期请发：{ref} 申请延期到12月15日 原因",
    "all_but": "“除……外”容易记错，没有记录。请直接写要报的编号，例：15(1)(4) 正常推进",
    "no_state": "请写明进展，例：{ref} 已完成，或 {ref} 60%",
    "markup": "这条消息里有看不懂的符号，没有记录。请用一句话再发，例：进度 {ref} 已完成",
    "bad_reference": "没有这个编号，没有记录。请核对后再发，例：进度 15(6) 已完成",
    "no_item_asked": "请写明是哪个事项，例：谁牵头5(5)",
    "which_unit": "请写明是哪个单位，例：县税务局 有哪些任务",
    "bad_date": "这个日期不存在，没有记录。请写清楚年月日再发。",
    "show_or_report": "您是要查这几项，还是报进展？查请发：{ref} 详情；报请发：进度 {ref} 已完成",
    "keyword_report": "请写明是哪个事项再报，没有记录。",
    "merge_into": "请写明并到哪一项，没有改动。例：合并 15(5) 到 15(6)",
    "pause_scope": "没听懂要暂停或恢复哪些，没有改动。"
    "例：暂停提醒 15(6)｜暂停提醒 县税务局 到12月1日｜暂停提醒（全部）",
    "past_date": "这个日期已经过了，没有改动。请写今天以后的日期再发。",
    "whole_objective": "请写明是其中哪个事项，没有记录。",
}

HELP: Blocks = (
    "督办助手能听懂：",
    "· 查：县税务局 有哪些任务｜15(6)｜逾期｜本周到期｜11月到期｜谁牵头5(5)｜谁还没报｜15(6) 历史",
    "· 报：进度 15(6) 已完成｜15(6) 60%｜15(1)(4)(5) 正常推进｜9 滞后 原因",
    "· 办结：5(5) 申请办结",
    "· 延期：18(4) 申请延期到12月15日 原因",
    "· 优化办：同意 18(4) 延期｜不同意 18(4) 延期 原因",
    "· 优化办：同意 5(5) 销号｜退回 5(5) 原因｜代 县税务局 15(6) 已完成",
    "· 改：更正 15(6) 70%｜撤回｜签收 15(6)",
    "· 人员：绑定 县税务局｜换人 县税务局｜解绑｜优化办：同意绑定 姓名｜未绑定｜离任 姓名",
    "· 管理员：挂账 5(5) 原因｜停办 5(5) 原因｜恢复 5(5)｜回头看 5(2) 原因｜标记敏感 20(2)",
    "· 管理员（先看草稿再确认）：调整 15(6) 牵头 县财政局｜新增 15(7) 牵头… 期限… 内容…",
    "· 管理员（先看草稿再确认）：合并 15(5) 到 15(6)｜撤销事项 15(5) 原因",
    "· 管理员（先看草稿再确认）：单位更名 县甲局 改为 县乙局｜单位合并 县甲局 并入 县乙局",
    "· 优化办：需协调｜答复 15(6) 已协调…｜汇总｜截至6月30日 汇总｜明天会提醒谁",
    "· 优化办：催办 5(7)｜提醒 5(7) 的责任单位｜暂停提醒 15(6)｜恢复提醒",
    "· 优化办：采纳 17(3) 里程碑｜督办单 5(7)｜状态",
    "· 接着说：2｜第二个｜是的｜那15(5)呢｜下一页（十分钟内）",
    "· 其他：我是谁｜县住建局联系人｜帮助",
)


def no_such_number(wrong: Sequence[str], near: Sequence[str], *, told: bool) -> Blocks:
    """Say which number names nothing, and which ones there are beside it.

    `told`: something was reported of it, and the person should know that it is not kept.
    """
    nothing = f"没有 {' '.join(wrong)} 这个事项{'，没有记录' if told else ''}。"
    if not near:
        return (f"{nothing}请核对编号后再发。",)
    how = choosing.answer_by_number(near)
    return (f"{nothing}同一任务下有这几项，{how}", *choosing.numbered(near))


def which_unit(name: str, choices: Sequence[str]) -> Blocks:
    """Ask which unit is meant: one is offered, several are there to choose from by number."""
    if not choices:
        return (f"清单上没有“{name}”，请写单位全称再发，例：县税务局 有哪些任务",)
    how = choosing.answer_by_number(choices)
    if len(choices) == 1:
        return (f"没有“{name}”这个单位，您是指{choices[0]}？{how}", *choosing.numbered(choices))
    return (f"“{name}”您是指哪一个？{how}", *choosing.numbered(choices))


def ask(why: str, ref: str, choices: Sequence[str]) -> Blocks:
    """Ask one question back; `ref` fills the example, `choices` are answered by their number."""
    question = _QUESTIONS[why].format(ref=ref)
    if not choices:
        return (question,)
    end = "" if question.endswith(("。", "？")) else "。"
    return (
        f"{question}{end}{choosing.answer_by_number(choices)}",
        *choosing.numbered(choices),
    )


def choice(item: Item) -> str:
    """Show an item as one of several to choose from."""
    return f"{item.ref} {items.title(item)}"


def report_of(ref: str, percent: int | None) -> str:
    """Write the report that a doubtful sentence would be, for the person to confirm."""
    return f"进度 {ref} 已完成" if percent is None else f"进度 {ref} {percent}%"


def details_of(refs: Sequence[str]) -> str:
    """Write the question for items whole."""
    return f"{'、'.join(refs)} 详情"
