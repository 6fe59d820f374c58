"""The encryption of callbacks: WeCom's AES envelope and signature, checked before anything else.

wechatpy lends its cipher only: its own envelope compares signatures with `!=`, checks no padding,
no length and no time, and parses before it verifies (docs/wecom.md, section on callbacks).
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr
from wechatpy.crypto.cryptography import WeChatCipher

_BLOCK: Final = 32
_RANDOM: Final = 16
_LENGTH: Final = 4
_AES_BLOCK: Final = 16


class Forged(Exception):
    """A callback is not from WeCom, or not for us; nobody outside is told which check failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands in a callback's query, and the encrypted text it signs."""

    signature: str
    timestamp: str
    nonce: str
    encrypted: str


class Envelope:
    """One address's token and key; `receive_id` is the corp id, or empty for a smart bot."""

    def __init__(self, token: SecretStr, encoding_aes_key: SecretStr, receive_id: str) -> None:
        self._token = token.get_secret_value()
        key = base64.b64decode(encoding_aes_key.get_secret_value() + "=")
        self._cipher = WeChatCipher(key)
        self._receive_id = receive_id.encode()

    def verify(self, signed: Signed) -> None:
        """Compare the signature in constant time; raises Forged."""
        expected = self._sign(signed.timestamp, signed.nonce, signed.encrypted)
        if not hmac.compare_digest(expected.encode(), signed.signature.encode("utf-8", "replace")):
            raise Forged("signature")

    def decrypt(self, encrypted: str) -> bytes:
        """Open what was verified; raises Forged where it is not whole or for another receiver."""
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Forged("base64") from error
        if not sealed or len(sealed) % _AES_BLOCK:
            raise Forged("length")
        content = _unpadded(self._cipher.decrypt(sealed))[_RANDOM:]
        if len(content) < _LENGTH:
            raise Forged("length")
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        if end > len(content):
            raise Forged("length")
        if not hmac.compare_digest(content[end:], self._receive_id):
            raise Forged("receive id")
        return content[_LENGTH:end]

    def encrypt(self, content: bytes, *, random: bytes = b"") -> str:
        """Seal an answer; `random` (16 bytes) is for test vectors only."""
        plain = b"".join(
            (
                random or secrets.token_hex(_RANDOM // 2).encode(),
                len(content).to_bytes(_LENGTH, "big"),
                content,
                self._receive_id,
            )
        )
        padding = _BLOCK - len(plain) % _BLOCK
        sealed = self._cipher.encrypt(plain + bytes([padding]) * padding)
        return base64.b64encode(sealed).decode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> Signed:
        """Sign an answer."""
        signature = self._sign(timestamp, nonce, encrypted)
        return Signed(signature=signature, timestamp=timestamp, nonce=nonce, encrypted=encrypted)

    def _sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        parts = sorted((self._token, timestamp, nonce, encrypted))
        return hashlib.sha1("".join(parts).encode("utf-8", "replace")).hexdigest()  # noqa: S324 - WeCom's choice


def _unpadded(plain: bytes) -> bytes:
    padding = plain[-1]
    if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise Forged("padding")
    return plain[:-padding]
