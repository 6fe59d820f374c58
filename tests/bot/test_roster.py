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


def take_over(folder: Path, *rows: str) -> str:
    text = "\n".join([",".join(HEAD), *rows])
    (folder / "r.csv").write_text(text)
    done = duban("roster", "r.csv", "--yes", folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_unit_gets_one_main_contact_whatever_the_file_says(folder: Path) -> None:
    shown = take_over(
        folder,
        "县气象局,钱多,,qianduo,主",
        "县气象局,钱二,,qianer,主",
        "县审计局,甲,,jia,",
        "县审计局,乙,,yi,",
        "县水利局,丙,,bing,联络员",
    )
    posts = {c.user_id: c.post for c in ledger(folder).roster.contacts}
    assert "第3行 县气象局 钱二：一个单位只有一个主联络员" in shown
    assert "联络员：看不懂主/备" in shown
    assert {posts[who] for who in ("qianduo", "jia", "bing")} == {"main"}
    assert {posts[who] for who in ("qianer", "yi")} == {"backup"}


def test_one_cell_may_name_several_units_and_an_unknown_one_is_said(folder: Path) -> None:
    shown = take_over(folder, "县民政局、县审计局、火星局,甲,,jia,主")
    units = {c.unit for c in ledger(folder).roster.contacts if c.user_id == "jia"}
    assert units == {"县民政局", "县审计局"}
    assert "火星局：台账里没有这个单位" in shown


def test_whoever_a_later_file_leaves_out_loses_unit_and_number(folder: Path) -> None:
    take_over(folder, "县气象局,钱多,13800001234,qianduo,主")
    assert ledger(folder).people.phones["qianduo"] == "13800001234"
    again = take_over(folder, "县气象局,钱二,,qianer,主")
    after = ledger(folder)
    assert "钱多（qianduo）" in again.partition("不再是联络员1人")[2]
    assert [c.user_id for c in after.roster.of_unit("县气象局")] == ["qianer"]
    assert "qianduo" not in after.people.phones
    assert "没有要登记或变更的人" in take_over(folder, "县气象局,钱二,,qianer,主")
