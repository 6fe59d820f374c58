"""`duban run` with the long connection, as a process of its own."""

import asyncio
from pathlib import Path

from tests.bot.command import CONFIG, DUBAN, environment
from tests.wecom_simulator.simulator import Simulator


async def run_until_it_ends(
    folder: Path, sim: Simulator, lines: str, **secrets: str
) -> tuple[int, str]:
    text = CONFIG.read_text().replace("wss://openws.work.weixin.qq.com", sim.gateway_url)
    (folder / "config.toml").write_text(f"{text}\n[smart_bot]\n{lines}\n")
    process = await asyncio.create_subprocess_exec(
        *DUBAN,
        "run",
        "--sample",
        cwd=folder,
        env=environment(DUBAN_WEB__PORT="0", **secrets),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        said, complaint = await process.communicate()
    assert process.returncode is not None
    return process.returncode, (said + complaint).decode()


async def test_bad_credentials_are_said_plainly_with_a_code_for_the_service_manager(
    sim: Simulator, tmp_path: Path
) -> None:
    wrong = {"DUBAN_SMART_BOT__SECRET": "not-the-secret"}
    bot = f'bot_id = "{sim.account.bot_id}"'
    code, said = await run_until_it_ends(tmp_path, sim, bot, **wrong)
    assert code == 78
    assert "不认 [smart_bot] 的 bot_id 或 secret" in said
    assert "not-the-secret" not in said
    assert "Traceback" not in said


async def test_a_section_without_its_secret_is_named_and_where_to_put_it(
    sim: Simulator, tmp_path: Path
) -> None:
    code, said = await run_until_it_ends(tmp_path, sim, 'bot_id = "aib"')
    assert code == 2
    assert "smart_bot.secret" in said
    assert "DUBAN_SMART_BOT__SECRET" in said
