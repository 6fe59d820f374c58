"""aiohttp, the cipher, a dict: what a callback costs when nothing is remembered or understood.

Run as `python -m benchmarks.contestants.floor_callback PORT ANSWERS.json TOKEN AES_KEY`.
"""

import json
import sys
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from benchmarks.whole_path import BOT
from bot.wecom.envelope import Envelope, Signed


def main(port: int, answers: Path, token: str, key: str) -> None:
    """Serve until killed."""
    items: dict[str, list[str]] = json.loads(answers.read_text())
    envelope = Envelope(SecretStr(token), SecretStr(key), "")

    async def call(request: web.Request) -> web.Response:
        query, sealed = request.query, await request.json()
        envelope.verify(
            Signed(
                signature=query["msg_signature"],
                timestamp=query["timestamp"],
                nonce=query["nonce"],
                encrypted=sealed["encrypt"],
            )
        )
        body = json.loads(envelope.decrypt(sealed["encrypt"]))
        unit = body["text"]["content"].removeprefix(f"@{BOT}").split()[0]
        stream = {"id": body["msgid"], "finish": True, "content": "\n".join(items[unit])}
        answer = json.dumps({"msgtype": "stream", "stream": stream}, ensure_ascii=False)
        signed = envelope.sign(
            query["timestamp"], query["nonce"], envelope.encrypt(answer.encode())
        )
        return web.json_response(
            {
                "encrypt": signed.encrypted,
                "msgsignature": signed.signature,
                "timestamp": int(signed.timestamp),
                "nonce": signed.nonce,
            }
        )

    app = web.Application()
    app.router.add_post("/", call)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
