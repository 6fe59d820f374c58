"""Commands as plain values: names and forms that other programs count on."""

import json
from typing import Any

import pytest

from messages.grammar import Vocabulary, parse
from messages.slots import slots_of


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("进度 15(6) 已完成", {"refs": ["15(6)"], "status": "已完成", "percent": 100}),
        (
            "进度 15(6) 已完成\n进度 15(5) 60%",
            {
                "refs": ["15(5)", "15(6)"],
                "items": [["15(6)", "已完成", 100], ["15(5)", "推进中", 60]],
            },
        ),
        (
            "15（1）、（4）持续推进",
            {"refs": ["15(1)", "15(4)"], "status": "推进中"},
        ),
        ("5(5)过半了", {"refs": ["5(5)"], "status": "推进中", "percent_text": "过半"}),
        (
            "更正 15(6) 70%",
            {"refs": ["15(6)"], "status": "推进中", "percent": 70, "correction": True},
        ),
        (
            "同意5(5)延期到12月20日",
            {
                "refs": ["5(5)"],
                "date_text": "12月20日",
                "date": "2023-12-20",
                "action": "approve",
            },
        ),
        (
            "代 县住建局 5(5) 申请延期到12月20日",
            {
                "refs": ["5(5)"],
                "unit": "县住建局",
                "date_text": "12月20日",
                "date": "2023-12-20",
            },
        ),
        (
            "5(5)延期半个月",
            {"refs": ["5(5)"], "date_text": "半个月", "relative_to": "deadline"},
        ),
        ("15(0)完成", {"bad_refs": ["15(0)"]}),
        (
            "10完成85%",
            {"task": 10, "whole_task": True, "candidates": ["10(1)", "10(2)"], "percent": 85},
        ),
        ("住建局11月到期", {"range": "month:2023-11", "unit": "县住建局"}),
        ("红灯", {"light": "red"}),
        ("导出csv", {"format": "csv"}),
        ("泷泊镇 绑定", {"unit": "泷泊镇", "unknown_unit": True}),
        ("帮助", {}),
        ("15(6)怎么撤回", {"refs": ["15(6)"]}),
    ],
)
def test_slots_are_named_as_agreed(
    vocabulary: Vocabulary, text: str, slots: dict[str, Any]
) -> None:
    command = parse(text, vocabulary)
    assert command is not None
    assert slots_of(command) == slots
    assert json.loads(json.dumps(slots_of(command))) == slots
