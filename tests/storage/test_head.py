"""The last seal beside the database: a tail that was cut off, or a history written anew."""

import logging
from pathlib import Path

import pytest

from messages.findings import say
from storage.head import head_of
from storage.rows import chain, entry_row
from storage.seals import GENESIS
from storage.store import Store
from storage.verify import Finding, verify
from tests.storage.samples import filled, reported, rows, tamper, url

_SLIPPED_IN = """
    CREATE TEMP TABLE copy AS SELECT * FROM entry WHERE seq = 4;
    UPDATE copy SET seq = 5;
    UPDATE entry SET seq = 6 WHERE seq = 5;
    INSERT INTO entry SELECT * FROM copy
"""


def found(path: Path) -> tuple[Finding, ...]:
    with Store.open(url(path), read_only=True, check=False) as store:
        return verify(store)


def cut(path: Path, after: int) -> None:
    """Cut the history off behind a row, with all that would betray it in the tables."""
    tamper(
        path,
        f"DELETE FROM inbox WHERE key IN (SELECT message_key FROM entry WHERE seq > {after})",  # noqa: S608 - our own number
        f"DELETE FROM entry WHERE seq > {after}",  # noqa: S608
    )


def test_a_tail_that_was_cut_off_is_named_with_its_first_row(path: Path) -> None:
    filled(path, 5)
    assert found(path) == ()
    cut(path, 3)
    (finding,) = found(path)
    assert finding.code == "history"
    assert finding.facts.startswith("entry 4 is missing")
    assert "历史第4行不见了" in say(finding.code, finding.facts)


def test_the_evidence_stays_when_the_bot_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(path, 5)
    cut(path, 3)
    with caplog.at_level(logging.WARNING), Store.open(url(path)) as store:
        for n in range(6, 9):
            store.commit(reported(n))
    assert "security" in caplog.text
    (finding,) = found(path)
    assert "历史第5行的封印" in say(finding.code, finding.facts)


def test_a_history_that_was_written_anew_is_found(path: Path) -> None:
    filled(path, 3)
    with Store.open(url(path), read_only=True) as store:
        entries = [*store.entries()]
    statements, previous = [], GENESIS
    for entry in entries:
        row = entry_row(entry, entry.seq, previous)
        row.words = row.words.replace("完成", "没有完成")
        previous = chain(previous, row)
        statements.append(
            f"UPDATE entry SET words = '{row.words}', chain = '{previous}' WHERE seq = {row.seq}"  # noqa: S608
        )
    tamper(path, *statements)
    (finding,) = found(path)
    assert finding.facts.startswith("entry 3 has another seal")


def test_a_note_that_lags_behind_or_is_missing_or_of_another_ledger_is_no_finding(
    path: Path,
) -> None:
    filled(path, 2)
    early = head_of(path).read_bytes()
    with Store.open(url(path)) as store:
        store.commit(reported(3))
    head_of(path).write_bytes(early)
    assert found(path) == ()
    head_of(path).write_text("another-ledger 00000000000000000009 00\n")
    assert found(path) == ()
    head_of(path).write_bytes(b"\xff\0torn")
    assert found(path) == ()
    head_of(path).unlink()
    assert found(path) == ()


def test_the_note_follows_every_commit(path: Path) -> None:
    filled(path, 2)
    ((seal,),) = rows(path, "SELECT chain FROM entry WHERE seq = 2")
    assert head_of(path).read_text().split()[1:] == [f"{2:020d}", seal]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE entry SET words = 'x' WHERE seq = 2", "历史第2行和封印对不上"),
        ("DELETE FROM entry WHERE seq = 2", "历史第2行不见了"),
        (
            _SLIPPED_IN,
            "历史第5行和封印对不上",
        ),
    ],
)
def test_a_change_by_hand_is_said_with_the_rows_number(path: Path, change: str, said: str) -> None:
    filled(path, 5)
    tamper(path, *change.split(";"))
    first = found(path)[0]
    assert said in say(first.code, first.facts)
