"""The self-test looks at the settings before it connects to anything."""

from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from messages import cures, diagnoses
from messages.doctor import Check
from tests.bot.wecom.conftest import configured
from tests.bot.wecom.examining import examined, smart_bot_alone
from tests.wecom_simulator.simulator import Simulator


@pytest.fixture
def on_smart_bot(sim: Simulator, base: Settings) -> Settings:
    return smart_bot_alone(sim, base)


async def test_a_bot_without_any_surface_is_told_where_to_begin(
    sim: Simulator, base: Settings
) -> None:
    found = await examined(sim, base)
    assert found.wrong == {Check.SURFACES}
    assert "docs/wecom.md" in found[Check.SURFACES].cure


@pytest.mark.parametrize(
    ("sections", "failed"),
    [
        ({"bot": {"names": []}}, Check.NAMES),
        ({"groups": {"daily": ["console-group"]}}, Check.GROUPS),
        ({"webhooks": [{"chat": "elsewhere", "key": "x-" * 9}]}, Check.GROUPS),
        ({"routing": {"people": ["smartbot"]}}, Check.ROUTING),
        ({"routing": {"groups": ["webhook", "smart_bot"]}}, Check.ROUTING),
        ({"smart_bot_callback": {"token": "x", "encoding_aes_key": "A" * 43}}, Check.MODES),
    ],
)
async def test_settings_that_cannot_work_are_named(
    sim: Simulator, on_smart_bot: Settings, sections: dict[str, Any], failed: Check
) -> None:
    found = await examined(sim, configured(on_smart_bot, **sections))
    assert failed in found.wrong


@pytest.mark.parametrize(
    ("text", "mode", "good"),
    [
        ('[smart_bot]\nbot_id = "a"\nsecret = "b"\n', 0o644, False),
        ('[smart_bot]\nbot_id = "a"\nsecret = "b"\n', 0o640, True),
        ('[[webhooks]]\nchat = "a"\nkey = "b"\n', 0o604, False),
        ('[smart_bot]\nbot_id = "a"\n', 0o644, True),
    ],
)
async def test_secrets_that_others_can_read_are_named(
    sim: Simulator, on_smart_bot: Settings, tmp_path: Path, text: str, mode: int, *, good: bool
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    file.chmod(mode)
    assert (await examined(sim, on_smart_bot, file=file))[Check.FILE].good is good


def test_every_check_has_a_label_and_every_problem_one_cure() -> None:
    assert {*diagnoses.LABELS} == {*Check}
    assert {check for check, _ in (*diagnoses.WELL, *cures.ILL)} <= {*Check}
    for detail, cure in (*cures.ILL.values(), *cures.REFUSED.values()):
        assert not detail.endswith("。")
        assert cure.count("。") == 1
        assert cure.endswith("。")
