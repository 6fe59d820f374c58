"""A minimal wechatpy + aiohttp handler with a SQLModel session for each message.

Run as `python -m benchmarks.contestants.naive_callback PORT DATABASE TOKEN AES_KEY`.
"""

import json
import sys
from pathlib import Path

from aiohttp import web
from wechatpy.enterprise.crypto import WeChatCrypto

from benchmarks.contestants.common_tongue import words_for
from benchmarks.naive import Naive
from ledger.workdays import WorkCalendar


def main(port: int, database: Path, token: str, key: str) -> None:
    """Serve until killed."""
    naive = Naive(database, WorkCalendar({}, known_years=()))
    crypto = WeChatCrypto(token, key, "")

    async def call(request: web.Request) -> web.Response:
        query, sealed = request.query, await request.json()
        plain = crypto.decrypt_message(
            {"Encrypt": sealed["encrypt"]},
            query["msg_signature"],
            query["timestamp"],
            query["nonce"],
        )
        body = json.loads(plain)
        stream = {"id": body["msgid"], "finish": True, "content": words_for(naive, body)}
        answer = json.dumps({"msgtype": "stream", "stream": stream}, ensure_ascii=False)
        return web.Response(text=crypto.encrypt_message(answer, query["nonce"]))

    app = web.Application()
    app.router.add_post("/", call)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
