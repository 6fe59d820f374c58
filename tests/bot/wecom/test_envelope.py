"""The encryption of callbacks, against the protocol file's vectors and against forgers."""

import base64
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.wecom.envelope import Envelope, Forged, Signed
from tests.wecom_simulator import crypto


@dataclass(frozen=True)
class Vector:
    """One of the protocol file's test vectors."""

    token: str
    key: str
    timestamp: str
    nonce: str
    random: bytes
    receive_id: str
    plain: str
    encrypted: str
    signature: str

    @property
    def envelope(self) -> Envelope:
        return Envelope(SecretStr(self.token), SecretStr(self.key), self.receive_id)

    @property
    def signed(self) -> Signed:
        return Signed(
            signature=self.signature,
            timestamp=self.timestamp,
            nonce=self.nonce,
            encrypted=self.encrypted,
        )


A = Vector(
    token="testToken01",  # noqa: S106 - published
    key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    timestamp="1700000000",
    nonce="nonce123",
    random=b"0123456789abcdef",
    receive_id="wwTESTCORP0000001",
    plain=(
        "<xml><ToUserName><![CDATA[wwTESTCORP0000001]]></ToUserName>"
        "<FromUserName><![CDATA[zhangsan]]></FromUserName><CreateTime>1700000000</CreateTime>"
        "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[任务 #12 完成]]></Content>"
        "<MsgId>1234567890123456</MsgId><AgentID>1000002</AgentID></xml>"
    ),
    encrypted=(
        "Q3stYC6hdFzMh9T8HCvyDA5UtdOnBG9SGtMaVkeMuOINuP9MHAzi5lnZ4ciqe2cZBzR7a6Zr5+oYoWmO4PJSrBaj"
        "mMxlcfFgNlKLgLqkb4L+AbMvK6T49t+Qemq0X7wGCEI2dnGYp2+au5IwyIGDAV3J1W5SnB29EGUVn6Qf5D0qYxYP"
        "h64u4jfmeCWuOuUV8zGpJQoupeX0d5LdzQbq1mq3uM4Ukcs/zHghki3CYsw3BG4w3mLsgCBJ0bJKIWnGMd2JQWF/"
        "ECw0HXFFqw0sP4BsetrhobCx0oi1i+WzzMPerbkTuXNZDlIouuiHX2f2Ns9malq5zh5G9DJpqz5EvS5c5twxqOIo"
        "9ejvCTQz2ILk7vA0BMMA5aNqEWJoG9eHy3+T7azcg/npDMd6R7p3nRqpl8hYQ8HK1FXUuh/OAgdSN8wRjIgdZU6V"
        "NkPkNMIc4OqI86RDpbKT4eg4b0NNtg=="
    ),
    signature="99fdb39ae0cc5e59f10d06ccd147f2a2ff19a345",
)
"""Self-built app: XML, the receiver is the corp id."""

B = Vector(
    token="aibotToken02",  # noqa: S106 - published
    key="Q1W2E3R4T5Y6U7I8O9P0a1s2d3f4g5h6j7k8l9Z0X1c",
    timestamp="1700000001",
    nonce="n0nce456",
    random=b"fedcba9876543210",
    receive_id="",
    plain=(
        '{"msgid":"MSGID0001","aibotid":"AIBOTID","chatid":"CHATID","chattype":"group",'
        '"from":{"userid":"zhangsan"},"msgtype":"text",'
        '"text":{"content":"@任务助手 列出我的任务"}}'
    ),
    encrypted=(
        "ZNNDLnH8GHIWG5al+vPgokGLABMM5ZOag2jKOtFlOkAyhMpoAwsXoYB+7FrO0DzGMo/CEJMHEuGJcNOdvILZR60/"
        "G/BsIIM2zHbqJ46k0qTiNBIEzvC13/ODyLq39H1CqwJlXNuNYofXJETRPmJfOCDRcScU+9smfes0yuEDRt/TksTp"
        "ZxOZvEYCy79TTbJBk4sn96cRoyce72F5KMDcUo4ooCDN+CpNK0uteUOEXwyxG7Pd+cs6ehbi/Oo1Sf4m+xdFBc+3"
        "O0wJ4y1Y3bpz/8xCROqKDVwgV7lBAbDNK7Y="
    ),
    signature="f6c54bd5896464d1263df6e992e0402da9845070",
)
"""Smart bot: JSON, the receiver is empty."""

BOTH = pytest.mark.parametrize("vector", [A, B], ids=["A", "B"])


@BOTH
def test_the_vector_is_verified_and_opened(vector: Vector) -> None:
    vector.envelope.verify(vector.signed)
    assert vector.envelope.decrypt(vector.encrypted).decode() == vector.plain


@BOTH
def test_the_vector_is_sealed_and_signed_to_the_byte(vector: Vector) -> None:
    envelope = vector.envelope
    assert envelope.encrypt(vector.plain.encode(), random=vector.random) == vector.encrypted
    assert envelope.sign(vector.timestamp, vector.nonce, vector.encrypted) == vector.signed


def test_the_media_vector_opens_with_the_same_cipher() -> None:
    key = base64.b64decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    sealed = base64.b64decode("ADrmoXLEpVlDDmvrS/XA0Ssppv6jtKGu9o8Yp6a7z+0=")
    envelope = Envelope(SecretStr("any"), SecretStr(base64.b64encode(key).decode()[:-1]), "")
    padded = envelope._cipher.decrypt(sealed)
    assert padded[: -padded[-1]].decode() == "hello 企业微信 media\n"


@BOTH
@pytest.mark.parametrize("field", ["signature", "timestamp", "nonce", "encrypted"])
def test_one_other_character_anywhere_breaks_the_signature(vector: Vector, field: str) -> None:
    value = getattr(vector.signed, field)
    for at in (0, len(value) // 2, len(value) - 1):
        other = value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
        with pytest.raises(Forged):
            vector.envelope.verify(replace(vector.signed, **{field: other}))


@BOTH
@pytest.mark.parametrize("token", ["another", ""])
def test_another_token_does_not_verify(vector: Vector, token: str) -> None:
    with pytest.raises(Forged):
        replace(vector, token=token).envelope.verify(vector.signed)


@BOTH
@pytest.mark.parametrize("receive_id", ["wwANOTHERCORP", "wwTESTCORP000000", "1"])
def test_what_is_meant_for_another_receiver_is_refused(vector: Vector, receive_id: str) -> None:
    with pytest.raises(Forged):
        replace(vector, receive_id=receive_id).envelope.decrypt(vector.encrypted)


@BOTH
def test_another_key_does_not_open(vector: Vector) -> None:
    other = "".join(reversed(vector.key[:-1])) + "A"
    with pytest.raises(Forged):
        replace(vector, key=other).envelope.decrypt(vector.encrypted)


@given(content=st.text(), receive_id=st.sampled_from(["", "wwTESTCORP0000001"]))
def test_what_is_sealed_here_opens_on_the_platform_and_the_other_way_round(
    content: str, receive_id: str
) -> None:
    ours = Envelope(SecretStr(A.token), SecretStr(A.key), receive_id)
    theirs = crypto.Envelope(A.key, receive_id)
    assert theirs.decrypt(ours.encrypt(content.encode())) == content
    assert ours.decrypt(theirs.encrypt(content)).decode() == content


@given(st.binary(min_size=16, max_size=400))
def test_random_blocks_are_refused_as_forged_and_as_nothing_else(noise: bytes) -> None:
    for sealed in (noise, noise[: len(noise) // 16 * 16]):
        with pytest.raises(Forged):
            A.envelope.decrypt(base64.b64encode(sealed).decode())


@given(st.text(max_size=60))
def test_any_text_in_place_of_the_encrypted_is_refused_as_forged(text: str) -> None:
    with pytest.raises(Forged):
        B.envelope.decrypt(text)
    with pytest.raises(Forged):
        B.envelope.verify(replace(B.signed, signature=text))


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"0" * 15,
        b"0" * 16 + b"\0\0\0",
        b"0" * 16 + b"\xff\xff\xff\xff" + b"text",
        b"0" * 16 + b"\0\0\0\5text",
    ],
    ids=["empty", "too short", "cut length", "huge length", "length beyond the end"],
)
def test_a_length_that_does_not_fit_is_refused(plain: bytes) -> None:
    sealed = crypto._encrypt(plain, base64.b64decode(B.key + "="))
    with pytest.raises(Forged):
        B.envelope.decrypt(base64.b64encode(sealed).decode())


@pytest.mark.parametrize("padding", [b"\0", b"\x21" * 33, b"\1\2", b"\x20" * 31 + b"\x1f\x20"])
def test_a_padding_that_is_none_is_refused(padding: bytes) -> None:
    envelope = B.envelope
    body = b"0" * 16 + b"\0\0\0\4text"
    filler = -(len(body) + len(padding)) % 16
    sealed = envelope._cipher.encrypt(body + b"x" * filler + padding)
    with pytest.raises(Forged):
        envelope.decrypt(base64.b64encode(sealed).decode())
