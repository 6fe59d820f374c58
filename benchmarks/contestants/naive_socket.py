"""An aiohttp client on the long connection, a SQLModel session for each message.

Run as `python -m benchmarks.contestants.naive_socket URL DATABASE`.
"""

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import ClientSession

from benchmarks.contestants.common_tongue import words_for
from benchmarks.naive import Naive
from ledger.workdays import WorkCalendar


async def main(url: str, database: Path) -> None:
    """Answer until the connection ends."""
    naive = Naive(database, WorkCalendar({}, known_years=()))
    async with ClientSession() as session, session.ws_connect(url) as socket:
        subscribe = {"cmd": "aibot_subscribe", "headers": {"req_id": "s"}, "body": {}}
        await socket.send_str(json.dumps(subscribe))
        async for message in socket:
            frame = json.loads(message.data)
            if frame.get("cmd") != "aibot_msg_callback":
                continue
            answer = {
                "cmd": "aibot_respond_msg",
                "headers": frame["headers"],
                "body": {
                    "msgtype": "markdown",
                    "markdown": {"content": words_for(naive, frame["body"])},
                },
            }
            await socket.send_str(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
