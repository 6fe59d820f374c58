"""The platform's cipher and signature, written from the documents alone so that it checks ours."""

import base64
import binascii
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
"""Padding is to 32 bytes, not to the 16 of the cipher."""
PREFIX = 16
"""Random bytes in front of every message."""


class CryptoError(Exception):
    """What arrived does not decrypt, or was not meant for this receiver."""


class Envelope:
    """Encrypts and decrypts callback messages for one receiver.

    `receive_id` is the CorpID for an own app and empty for a company's smart bot.
    """

    def __init__(self, encoding_aes_key: str, receive_id: str) -> None:
        self._key = base64.b64decode(encoding_aes_key + "=")
        if len(self._key) != BLOCK:
            raise CryptoError("EncodingAESKey must decode to 32 bytes")
        self._receive_id = receive_id.encode()

    @property
    def key(self) -> bytes:
        """The 32 bytes; media in URL mode are encrypted with them too."""
        return self._key

    def encrypt(self, text: str, prefix: bytes | None = None) -> str:
        """Base64 of the ciphertext; `prefix` fixes the 16 random bytes, for test vectors."""
        message = text.encode()
        plain = (
            (secrets.token_bytes(PREFIX) if prefix is None else prefix)
            + len(message).to_bytes(4, "big")
            + message
            + self._receive_id
        )
        return base64.b64encode(_encrypt(plain, self._key)).decode()

    def decrypt(self, encrypted: str) -> str:
        """Return the message; raises CryptoError whatever is wrong with it."""
        try:
            plain = _decrypt(base64.b64decode(encrypted, validate=True), self._key)
        except binascii.Error as error:
            raise CryptoError("not base64") from error
        start = PREFIX + 4
        end = start + int.from_bytes(plain[PREFIX:start], "big")
        if len(plain) < start or end > len(plain):
            raise CryptoError("the length does not fit the message")
        if plain[end:] != self._receive_id:
            raise CryptoError("meant for another receiver")
        try:
            return plain[start:end].decode()
        except UnicodeDecodeError as error:
            raise CryptoError("not UTF-8") from error


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """`msg_signature`: SHA-1 over the four parts in sorted order."""
    joined = "".join(sorted([token, timestamp, nonce, encrypted]))
    return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()


def new_media_key() -> str:
    """Return a key for one media URL, as it stands in `aeskey`."""
    return base64.b64encode(secrets.token_bytes(BLOCK)).decode()


def media_key(aeskey: str) -> bytes:
    """Return the 32 bytes behind an `aeskey`, which may come without its `=`."""
    return base64.b64decode(aeskey + "=" * (-len(aeskey) % 4))


def encrypt_media(data: bytes, key: bytes) -> bytes:
    """Return what the platform stores behind a media URL."""
    return _encrypt(data, key)


def decrypt_media(data: bytes, key: bytes) -> bytes:
    """Return the reverse of `encrypt_media`."""
    return _decrypt(data, key)


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def _encrypt(plain: bytes, key: bytes) -> bytes:
    pad = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(key).encryptor()
    return encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()


def _decrypt(data: bytes, key: bytes) -> bytes:
    if not data or len(data) % 16:
        raise CryptoError("not a whole number of blocks")
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(data) + decryptor.finalize()
    pad = plain[-1]
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise CryptoError("bad padding")
    return plain[:-pad]
