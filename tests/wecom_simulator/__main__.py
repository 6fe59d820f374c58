"""`python -m tests.wecom_simulator`: the platform on loopback ports, operated over HTTP."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Sequence

from tests.wecom_simulator.account import Account
from tests.wecom_simulator.control import MANUAL, Control
from tests.wecom_simulator.servers import HOST, Server
from tests.wecom_simulator.simulator import Simulator


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(
        prog="python -m tests.wecom_simulator",
        description="Plays WeCom on 127.0.0.1: the long connection, the callbacks, the API.\n"
        "The first line it prints is JSON with its addresses and the credentials to configure.",
        epilog=f"The control port:\n{MANUAL}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--gateway-port", type=int, default=0, help="0: a free one")
    made.add_argument("--api-port", type=int, default=0, help="0: a free one")
    made.add_argument("--control-port", type=int, default=0, help="0: a free one")
    made.add_argument("--bot-callback", default="", metavar="URL", help="the bot is in URL mode")
    made.add_argument("--app-callback", default="", metavar="URL", help="the own app's address")
    made.add_argument("--bot-name", default="督办助手", help="what people type after the @")
    made.add_argument("--for", type=float, dest="seconds", metavar="SECONDS", help="then end")
    return made


async def run(arguments: argparse.Namespace) -> None:
    """Serve until SIGTERM, SIGINT or the time is over."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    simulator = Simulator(
        account=Account(bot_name=arguments.bot_name),
        bot_callback=arguments.bot_callback,
        app_callback=arguments.app_callback,
        gateway_port=arguments.gateway_port,
        api_port=arguments.api_port,
    )
    async with simulator as sim:
        control = Server(Control(sim).app(), arguments.control_port)
        await control.start()
        try:
            _announce(sim, control.port)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(arguments.seconds):
                    await ended.wait()
        finally:
            await control.stop()


def _announce(sim: Simulator, control_port: int) -> None:
    account = sim.account
    ready = {
        "control_url": f"http://{HOST}:{control_port}",
        "gateway_url": sim.gateway_url,
        "api_url": sim.api_url,
        "webhook_url": sim.webhook_url,
        "bot_id": account.bot_id,
        "bot_secret": account.bot_secret,
        "bot_name": account.bot_name,
        "bot_token": account.bot_token,
        "bot_aes_key": account.bot_aes_key,
        "corp_id": account.corp_id,
        "agent_id": account.agent_id,
        "app_secret": account.app_secret,
        "app_token": account.app_token,
        "app_aes_key": account.app_aes_key,
    }
    sys.stdout.write(json.dumps(ready, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(given: Sequence[str] | None = None) -> None:
    """Read the command line and serve."""
    asyncio.run(run(parser().parse_args(given)))


if __name__ == "__main__":
    main()
