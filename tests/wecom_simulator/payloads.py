"""The JSON the smart bot is told by: messages (section 1.6.1) and events (section 1.6.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.wecom_simulator.crypto import media_key, new_media_key
from tests.wecom_simulator.errors import Json
from tests.wecom_simulator.platform import GROUP, Happening, Platform

MEDIA_KINDS = frozenset({"image", "file", "video"})
SINGLE_ONLY = MEDIA_KINDS | {"voice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What somebody says or sends."""

    text: str = ""
    msgtype: str = "text"
    quote: str | Mapping[str, Any] | None = None
    content: bytes = b"content of a file"
    """Bytes of an image, file or video."""
    filename: str = "file.bin"
    mention: bool = True
    """In a group: whether the bot is called; put in front when the text does not do it."""


class CannotSay(ValueError):
    """People cannot do this in WeCom; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Builds bodies; `media_url` is the API's address and `aes_key` the URL mode's key."""

    platform: Platform
    media_url: str
    aes_key: bytes | None = None

    def message(self, happening: Happening, said: Utterance, response_url: str) -> Json:
        """Return the body of a message; raises CannotSay."""
        if happening.kind == GROUP and said.msgtype in SINGLE_ONLY:
            raise CannotSay(f"{said.msgtype} reaches the bot in single chats only; quote it")
        body = self._where(happening)
        body["create_time"] = int(happening.at)
        body["response_url"] = response_url
        body["msgtype"] = said.msgtype
        body[said.msgtype] = self._content(said, self._spoken(happening, said))
        if isinstance(said.quote, str):
            body["quote"] = {"msgtype": "text", "text": {"content": said.quote}}
        elif said.quote is not None:
            body["quote"] = dict(said.quote)
        return body

    def event(self, happening: Happening, event: Json) -> Json:
        """Return the body of an event; raises nothing."""
        body = self._where(happening)
        body["create_time"] = int(happening.at)
        return {**body, "msgtype": "event", "event": event}

    def quoted_file(self, said: Utterance) -> Json:
        """Return a quoted file, the only way one reaches the bot in a group."""
        return {"msgtype": said.msgtype, said.msgtype: self._content(said, said.text)}

    def refresh(self, happening: Happening, stream_id: str) -> Json:
        """Return a poll for more of an unfinished stream in URL mode (section 2.4)."""
        body = self._where(happening)
        return {**body, "msgtype": "stream", "stream": {"id": stream_id}}

    def _where(self, happening: Happening) -> Json:
        body: Json = {"msgid": happening.msgid, "aibotid": happening.bot}
        if happening.kind == GROUP:
            body["chatid"] = happening.chat
        body["chattype"] = happening.kind
        body["from"] = {"userid": happening.user}
        return body

    def _spoken(self, happening: Happening, said: Utterance) -> str:
        if happening.kind != GROUP or not said.mention:
            return said.text
        name = self.platform.account.bot_name
        return said.text if calls(name, said.text) else f"@{name} {said.text}"

    def _content(self, said: Utterance, text: str) -> Json:
        if said.msgtype in {"text", "voice"}:
            return {"content": text}
        if said.msgtype == "mixed":
            image = {"msgtype": "image", "image": self._file(said)}
            return {"msg_item": [{"msgtype": "text", "text": {"content": text}}, image]}
        if said.msgtype in MEDIA_KINDS:
            return self._file(said)
        raise CannotSay(f"unknown kind of message {said.msgtype!r}")

    def _file(self, said: Utterance) -> Json:
        if self.aes_key is not None:
            number = self.platform.media.offer(said.content, said.filename, self.aes_key)
            return {"url": f"{self.media_url}/media/{number}"}
        aeskey = new_media_key()
        number = self.platform.media.offer(said.content, said.filename, media_key(aeskey))
        return {"url": f"{self.media_url}/media/{number}", "aeskey": aeskey}


def calls(name: str, text: str) -> bool:
    """Whether the text mentions somebody of this display name."""
    return re.search(rf"[@＠]{re.escape(name)}(?=\s|$)", text) is not None
