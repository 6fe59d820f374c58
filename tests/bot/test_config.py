from pathlib import Path

import pytest

from bot.config import ConfigError, load
from ledger.rules import Rules


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_the_rules_are_the_ledgers_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load().rules.rules() == Rules()


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("[rules]\nleed_days = [1]", "rules.leed_days", "extra_forbidden"),
        ("[colour]\nx = 1", "colour", "extra_forbidden"),
        ('[rules]\nsoon_days = "x"', "rules.soon_days", "int_parsing"),
        ('[[people.contacts]]\nid = "a"', "people.contacts[0].unit", "missing"),
        ("[web]\nport = 70000", "web.port", "less_than_equal"),
        ('[rules]\nquiet_from = "08:00:00"', "rules", "never_open"),
        ('[rules]\ngroup_list_at = "18:00:00"', "rules", "never_open"),
        ('[items."5（2）"]\nlead_days = [5]', "items.5（2）", "item_name"),
        ('[items."5(2)"]\nlead_dayz = [5]', "items.5(2).lead_dayz", "extra_forbidden"),
        ('[rules]\nsensitive = ["二十"]', "rules.sensitive[0]", "item_name"),
        ('[rules]\nperiod = "week"', "rules.period", "enum"),
        (
            "[calendar]\noff = [2027-02-15]\nworked = [2027-02-15]",
            "calendar",
            "off_and_worked",
        ),
    ],
)
def test_a_wrong_setting_is_named(file: Path, text: str, key: str, code: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert (caught.value.key, caught.value.code) == (key, code)


def test_what_is_no_toml_and_what_is_not_there_is_said(file: Path) -> None:
    with pytest.raises(ConfigError) as missing:
        load(file)
    assert missing.value.code == "no_file"
    file.write_text("[[[")
    with pytest.raises(ConfigError) as broken:
        load(file)
    assert broken.value.code == "not_toml"


def test_the_command_line_wins_over_the_environment_over_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('[database]\nurl = "sqlite:///file.db"')
    assert load(file).database.url == "sqlite:///file.db"
    monkeypatch.setenv("DUBAN_DATABASE__URL", "sqlite:///env.db")
    assert load(file).database.url == "sqlite:///env.db"
    assert load(file, db="sqlite:///cli.db").database.url == "sqlite:///cli.db"
