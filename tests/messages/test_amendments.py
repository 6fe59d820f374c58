"""What is read of a change of the plan, and what is none."""

from collections.abc import Callable

import pytest

from messages.amendment_commands import AddItem, AmendItem, CancelItem, MergeItems, Wording
from messages.commands import AskBack, Command, Undo
from tests.factories import ref

Said = Callable[[str], Command | None]


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("调整15(6)牵头单位为县财政局", Wording(lead="县财政局")),
        ("调整 15（6） 牵头单位：县财政局", Wording(lead="县财政局")),
        ("请将15(6)牵头单位由县税务局调整为县财政局", Wording(lead="县财政局")),
        ("15(6)换县财政局牵头", Wording(lead="县财政局")),
        ("15(6) 牵头改为县财政局", Wording(lead="县财政局")),
        ("把15(6)期限改到11月底", Wording(deadline="11月底")),
        ("15(6)的期限调整到12月20日", Wording(deadline="12月20日")),
        ("调整 15(6) 期限 明年3月底前", Wording(deadline="2024年3月底前")),
        (
            "调整 15(6) 责任 县发改局 县财政局，时限 长期坚持",
            Wording(units="县发改局、县财政局", deadline="长期坚持"),
        ),
        (
            "修改 15(6) 内容：实行 责任 到人，与15(5)一并办理",
            Wording(text="实行 责任 到人，与15(5)一并办理"),
        ),
        (
            "调整 15(6) 内容 要牵头抓好回访 责任 县财政局",
            Wording(text="要牵头抓好回访", units="县财政局"),
        ),
        (
            "调整 15(6) 内容 改为：压缩审核时限到3个工作日",
            Wording(text="压缩审核时限到3个工作日"),
        ),
        ("调整 15(6)", Wording()),
    ],
)
def test_what_is_to_be_worded_anew(said: Said, text: str, wording: Wording) -> None:
    assert said(text) == AmendItem(refs=(ref("15(6)"),), wording=wording)


def test_a_reason_behind_a_deadline_is_no_part_of_it(said: Said) -> None:
    wording = Wording(deadline="12月底前")
    amended = AmendItem(refs=(ref("15(6)"),), wording=wording, reason="省里推迟")
    assert said("调整 15(6) 期限 12月底前 因省里推迟") == amended


@pytest.mark.parametrize(
    "text",
    [
        "新增 15(7) 牵头 县税务局 责任 县财政局 期限 12月底前 内容 试行回访",
        "新增15(7)，牵头单位：县税务局，责任单位：县财政局，完成时限：12月底前，内容：试行回访",
        "新增 15(7)\n牵头：县税务局\n责任：县财政局\n期限：12月底前\n内容：试行回访",
        "新增事项15(7) 内容 试行回访\n期限 12月底前\n责任 县财政局\n牵头 县税务局",
    ],
)
def test_a_new_item_in_any_layout(said: Said, text: str) -> None:
    wording = Wording(lead="县税务局", units="县财政局", deadline="12月底前", text="试行回访")
    assert said(text) == AddItem(ref=ref("15(7)"), wording=wording)


@pytest.mark.parametrize(
    ("text", "refs", "reason"),
    [
        ("合并 15(5) 到 15(6)", ["15(5)"], ""),
        ("将15(5)合并到15(6)", ["15(5)"], ""),
        ("15(5)并入15(6)，内容重复", ["15(5)"], "内容重复"),
        ("合并 15(3) 和 15(5) 到 15(6)", ["15(3)", "15(5)"], ""),
        ("合并 15(3) 到 15(6)", ["15(3)"], ""),
    ],
)
def test_what_goes_on_in_what(said: Said, text: str, refs: list[str], reason: str) -> None:
    expected = MergeItems(refs=tuple(map(ref, refs)), into=ref("15(6)"), reason=reason)
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("撤销事项 15(5)", ""),
        ("撤销事项15(5) 原因 上级取消", "上级取消"),
        ("取消任务15(5)，原因：与15(6)重复", "与15(6)重复"),
        ("15(5)撤销事项 重复", "重复"),
    ],
)
def test_which_item_is_cancelled_and_why(said: Said, text: str, reason: str) -> None:
    assert said(text) == CancelItem(refs=(ref("15(5)"),), reason=reason)


@pytest.mark.parametrize(
    "text",
    [
        "15(6)牵头单位调整了吗",
        "15(6)能不能调整牵头单位",
        "谁调整了15(6)",
        "15(6) 因规划调整，进度滞后",
        "15(6)新增3个网点，已完成",
        "15(5) 已合并办理，完成",
        "新增退税1200户",
        "撤销 15(5)",
        "撤回 15(6) 的调整",
        "取消15(5)的销号",
    ],
)
def test_what_is_no_change_of_the_plan(said: Said, text: str) -> None:
    assert not isinstance(said(text), AddItem | AmendItem | MergeItems | CancelItem)


@pytest.mark.parametrize(
    "text", ["撤回 15(6) 的调整", "取消15(6)的调整", "撤回 15(6) 的合并", "撤回 15(6) 的新增"]
)
def test_a_change_is_taken_back_by_its_name(said: Said, text: str) -> None:
    assert said(text) == Undo(refs=(ref("15(6)"),), kind="amendment")


def test_into_what_is_asked_where_it_is_not_said(said: Said) -> None:
    asked = said("合并 15(5)、15(6)")
    assert isinstance(asked, AskBack)
    assert asked.why == "merge_into"
