import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bot.command import CONFIG, ROOT, duban

Run = Callable[..., subprocess.CompletedProcess[str]]
SAMPLE = ROOT / "documents" / "samples" / "plan.csv"
AT = ("--at", "2023-10-16 09:30")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Import the sample as a document once; the tests start from copies."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "config.toml").write_text(CONFIG.read_text())
    done = duban("import", str(SAMPLE), "--plan", "营商", "--yes", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "共56项，4个板块，20项任务" in done.stdout
    assert "已保存：营商，56项。" in done.stdout
    return (folder / "duban.db").read_bytes()


@pytest.fixture
def run(tmp_path: Path, imported: bytes) -> Run:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    (tmp_path / "duban.db").write_bytes(imported)

    def runner(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        done = duban(*arguments, folder=tmp_path, **options)
        assert "Traceback" not in done.stderr + done.stdout
        return done

    return runner


def test_items_are_an_array_in_document_order(run: Run) -> None:
    items = json.loads(run("items", "--json").stdout)
    assert [items[0]["ref"], items[-1]["ref"], len(items)] == ["1(1)", "20(3)", 56]
    assert sum(item["units_open"] for item in items) == 28
    by_ref = {item["ref"]: item for item in items}
    assert [m["date"] for m in by_ref["17(3)"]["milestones"]] == ["2023-03-25", "2023-11-15"]
    assert (by_ref["15(6)"]["due"], by_ref["15(6)"]["ongoing"]) == (None, True)
    assert by_ref["18(4)"]["due"] == "2023-11-20"
    assert set(items[0]) >= {
        *("ref", "section", "objective", "text", "lead", "units", "units_open"),
        *("deadline_text", "due", "ongoing", "milestones", "targets", "status", "light"),
    }


def test_a_report_is_said_kept_and_in_the_history(run: Run) -> None:
    said = run("say", "进度 15(6) 已完成", "--as", "lihua", "--json", *AT)
    answer = json.loads(said.stdout)
    assert answer["intent"] == "report_progress"
    assert answer["slots"] == {"refs": ["15(6)"], "status": "已完成", "percent": 100}
    assert answer["wrote"] is True
    history = json.loads(run("history", "15（6）", "--json").stdout)
    assert [(row["actor"], row["words"]) for row in history] == [("lihua", "进度 15(6) 已完成")]
    assert run("verify").returncode == 0


def test_the_same_id_twice_gives_the_same_reply_and_one_row(run: Run) -> None:
    say = ("say", "5(5)已完成", "--as", "unit:县住建局", "--id", "m1", "--json", *AT)
    first, again = (json.loads(run(*say).stdout) for _ in range(2))
    assert (first["wrote"], again["wrote"]) == (True, False)
    assert first["reply"] == again["reply"]
    assert len(json.loads(run("history", "5(5)", "--json").stdout)) == 1


def test_pushes_are_shown_with_their_addressee(run: Run) -> None:
    said = run("say", "5(5)已完成", "--as", "unit:县住建局", "--json", *AT)
    assert {push["to"] for push in json.loads(said.stdout)["pushes"]} == {"hemei", "tangwei"}


def test_isolated_lines_keep_nothing_and_do_not_see_each_other(run: Run, tmp_path: Path) -> None:
    lines = [
        {"text": "5(5)已完成", "role": "unit:县住建局"},
        {"text": "同意5(5)销号", "role": "office"},
        {"text": "你好", "role": "none"},
    ]
    (tmp_path / "l.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = run("say", "--file", "l.jsonl", "--isolated", "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["wrote"] for a in answers] == [True, True, False]
    assert "此前没有办结申请" in answers[1]["reply"]
    assert answers[2]["intent"] == "smalltalk_ignore"
    assert json.loads(run("history", "5(5)", "--json").stdout) == []


def test_a_bad_line_is_named_and_the_others_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "l.jsonl").write_text(
        '{"text": "帮助"}\nno json\n{"text": 5}\n{"text": "15(6)"}\n'
    )
    done = run("say", "--file", "l.jsonl", "--isolated", "--json")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert ["error" in answer for answer in answers] == [False, True, True, False]


def test_due_shows_who_would_be_reminded_and_sends_nothing(run: Run) -> None:
    due = json.loads(run("due", "--on", "2023-11-30", "--json").stdout)
    assert {"县住建局", "县市场监管局"} <= {message["unit"] for message in due["reminders"]}
    assert due["group_list"]["today"] == ["5(5)", "5(7)"]
    assert json.loads(run("due", "--on", "2023-12-30", "--json").stdout)["working_day"] is False


def test_a_summary_of_a_past_day_adds_up(run: Run) -> None:
    found = json.loads(run("summary", "--as-of", "2023-06-30", "--json").stdout)
    totals = found["totals"]
    assert (totals["total"], totals["soon"], totals["overdue"]) == (56, 2, 0)
    assert totals["dated"] + totals["ongoing"] == 56
    assert sum(section["total"] for section in found["sections"]) == 56


def test_a_new_print_of_the_plan_replaces_the_samples_titles(run: Run, tmp_path: Path) -> None:
    done = run("demo", typed="/as 李华\n进度 15(6) 已完成\n", DUBAN_DATABASE__URL="sqlite:///d.db")
    assert "已记录 15(6)" in done.stdout
    text = SAMPLE.read_text().replace("留抵退税提速", "留抵退税再提速")
    (tmp_path / "new.csv").write_text(text)
    shown = run("import", "new.csv", "--yes", "--db", "sqlite:///d.db").stdout
    assert "台账名：营商" in shown
    answer = run("say", "15(6)", "--as", "lihua", "--db", "sqlite:///d.db", *AT).stdout
    assert "留抵退税再提速" in answer
    assert "进度 15(6) 已完成" in answer


def test_without_a_yes_nothing_is_saved(run: Run) -> None:
    for typed in (None, "no\n", ""):
        done = run("import", str(SAMPLE), "--plan", "另一", typed=typed)
        assert (done.returncode, done.stderr.strip()[:5]) == (1, "没有保存。")
    assert run("items", "--plan", "另一").returncode == 2
    assert run("import", str(SAMPLE), "--plan", "另一", typed="yes\n").returncode == 0
    assert run("items", "--plan", "另一").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("import", "nowhere.docx"), 1, "找不到文件"),
        (("import", "config.toml"), 1, "没有找到任务清单"),
        (("nonsense",), 2, "命令写得不对"),
        (("items", "--nope"), 2, "命令写得不对"),
        (("import",), 2, "命令写得不对"),
        (("say",), 2, "请写要说的话"),
        (("say", "x", "--as", "unit:火星局"), 2, "名册里没有"),
        (("say", "x", "--at", "明天"), 2, "看不懂时间"),
        (("say", "--file", "nowhere.jsonl"), 2, "读不了文件"),
        (("history", "99(9)"), 2, "没有“99(9)”"),
        (("items", "--plan", "无"), 2, "没有叫“无”的方案"),
        (("items", "--config", "nowhere.toml"), 2, "找不到这个设置文件"),
        (("items", "--db", "sqlite:///none.db"), 1, "还没有台账"),
        (("items", "--db", "postgresql://x/y"), 1, "不认识的数据库地址"),
        (("summary", "--as-of", "x"), 2, "看不懂时间"),
    ],
)
def test_a_mistake_is_one_clear_sentence(
    run: Run, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_damaged_ledger_is_refused_with_the_way_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "duban.db"
    file.write_bytes(file.read_bytes()[:9000])
    done = run("say", "汇总")
    assert (done.returncode, "备份" in done.stderr) == (1, True)


def test_a_row_changed_by_hand_is_found(run: Run, tmp_path: Path) -> None:
    run("say", "15(6) 60%", "--as", "lihua", *AT)
    with sqlite3.connect(tmp_path / "duban.db") as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entry SET percent = 90 WHERE percent = 60")
    done = run("verify")
    assert done.returncode == 1
    assert "history" in done.stderr


def test_without_terminal_or_input_a_day_is_played_and_nothing_kept(
    run: Run, tmp_path: Path
) -> None:
    done = run("demo")
    assert done.returncode == 0
    for words in (
        "有哪些任务",
        "已记录 5(5)",
        "已销号 5(5)",
        "【督办提醒】",
        "汇总（2023年11月15日）",
    ):
        assert words in done.stdout
    assert len(list(tmp_path.glob("*.db"))) == 1


def test_a_piped_chat_can_change_speaker_and_clock(run: Run) -> None:
    typed = ("/as 张强", "5(5)已完成", "/again", "/at 2023-11-15 08:30", "/at x")
    wrong = ("/as unit:火星", "/nonsense", "/who")
    done = run("demo", typed="\n".join((*typed, *wrong)))
    assert done.returncode == 0
    assert done.stdout.count("已记录 5(5)") == 2
    assert "【今日督办】2023年11月15日" in done.stdout
    for words in ("看不懂时间", "名册里没有", "没有 /nonsense 这个命令", "lihua 李华"):
        assert words in done.stdout


def test_every_command_has_help_worth_reading(run: Run) -> None:
    for name in ("import", "items", "say", "due", "summary", "history", "verify", "run", "demo"):
        done = run(name, "--help")
        assert done.returncode == 0
        assert "--db" in done.stdout
