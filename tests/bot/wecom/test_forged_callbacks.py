"""Forged callbacks: refused in the same words, whatever is wrong with them."""

import asyncio
import base64
import gzip
import random
from collections.abc import Callable
from dataclasses import replace

import aiohttp
from yarl import URL

from tests.bot.wecom.conftest import OpenBot, Passing, callback_of, own_app_of
from tests.bot.wecom.views import words_of
from tests.bot.wecom.wire import REFUSED, SURFACES, Address, Request
from tests.wecom_simulator.simulator import Simulator

MUTATIONS = 2_500
"""Of each surface."""


def flipped(chance: random.Random, text: str) -> str:
    at_ = chance.randrange(len(text))
    other = chance.choice([c for c in "0aZ+/=%&<\u00e9税\u200b" if c != text[at_]])
    return text[:at_] + other + text[at_ + 1 :]


def _one_query_value(chance: random.Random, request: Request) -> Request:
    name = chance.choice(list(request.query))
    return request.asking(**{name: flipped(chance, request.query[name])})


def _one_query_value_gone(chance: random.Random, request: Request) -> Request:
    left = dict(request.query)
    del left[chance.choice(list(left))]
    return replace(request, query=left)


def _query_nonsense(chance: random.Random, request: Request) -> Request:
    name = chance.choice(list(request.query))
    nonsense = "".join(
        chance.choices("09azAZ _-+/=%&#?\t\n税🔵\u0000'\"<>", k=chance.randrange(80))
    )
    return request.asking(**{name: nonsense})


def _two_values_swapped(chance: random.Random, request: Request) -> Request:
    one, other = chance.sample(list(request.query), 2)
    return request.asking(**{one: request.query[other], other: request.query[one]})


def _other_case(_: random.Random, request: Request) -> Request:
    return request.asking(msg_signature=request.query["msg_signature"].upper() + " ")


def _encrypted_byte(chance: random.Random, request: Request) -> Request:
    begin = max(request.body.find(b'": "') + 4, request.body.find(b"CDATA[") + 6)
    place = chance.randrange(begin, begin + 200)
    byte = bytes([(request.body[place] + chance.randrange(1, 255)) % 256])
    return replace(request, body=request.body[:place] + byte + request.body[place + 1 :])


def _cut(chance: random.Random, request: Request) -> Request:
    return replace(request, body=request.body[: chance.randrange(120)])


def _encrypted_replaced(chance: random.Random, request: Request) -> Request:
    noise = base64.b64encode(chance.randbytes(16 * chance.randrange(1, 30)))
    body = b'{"encrypt": "' + noise + b'"}'
    return replace(
        request, body=chance.choice([body, b"<xml><Encrypt>" + noise + b"</Encrypt></xml>"])
    )


def _noise(chance: random.Random, request: Request) -> Request:
    return replace(request, body=chance.randbytes(chance.randrange(2_000)))


def _twice(_: random.Random, request: Request) -> Request:
    return replace(request, body=request.body + request.body)


def _claims_to_be_packed(chance: random.Random, request: Request) -> Request:
    packing = chance.choice(["gzip", "deflate", "br", "zstd"])
    body = chance.choice([request.body, gzip.compress(request.body)[: chance.randrange(60)]])
    return replace(request, body=body, headers={"Content-Encoding": packing})


def _other_letters(chance: random.Random, request: Request) -> Request:
    letters = chance.choice(["utf-16", "utf-32", "utf-7"])
    body = request.body.decode().encode(letters)
    kind = {"Content-Type": f"application/json; charset={letters}"}
    broken = body[:7] if letters == "utf-7" else body
    return replace(request, body=broken, headers=kind)


def _too_long(chance: random.Random, request: Request) -> Request:
    body = request.body + b" " * (256 * 1024 + chance.randrange(5_000))
    return replace(request, body=body)


FORGERIES: tuple[Callable[[random.Random, Request], Request], ...] = (
    *(3 * (_one_query_value, _encrypted_byte, _query_nonsense)),
    *(2 * (_one_query_value_gone, _two_values_swapped, _cut, _encrypted_replaced)),
    *(2 * (_noise, _claims_to_be_packed, _other_letters)),
    _other_case,
    _twice,
    _too_long,
)


@SURFACES
async def test_no_forged_callback_is_accepted_and_all_are_refused_in_the_same_words(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    chance = random.Random(20231115)
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app)
        genuine = 0
        for number in range(MUTATIONS):
            plain = here.said("进度 15(6) 60%")
            forge = chance.choice(FORGERIES)
            answered = await here.post(forge(chance, here.request(plain)))
            assert answered == REFUSED, forge.__name__
            if number % 100 == 0:
                genuine += 1
                status, _ = await here.post(here.request(plain))
                assert status == 200
        assert len(words_of(bot)) == genuine


@SURFACES
async def test_who_holds_the_token_but_not_the_key_is_refused(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    *,
    app: bool,
) -> None:
    chance = random.Random(7)
    async with open_surfaces(callback_of(sim), own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app)
        for size in (1, 2, 3, 20, 300):
            sealed = base64.b64encode(chance.randbytes(16 * size)).decode()
            assert await here.post(here.sealed(sealed)) == REFUSED
        for plain in ("", "null", "[]", "42", "{", "<xml>", "<a/>", "[" * 100_000, "\u0000"):
            status, text = await here.post(here.request(plain))
            assert (status, text) == REFUSED
        assert words_of(bot) == []


async def test_requests_that_are_no_http_get_no_server_fault_and_no_word_of_ours(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, session: aiohttp.ClientSession
) -> None:
    async with open_surfaces(callback_of(sim)):
        here = URL(Address.of(sim, passing, session, app=False).url)
        line = f"POST {here.path} HTTP/1.1\r\nHost: x\r\n".encode()
        for raw in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
            line + b"Content-Length: -5\r\n\r\n",
            line + b"Content-Length: 9\r\nContent-Length: 11\r\n\r\nabc",
            line + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc",
            line + b"X: " + b"x" * 20_000 + b"\r\n\r\n",
            b"POST " + b"/" * 20_000 + b" HTTP/1.1\r\n\r\n",
        ):
            answer = await asyncio.wait_for(_raw(here, raw), 5)
            assert b" 50" not in answer[:15]
            assert b"Traceback" not in answer
            assert b".py" not in answer


async def _raw(here: URL, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(here.host, here.port)
    try:
        writer.write(sent)
        writer.write_eof()
        return await reader.read(4_000)
    finally:
        writer.close()


async def test_an_escaped_slash_in_the_outer_json_is_read_as_a_slash(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, session: aiohttp.ClientSession
) -> None:
    async with open_surfaces(callback_of(sim)) as bot:
        here = Address.of(sim, passing, session, app=False)
        request = here.request(here.said("进度 15(6) 60%"))
        escaped = request.body.replace(b"/", b"\\/").replace(b"=", b"\\u003d")
        status, _ = await here.post(replace(request, body=escaped))
        assert status == 200
        assert len(words_of(bot)) == 1
