"""A bare aiohttp client that gives one canned answer: what the transport alone costs.

Run as `python -m benchmarks.contestants.echo_socket URL`.
"""

import asyncio
import json
import sys

from aiohttp import ClientSession

CANNED = "测" * 250


async def main(url: str) -> None:
    """Answer until the connection ends."""
    async with ClientSession() as session, session.ws_connect(url) as socket:
        subscribe = {"cmd": "aibot_subscribe", "headers": {"req_id": "s"}, "body": {}}
        await socket.send_str(json.dumps(subscribe))
        async for message in socket:
            frame = json.loads(message.data)
            if frame.get("cmd") == "aibot_msg_callback":
                answer = {
                    "cmd": "aibot_respond_msg",
                    "headers": frame["headers"],
                    "body": {"msgtype": "markdown", "markdown": {"content": CANNED}},
                }
                await socket.send_str(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
