"""A roster file: compared, shown, and taken over on a yes."""

from pathlib import Path

import openpyxl
import pytest

from bot.config import load
from bot.county import ledger_of
from ledger.book import Ledger
from storage.store import Store
from tests.bot.command import CONFIG, duban

HEAD = ["单位", "姓名", "手机", "用户ID", "主/备"]
ROWS = [
    ["县税务局", "李华", "13800001234", "lihua", "主"],
    ["税务局", "新来", "", "newman", "备"],
    ["县气象局", "高山", "0746-772", "gaoshan", ""],
    ["不存在的局", "某人", "", "nobody", "主"],
    ["县财政局", "没号", "", "", "主"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    assert duban("demo", typed="/quit\n", folder=tmp_path).returncode == 0
    return tmp_path


def ledger(folder: Path) -> Ledger:
    url = f"sqlite:///{folder / 'duban.db'}"
    with Store.open(url, read_only=True) as store:
        return ledger_of(store, load(CONFIG, db=url))


def write(folder: Path, name: str) -> None:
    if name.endswith(".csv"):
        text = "\n".join(",".join(row) for row in [HEAD, *ROWS])
        (folder / name).write_text(text, encoding="gb18030")
        return
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["双牌县联络员名册"], HEAD, *ROWS]:
        sheet.append(row)
    book.save(folder / name)


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_a_roster_is_shown_with_its_doubts_and_taken_over_on_a_yes(
    folder: Path, name: str
) -> None:
    write(folder, name)
    shown = duban("roster", name, typed="no\n", folder=folder)
    assert shown.returncode == 1
    assert "登记或变更2人" in shown.stdout
    assert "王蕾（wanglei）" in shown.stdout.partition("不再是联络员1人")[2]
    assert "台账里没有这个单位" in shown.stdout
    assert "缺单位或用户ID" in shown.stdout
    assert "不像手机号" in shown.stdout
    assert {c.user_id for c in ledger(folder).roster.of_unit("县税务局")} == {"lihua", "wanglei"}

    done = duban("roster", name, "--yes", folder=folder)
    assert done.returncode == 0, done.stderr
    after = ledger(folder)
    assert [(c.user_id, c.post) for c in after.roster.of_unit("县税务局")] == [
        ("lihua", "main"),
        ("newman", "backup"),
    ]
    assert after.roster.of_unit("县气象局")[0].name == "高山"
    assert after.people.phones == {"lihua": "13800001234"}
    assert duban("verify", folder=folder).returncode == 0


def test_a_file_without_the_columns_is_refused_with_a_sentence(folder: Path) -> None:
    (folder / "x.csv").write_text("甲,乙\n1,2\n")
    refused = duban("roster", "x.csv", folder=folder)
    assert refused.returncode == 1
    assert "用户ID" in refused.stderr
