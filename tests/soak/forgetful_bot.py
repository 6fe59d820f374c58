"""The control of the kill test: a bot that answers first and writes a moment later.

Run as `python tests/soak/forgetful_bot.py URL DATABASE`. A programme that does not catch it
catches nothing.
"""

import asyncio
import json
import os
import re
import sqlite3
import sys

from aiohttp import ClientSession

_LATER = 0.05


async def main(url: str, database: str) -> None:
    """Answer until killed."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS report (number PRIMARY KEY)")
    later: list[str] = []

    async def write() -> None:
        while True:
            await asyncio.sleep(_LATER)
            while later:
                connection.execute("INSERT OR IGNORE INTO report VALUES (?)", (later.pop(),))

    writing = asyncio.ensure_future(write())
    async with ClientSession() as session, session.ws_connect(url) as socket:
        body = {"bot_id": "aibSIMULATED0001", "secret": os.environ["DUBAN_SMART_BOT__SECRET"]}
        await socket.send_json(
            {"cmd": "aibot_subscribe", "headers": {"req_id": "s"}, "body": body}
        )
        async for message in socket:
            frame = json.loads(message.data)
            if frame.get("cmd") != "aibot_msg_callback":
                continue
            number = re.search(r"已退税(\d+)户", frame["body"]["text"]["content"])
            if number is not None:
                later.append(number[1])
            answer = {"msgtype": "markdown", "markdown": {"content": "已记录"}}
            await socket.send_json(
                {"cmd": "aibot_respond_msg", "headers": frame["headers"], "body": answer}
            )
    writing.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
