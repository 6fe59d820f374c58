import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from tests.bot.command import CONFIG, DUBAN, duban, environment


class Person:
    """Somebody at a real terminal."""

    def __init__(self, folder: Path) -> None:
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(sys.executable, [*DUBAN, "demo"], environment())  # noqa: S606 - the program itself
        self.seen = ""

    def type(self, words: str) -> None:
        os.write(self._terminal, words.encode())

    def wait_for(self, words: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, f"not seen: {words}\n{self.seen}"
            if select.select([self._terminal], [], [], 0.1)[0]:
                self.seen += os.read(self._terminal, 65536).decode("utf-8", "replace")

    def rest(self) -> str:
        while True:
            try:
                chunk = os.read(self._terminal, 65536)
            except OSError:
                return self.seen
            self.seen += chunk.decode("utf-8", "replace")

    def code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    return Person(tmp_path)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(("ending", "code"), [("/quit\n", 0), ("\x04", 0), ("\x03", 130)])
def test_a_chat_at_a_terminal_ends_quietly(person: Person, ending: str, code: int) -> None:
    person.wait_for("none> ")
    person.type("/as unit:县税务局\n")
    person.wait_for("unit:县税务局> ")
    person.type("进度 15(6) 60%\n")
    person.wait_for("已记录 15(6)")
    person.type(ending)
    said = person.rest()
    assert person.code() == code
    assert "Traceback" not in said
    assert "Fatal" not in said


def test_in_the_rehearsal_too_whoever_leaves_reports_no_more(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    typed = "/as lihua\n解绑\n15(6) 60%\n/quit\n"
    shown = duban("demo", typed=typed, folder=tmp_path).stdout
    assert "您还没有绑定单位" in shown.partition("不再是任何单位的联络员")[2]


def test_a_single_chat_may_be_rehearsed_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    assert duban("demo", typed="/quit\n", folder=tmp_path).returncode == 0
    (tmp_path / "r.csv").write_text(
        "单位,姓名,手机,用户ID,主/备\n县税务局,李华,13800001234,lihua,主\n"
    )
    assert duban("roster", "r.csv", "--yes", folder=tmp_path).returncode == 0
    asked = ("say", "县税务局联系人", "--as", "hemei")
    assert "13800001234" in duban(*asked, "--private", folder=tmp_path).stdout
    assert "13800001234" not in duban(*asked, folder=tmp_path).stdout


def test_a_played_part_can_say_that_it_leaves(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    assert duban("demo", typed="/quit\n", folder=tmp_path).returncode == 0
    said = duban("say", "解绑", "--as", "unit:县气象局", folder=tmp_path).stdout
    assert "不再是任何单位的联络员" in said
