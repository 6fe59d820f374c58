"""The group webhook (section 4.5), its uploads, and the one-time response_url (section 2.6)."""

import base64
import binascii
import hashlib

from tests.wecom_simulator.answering import Answering
from tests.wecom_simulator.cards import check
from tests.wecom_simulator.errors import Json, Refused, answer
from tests.wecom_simulator.limits import byte_length
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.multipart import uploaded_file
from tests.wecom_simulator.platform import GROUP, Platform
from tests.wecom_simulator.rest import Api, Call

_TEXTS = frozenset({"text", "markdown", "markdown_v2"})
_FILES = frozenset({"file", "voice"})
_IMAGE_BYTES = 2 * 1024 * 1024


class WebhookApi:
    """Handlers for those who hold nothing but a key or a code in a URL."""

    def __init__(self, platform: Platform, api: Api, answering: Answering) -> None:
        self._platform = platform
        self._answering = answering
        api.open("POST", "/cgi-bin/webhook/send", self._send, Surface.WEBHOOK)
        api.open("POST", "/cgi-bin/webhook/upload_media", self._upload, Surface.WEBHOOK)
        api.open("POST", "/cgi-bin/aibot/response", self._respond, Surface.RESPONSE_URL)

    async def _send(self, call: Call) -> Json:
        key, body, limits = self._key(call), call.body, self._platform.limits
        msgtype = str(body.get("msgtype"))
        payload = body.get(msgtype)
        if msgtype not in _TEXTS | _FILES | {"image", "news", "template_card"}:
            raise Refused(40008)
        if not isinstance(payload, dict):
            raise Refused(40058, msgtype)
        self._check(msgtype, payload, key)
        rule = (limits.webhook_per_minute, limits.minute)
        if not self._platform.windows.allow(("webhook", key), rule):
            raise Refused(45009)
        self._platform.accept(Surface.WEBHOOK, call.path, body, chat=key, kind=GROUP)
        return answer()

    def _check(self, msgtype: str, payload: Json, key: str) -> None:
        if msgtype in _TEXTS:
            limits = self._platform.limits
            most = limits.app_bytes if msgtype == "text" else limits.webhook_markdown_bytes
            _check_text(payload.get("content"), most)
        elif msgtype in _FILES:
            self._platform.media.check(msgtype, payload, key)
        elif msgtype == "image":
            _check_image(payload)
        elif msgtype == "template_card":
            check(payload, Surface.WEBHOOK)
        elif not 1 <= len(payload.get("articles") or ()) <= 8:
            raise Refused(40058, "articles")

    async def _upload(self, call: Call) -> Json:
        key, kind = self._key(call), call.query.get("type", "")
        if kind not in _FILES:
            raise Refused(40058, "type")
        filename, data = await uploaded_file(call.request)
        done = self._platform.media.store(kind, filename, data, key)
        return answer(type=kind, media_id=done.media_id, created_at=str(int(done.at)))

    async def _respond(self, call: Call) -> Json:
        code = call.query.get("response_code", "")
        self._answering.by_response_url(code, call.body, call.path)
        return answer()

    def _key(self, call: Call) -> str:
        key = call.query.get("key", "")
        if key not in self._platform.account.webhooks:
            raise Refused(93000)
        return key


def _check_text(content: object, most: int) -> None:
    if not isinstance(content, str) or not content:
        raise Refused(44004)
    if byte_length(content) > most:
        raise Refused(45002)


def _check_image(payload: Json) -> None:
    try:
        data = base64.b64decode(str(payload.get("base64", "")), validate=True)
    except binascii.Error:
        raise Refused(40058, "base64") from None
    if not data:
        raise Refused(44001)
    if len(data) > _IMAGE_BYTES:
        raise Refused(45001)
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != payload.get("md5"):
        raise Refused(40058, "md5")
