"""The simulator's own cipher against the protocol file's vectors A, B and C."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wecom_simulator.account import made_up_aes_key
from tests.wecom_simulator.crypto import (
    CryptoError,
    Envelope,
    decrypt_media,
    encrypt_media,
    media_key,
    signature,
)

A_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
A_PLAIN = (
    "<xml><ToUserName><![CDATA[wwTESTCORP0000001]]></ToUserName><FromUserName><![CDATA[zhangsan]]>"
    "</FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[任务 #12 完成]]></Content><MsgId>1234567890123456</MsgId>"
    "<AgentID>1000002</AgentID></xml>"
)
A_ENCRYPT = (
    "Q3stYC6hdFzMh9T8HCvyDA5UtdOnBG9SGtMaVkeMuOINuP9MHAzi5lnZ4ciqe2cZBzR7a6Zr5+oYoWmO4PJSrBajmMxlcf"
    "FgNlKLgLqkb4L+AbMvK6T49t+Qemq0X7wGCEI2dnGYp2+au5IwyIGDAV3J1W5SnB29EGUVn6Qf5D0qYxYPh64u4jfmeCWu"
    "OuUV8zGpJQoupeX0d5LdzQbq1mq3uM4Ukcs/zHghki3CYsw3BG4w3mLsgCBJ0bJKIWnGMd2JQWF/ECw0HXFFqw0sP4Bset"
    "rhobCx0oi1i+WzzMPerbkTuXNZDlIouuiHX2f2Ns9malq5zh5G9DJpqz5EvS5c5twxqOIo9ejvCTQz2ILk7vA0BMMA5aNq"
    "EWJoG9eHy3+T7azcg/npDMd6R7p3nRqpl8hYQ8HK1FXUuh/OAgdSN8wRjIgdZU6VNkPkNMIc4OqI86RDpbKT4eg4b0NNtg"
    "=="
)
B_KEY = "Q1W2E3R4T5Y6U7I8O9P0a1s2d3f4g5h6j7k8l9Z0X1c"
B_PLAIN = (
    '{"msgid":"MSGID0001","aibotid":"AIBOTID","chatid":"CHATID","chattype":"group",'
    '"from":{"userid":"zhangsan"},"msgtype":"text","text":{"content":"@任务助手 列出我的任务"}}'
)
B_ENCRYPT = (
    "ZNNDLnH8GHIWG5al+vPgokGLABMM5ZOag2jKOtFlOkAyhMpoAwsXoYB+7FrO0DzGMo/CEJMHEuGJcNOdvILZR60/G/BsII"
    "M2zHbqJ46k0qTiNBIEzvC13/ODyLq39H1CqwJlXNuNYofXJETRPmJfOCDRcScU+9smfes0yuEDRt/TksTpZxOZvEYCy79T"
    "TbJBk4sn96cRoyce72F5KMDcUo4ooCDN+CpNK0uteUOEXwyxG7Pd+cs6ehbi/Oo1Sf4m+xdFBc+3O0wJ4y1Y3bpz/8xCRO"
    "qKDVwgV7lBAbDNK7Y="
)


def test_vector_a_for_the_own_app() -> None:
    envelope = Envelope(A_KEY, "wwTESTCORP0000001")
    assert envelope.key.hex() == "69b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3d0010831051"
    assert len(A_PLAIN.encode()) == 289
    assert envelope.encrypt(A_PLAIN, b"0123456789abcdef") == A_ENCRYPT
    assert envelope.decrypt(A_ENCRYPT) == A_PLAIN
    signed = signature("testToken01", "1700000000", "nonce123", A_ENCRYPT)
    assert signed == "99fdb39ae0cc5e59f10d06ccd147f2a2ff19a345"


def test_vector_b_for_the_smart_bot_with_empty_receiveid() -> None:
    envelope = Envelope(B_KEY, "")
    assert envelope.key.hex() == "4355b61374784f963a53b23c3bd3f46b5b367777f883987a8fb93c97d6745f57"
    assert len(B_PLAIN.encode()) == 178
    assert envelope.encrypt(B_PLAIN, b"fedcba9876543210") == B_ENCRYPT
    assert envelope.decrypt(B_ENCRYPT) == B_PLAIN
    signed = signature("aibotToken02", "1700000001", "n0nce456", B_ENCRYPT)
    assert signed == "f6c54bd5896464d1263df6e992e0402da9845070"


def test_vector_c_for_media() -> None:
    key = media_key("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    plain = "hello 企业微信 media\n".encode()
    assert hashlib.md5(plain, usedforsecurity=False).hexdigest() == (
        "ba673c7d465ff2459fb75292a1926652"
    )
    ciphertext = base64.b64decode("ADrmoXLEpVlDDmvrS/XA0Ssppv6jtKGu9o8Yp6a7z+0=")
    assert decrypt_media(ciphertext, key) == plain
    assert encrypt_media(plain, key) == ciphertext


def test_a_media_key_may_come_without_its_equals_sign() -> None:
    full = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert media_key(full.rstrip("=")) == media_key(full)


@given(text=st.text(max_size=300), receiver=st.text(max_size=40))
def test_what_was_encrypted_decrypts(text: str, receiver: str) -> None:
    envelope = Envelope(made_up_aes_key("any"), receiver)
    assert envelope.decrypt(envelope.encrypt(text)) == text


def test_a_full_block_of_padding_stands_when_the_length_is_already_aligned() -> None:
    envelope = Envelope(B_KEY, "")
    assert len(base64.b64decode(envelope.encrypt("x" * 12))) == 64
    assert len(base64.b64decode(envelope.encrypt("x" * 11))) == 32


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "not base64!",
        base64.b64encode(b"x" * 15).decode(),
        base64.b64encode(b"x" * 32).decode(),
    ],
)
def test_what_is_broken_is_refused(broken: str) -> None:
    with pytest.raises(CryptoError):
        Envelope(B_KEY, "").decrypt(broken)


def test_a_message_for_another_receiver_is_refused() -> None:
    for_another = Envelope(B_KEY, "wwOTHER").encrypt("hello")
    with pytest.raises(CryptoError, match="another receiver"):
        Envelope(B_KEY, "").decrypt(for_another)


@given(cut=st.integers(min_value=1, max_value=300), flip=st.integers(min_value=0, max_value=7))
def test_no_damage_raises_anything_but_crypto_error(cut: int, flip: int) -> None:
    envelope = Envelope(B_KEY, "")
    damaged = bytearray(base64.b64decode(B_ENCRYPT))
    damaged[cut % len(damaged)] ^= 1 << flip
    try:
        opened = envelope.decrypt(base64.b64encode(damaged).decode())
    except CryptoError:
        return
    assert opened != B_PLAIN or cut % len(damaged) < 16
