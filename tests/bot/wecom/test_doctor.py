"""The self-test of the long connection names the step that fails, and the command says so."""

import asyncio
import json
import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import SystemClock
from bot.config import Settings
from messages.doctor import ANSWERED, Check, line
from storage.store import Store
from tests.bot.command import duban
from tests.bot.wecom.conftest import GROUP, configured, free_port, smart_bot_of
from tests.bot.wecom.examining import examined, smart_bot_alone
from tests.wecom_simulator.simulator import Simulator


@pytest.fixture
def on_smart_bot(sim: Simulator, base: Settings) -> Settings:
    return smart_bot_alone(sim, base)


async def test_all_is_well_when_a_second_person_is_heard_in_the_group(
    sim: Simulator, on_smart_bot: Settings
) -> None:
    async def speak() -> None:
        said = await sim.say("@督办助手 我是谁", user="lihua", chat=GROUP)
        assert said.text == ANSWERED

    found = await examined(sim, on_smart_bot, wait=30.0, speak=speak)
    assert found.wrong == set()
    assert {Check.RESOLVES, Check.TCP, Check.TLS, Check.SUBSCRIBE, Check.PING} < found.looked_at
    assert GROUP in found[Check.CHAT].detail
    assert "lihua（明文账号）" in found[Check.SENDER].detail
    assert found[Check.HEARD].good
    assert await sim.until(lambda: sim.connections() == 0)
    assert sim.violations() == ()


async def test_what_was_heard_is_remembered_and_nothing_is_recorded(
    sim: Simulator, base: Settings
) -> None:
    async def speak() -> None:
        await sim.say("进度 15(6) 已完成", user="lihua")
        await sim.say("@督办助手 我是谁", user="wanglei", chat=GROUP)

    settings = configured(base, **smart_bot_of(sim))
    before = await examined(sim, settings)
    found = await examined(sim, settings, wait=30.0, speak=speak)
    assert "李华（lihua" in before[Check.PEOPLE].detail
    assert "李华（lihua" not in found[Check.PEOPLE].detail
    assert found.wrong == {Check.PEOPLE}
    with Store.open(settings.database.url, read_only=True) as store:
        assert {chat.id for chat in store.chats()} == {"lihua", GROUP}
        assert [entry for entry in store.entries() if entry.actor == "lihua"] == []


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"kind": "bad_credentials"}, "BotID"),
        ({"kind": "errcode", "on": "aibot_subscribe", "code": 45009}, "几分钟"),
        ({"kind": "errcode", "on": "aibot_subscribe", "code": 853001}, "853001"),
        ({"kind": "no_ack", "on": "aibot_subscribe"}, "没有回音"),
    ],
)
async def test_a_login_that_fails_is_named_with_its_cure(
    sim: Simulator, on_smart_bot: Settings, fault: dict[str, Any], named: str
) -> None:
    await sim.fault(**fault)
    found = await examined(sim, on_smart_bot, wait=30.0)
    assert found.wrong == {Check.SUBSCRIBE}
    assert named in line(found[Check.SUBSCRIBE])
    assert await sim.until(lambda: sim.connections() == 0)


async def test_a_ping_without_an_answer_is_named(sim: Simulator, on_smart_bot: Settings) -> None:
    await sim.fault("no_ack", on="ping")
    assert (await examined(sim, on_smart_bot)).wrong == {Check.PING}


@pytest.mark.parametrize(
    ("gateway", "failed"),
    [
        ("wss://gateway.invalid", Check.RESOLVES),
        ("ws://127.0.0.1:{free}", Check.TCP),
        ("wss://127.0.0.1:{gateway}", Check.TLS),
        ("ws://127.0.0.1:{api}", Check.SUBSCRIBE),
    ],
)
async def test_the_first_step_that_fails_on_the_way_is_named(
    sim: Simulator, on_smart_bot: Settings, gateway: str, failed: Check
) -> None:
    ports = {"gateway": sim.gateway_url, "api": sim.api_url}
    ports = {name: url.rstrip("/").rpartition(":")[2] for name, url in ports.items()}
    url = gateway.format(free=free_port(), **ports)
    settings = configured(on_smart_bot, wecom={"gateway_url": url, "api_url": sim.api_url})
    assert (await examined(sim, settings)).wrong == {failed}


async def test_a_certificate_nobody_vouches_for_is_named(
    sim: Simulator, on_smart_bot: Settings, tmp_path: Path
) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=self_signed(tmp_path))
    port = server.sockets[0].getsockname()[1]
    wecom = {"gateway_url": f"wss://127.0.0.1:{port}", "api_url": sim.api_url}
    async with server:
        found = await examined(sim, configured(on_smart_bot, wecom=wecom))
    assert "证书不被信任" in found[Check.TLS].detail


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    written = made.public_bytes(pem) + key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(written)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


# ---- the command line ----


@pytest.mark.timeout(400)  # six processes one after the other
async def test_the_command_reports_as_lines_and_as_json(
    sim: Simulator, on_smart_bot: Settings, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(
        f'[bot]\nnames = ["督办助手"]\n[groups]\ndaily = ["{GROUP}"]\n'
        f'[smart_bot]\nbot_id = "{sim.account.bot_id}"\n'
        f'[wecom]\ngateway_url = "{sim.gateway_url}"\napi_url = "{sim.api_url}"\n'
    )
    secret = {"DUBAN_SMART_BOT__SECRET": sim.account.bot_secret}

    async def run(*given: str, **extra: str) -> tuple[int, str]:
        url = on_smart_bot.database.url
        done = await asyncio.to_thread(duban, *given, "--db", url, folder=tmp_path, **extra)
        assert "程序出错" not in done.stderr
        return done.returncode, done.stdout

    code, said = await run("doctor", "--wait", "0", **secret)
    assert code == 0, said
    assert "✓ 智能机器人 登录" in said
    code, said = await run("doctor", "--wait", "0", "--json", DUBAN_SMART_BOT__SECRET="wrong")  # noqa: S106
    assert code == 1
    (wrong,) = [one for one in json.loads(said) if not one["good"]]
    assert wrong.keys() == {"check", "good", "detail", "cure"}
    assert wrong["check"] == "smart_bot.subscribe"
    assert (await run("doctor", "--wait", "0"))[0] == 2
    asked = asyncio.ensure_future(run("doctor", "--wait", "60", **secret))
    assert await sim.until(sim.connected, within=50)
    assert (await sim.say("@督办助手 我是谁", user="lihua", chat=GROUP)).text == ANSWERED
    assert (await asked)[0] == 0
    code, said = await run("chats", "--json", **secret)
    (chat,) = json.loads(said)["chats"]
    assert (chat["surface"], chat["kind"], chat["id"]) == ("smart_bot", "group", GROUP)
    assert chat["served"] is True
    assert GROUP in (await run("chats", **secret))[1]
