"""Files: those people send (downloaded encrypted by the bot) and those the bot uploads."""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field

from tests.wecom_simulator.clock import Clock
from tests.wecom_simulator.crypto import encrypt_media
from tests.wecom_simulator.errors import Json, Refused
from tests.wecom_simulator.limits import Limits, byte_length

MEBIBYTE = 1024 * 1024
CHUNK = 512 * 1024
MOST_BYTES = {
    "file": 20 * MEBIBYTE,
    "image": 10 * MEBIBYTE,
    "voice": 2 * MEBIBYTE,
    "video": 10 * MEBIBYTE,
}
LEAST_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file the bot uploaded."""

    media_id: str
    type: str
    filename: str
    data: bytes
    at: float
    owner: str
    """Bot id, `app`, or a webhook key: nobody else may send it."""


@dataclass(slots=True, kw_only=True)
class _Session:
    type: str
    filename: str
    size: int
    chunks: int
    md5: str
    owner: str
    at: float
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file somebody sent to the bot, as it lies behind its URL."""

    ciphertext: bytes
    filename: str
    at: float


class Media:
    """All files of the platform."""

    def __init__(self, clock: Clock, limits: Limits) -> None:
        self._clock = clock
        self.limits = limits
        self._offered: dict[str, Offered] = {}
        self._sessions: dict[str, _Session] = {}
        self.uploaded: dict[str, Uploaded] = {}

    def offer(self, data: bytes, filename: str, key: bytes) -> str:
        """Put a person's file behind a URL; returns the id in that URL."""
        number = secrets.token_hex(8)
        self._offered[number] = Offered(
            ciphertext=encrypt_media(data, key), filename=filename, at=self._clock.now()
        )
        return number

    def download(self, number: str) -> Offered | None:
        """Return the ciphertext, while the URL is still good."""
        offered = self._offered.get(number)
        if offered and self._clock.now() - offered.at <= self.limits.media_url_lifetime:
            return offered
        return None

    def begin(self, body: Json, owner: str) -> str:
        """First step of a chunked upload (section 1.10); returns the upload_id."""
        size, chunks = _whole(body, "total_size"), _whole(body, "total_chunks")
        filename = body.get("filename")
        _need(body.get("type") in MOST_BYTES, "type")
        _need(isinstance(filename, str) and 1 <= byte_length(filename) <= 256, "filename")
        _need(size >= LEAST_BYTES, "total_size")
        _need(1 <= chunks <= 100, "total_chunks")
        if size > MOST_BYTES[body["type"]]:
            raise Refused(45001)
        upload_id = secrets.token_hex(12)
        self._sessions[upload_id] = _Session(
            type=body["type"],
            filename=str(filename),
            size=size,
            chunks=chunks,
            md5=str(body.get("md5", "")),
            owner=owner,
            at=self._clock.now(),
        )
        return upload_id

    def add_chunk(self, body: Json, owner: str) -> None:
        """Second step; any order, repeats are harmless."""
        session = self._session(body, owner)
        index = _whole(body, "chunk_index")
        _need(0 <= index < session.chunks, "chunk_index")
        try:
            data = base64.b64decode(str(body.get("base64_data", "")), validate=True)
        except binascii.Error:
            raise Refused(40058, "base64_data") from None
        if not data:
            raise Refused(44001)
        if len(data) > CHUNK:
            raise Refused(45001, "chunk")
        session.parts[index] = data

    def finish(self, body: Json, owner: str) -> Uploaded:
        """Last step: all chunks are there, size and md5 agree."""
        session = self._session(body, owner)
        _need(len(session.parts) == session.chunks, "chunks are missing")
        data = b"".join(session.parts[index] for index in range(session.chunks))
        _need(len(data) == session.size, "total_size differs")
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        _need(session.md5 in {"", digest}, "md5 differs")
        del self._sessions[body["upload_id"]]
        return self.store(session.type, session.filename, data, owner)

    def store(self, kind: str, filename: str, data: bytes, owner: str) -> Uploaded:
        """Keep an uploaded file; raises Refused when its size is not allowed."""
        if len(data) < LEAST_BYTES:
            raise Refused(44001)
        if len(data) > MOST_BYTES[kind]:
            raise Refused(45001)
        uploaded = Uploaded(
            media_id=secrets.token_urlsafe(24),
            type=kind,
            filename=filename,
            data=data,
            at=self._clock.now(),
            owner=owner,
        )
        self.uploaded[uploaded.media_id] = uploaded
        return uploaded

    def check(self, kind: str, payload: object, owner: str) -> None:
        """Whether a message may carry this media_id; raises Refused."""
        media_id = payload.get("media_id") if isinstance(payload, dict) else None
        uploaded = self.uploaded.get(str(media_id))
        if uploaded is None or uploaded.owner != owner or uploaded.type != kind:
            raise Refused(40007)
        if self._clock.now() - uploaded.at > self.limits.media_lifetime:
            raise Refused(40007, "media_id expired")

    def _session(self, body: Json, owner: str) -> _Session:
        session = self._sessions.get(str(body.get("upload_id")))
        _need(session is not None and session.owner == owner, "upload_id")
        if session is None or self._clock.now() - session.at > self.limits.upload_lifetime:
            raise Refused(40058, "upload_id")
        return session


def _whole(body: Json, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(40058, name)
    return value


def _need(held: bool, what: str) -> None:
    if not held:
        raise Refused(40058, what)
