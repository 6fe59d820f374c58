"""`duban history`, `duban audit` and `duban verify` from the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.bot.command import CONFIG, ROOT, duban
from tests.storage.samples import rows, tamper

Run = Callable[..., subprocess.CompletedProcess[str]]
AT = ("--at", "2023-10-16 09:30")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the sample, let two people speak, and keep the folder."""
    folder = tmp_path_factory.mktemp("spoken")
    (folder / "config.toml").write_text(CONFIG.read_text())
    sample = str(ROOT / "documents" / "samples" / "plan.csv")
    for line in (
        ("import", sample, "--plan", "营商", "--yes"),
        ("say", "15(6) 60%\n=1+1", "--as", "lihua", *AT),
        ("say", "5(5) 有困难 缺资金", "--as", "unit:县住建局", *AT),
    ):
        done = duban(*line, folder=folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run(spoken: Path, tmp_path: Path) -> Run:
    for name in ("config.toml", "duban.db", "duban.db.id", "duban.db.head"):
        (tmp_path / name).write_bytes((spoken / name).read_bytes())
    return lambda *arguments: duban(*arguments, folder=tmp_path)


def test_the_history_of_an_item_has_words_and_seal(run: Run, tmp_path: Path) -> None:
    (row,) = json.loads(run("history", "15(6)", "--plan", "营商", "--json").stdout)
    assert row["words"] == "15(6) 60%\n=1+1"
    assert rows(tmp_path / "duban.db", "SELECT chain FROM entry WHERE number = 6") == [
        (row["seal"],)
    ]
    assert row["seal"] in run("history", "15(6)").stdout
    assert run("history", "15(6)", "--plan", "别的").returncode == 2
    assert run("history", "16(9)").returncode == 2


def test_the_whole_history_is_a_table_in_which_nothing_typed_is_a_formula(
    run: Run, tmp_path: Path
) -> None:
    done = run("audit", "-o", "历史.xlsx")
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "历史.xlsx").active
    assert sheet is not None
    head, *found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:4] == ["序号", "时间", "方案", "编号"]
    words = [row[head.index("原话")] for row in found]
    assert words[-2:] == ["15(6) 60%\n=1+1", "5(5) 有困难 缺资金"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert str(found[-1][head.index("封印")]) in done.stdout


def test_a_table_is_not_overwritten_unasked_and_goes_nowhere_strange(run: Run) -> None:
    assert run("audit", "-o", "a.xlsx").returncode == 0
    again = run("audit", "-o", "a.xlsx")
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert run("audit", "-o", "a.xlsx", "--force").returncode == 0
    assert run("audit", "-o", "a.csv").returncode == 2
    assert run("audit", "-o", "no/such/a.xlsx").returncode == 2


def test_verify_and_doctor_name_the_row_that_was_changed_by_hand(run: Run, tmp_path: Path) -> None:
    assert run("verify").returncode == 0
    tamper(tmp_path / "duban.db", "UPDATE entry SET words = '15(6) 90%' WHERE number = 6")
    ((seq,),) = rows(tmp_path / "duban.db", "SELECT seq FROM entry WHERE number = 6")
    verified = run("verify")
    assert verified.returncode == 1
    assert f"历史第{seq}行和封印对不上" in verified.stderr
    assert f"历史第{seq}行和封印对不上" in run("doctor", "--wait", "0").stdout
