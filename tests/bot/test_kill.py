"""The process dies at any moment: what was answered is there, once."""

import json
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from storage.mail import OutgoingState
from storage.store import Store
from storage.verify import verify
from tests.bot.command import CONFIG, DUBAN, duban, environment

KILLS = 12
_NOTE = re.compile(r"已记录 15\(6\).*?(第\d+轮第\d+份)")


def test_every_report_that_got_its_reply_is_there_after_a_kill(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    assert duban("demo", typed="/quit\n", folder=tmp_path).returncode == 0
    answered: list[str] = []
    for round_ in range(KILLS):
        answered += _talk_and_kill(tmp_path, round_, random.Random(round_).uniform(0.05, 0.6))
    rows = json.loads(duban("history", "15(6)", "--json", folder=tmp_path).stdout)
    words = [row["words"] for row in rows]
    assert len(answered) > KILLS
    assert set(answered) <= set(words)
    assert len(words) == len(set(words))
    assert duban("verify", folder=tmp_path).returncode == 0


def _talk_and_kill(folder: Path, round_: int, seconds: float) -> list[str]:
    """Report without end, kill -9 some time after the first reply; returns what was answered."""
    with subprocess.Popen(
        [*DUBAN, "run"],
        cwd=folder,
        env=environment(DUBAN_WEB__PORT="0", DUBAN_LOG__LEVEL="ERROR"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        threading.Thread(target=_report, args=(process.stdin, round_), daemon=True).start()
        answered: list[str] = []
        end = float("inf")
        for line in process.stdout:
            if "已记录 15(6)" not in line:
                continue
            answered += _NOTE.findall(line)
            end = min(end, time.monotonic() + seconds)
            if time.monotonic() > end:
                process.send_signal(signal.SIGKILL)
                break
        process.kill()
        # What was in the pipe was printed, so it was answered too.
        answered += [
            x.split("，")[1].split("（")[0] for x in process.stdout if "已记录 15(6)" in x
        ]
    return [f"15(6) 60% {note}" for note in answered]


def _report(stdin: IO[str], round_: int) -> None:
    try:
        stdin.write("/as lihua\n")
        for number in range(2000):
            stdin.write(f"15(6) 60% 第{round_}轮第{number}份\n")
            stdin.flush()
    except (BrokenPipeError, ValueError):
        return


def test_a_reminder_goes_out_once_however_often_the_sender_is_killed(tmp_path: Path) -> None:
    """Killed right after the world accepted a message: its outcome is unknown, never doubled."""
    (tmp_path / "config.toml").write_text(CONFIG.read_text())
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    accepted: list[str] = []
    kills = 0
    while "done" not in accepted:
        accepted += _send_and_kill(tmp_path, url, after=kills % 3 + 1)
        kills += 1
        assert kills < 40, "every start must get further"
    sent = [to for to in accepted if to != "done"]
    assert len(sent) > 8
    assert len(sent) == len(set(sent))
    with Store.open(url) as store:
        rows = store.outbox()
        assert {row.state for row in rows} == {OutgoingState.SENT, OutgoingState.UNKNOWN}
        assert len(rows) == len(sent)
        assert verify(store) == ()


def _send_and_kill(folder: Path, url: str, after: int) -> list[str]:
    """Let it send, kill -9 after some messages; returns to whom they went."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bot.sending", url],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        accepted: list[str] = []
        for line in process.stdout:
            accepted.append(line.strip())
            if len(accepted) == after and "done" not in accepted:
                process.kill()
        return accepted
