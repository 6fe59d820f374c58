"""The table in docs/wecom.md: each row has its test, each fault of the simulator a row."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.wecom_simulator.faults import EXPLAINED, FaultKind

ROOT = Path(__file__).parents[2]
HEAD = ["接法", "故障", "模拟器的叫法", "机器人怎么做", "测试"]
NAMED = re.compile(r"`(test_\w+\.py)` `(test_\w+)`")


def rows() -> list[list[str]]:
    section = (ROOT / "docs" / "wecom.md").read_text("utf-8").split("## 出了故障会怎样")[1]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == HEAD
    return cells[2:]


@cache
def sources() -> dict[tuple[str, str], str]:
    """Find the text of every test, with what it is parametrized by."""
    found = {}
    for path in (ROOT / "tests" / "bot" / "wecom").glob("test_*.py"):
        text = path.read_text("utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                source = "\n".join(text.splitlines()[first - 1 : node.end_lineno])
                found[path.name, node.name] = source
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]}: {row[1]}")
def test_a_row_names_a_test_that_sets_the_faults_of_the_row(row: list[str]) -> None:
    surface, fault, kinds, behaviour, named = row
    assert surface
    assert fault
    assert behaviour
    where = NAMED.fullmatch(named)
    assert where is not None
    source = sources()[where[1], where[2]]
    missing = [kind for kind in re.findall(r"`(\w+)`", kinds) if f'"{kind}"' not in source]
    assert missing == []


def test_every_fault_of_the_simulator_has_a_row() -> None:
    told = {kind for row in rows() for kind in re.findall(r"`(\w+)`", row[2])}
    assert told == {str(kind) for kind in FaultKind}
    assert EXPLAINED.keys() == set(FaultKind)
