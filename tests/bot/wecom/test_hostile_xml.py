"""XML that wants more than to be read: entities, external documents, depth, sheer size."""

import time
from collections.abc import Callable
from dataclasses import replace

import aiohttp
import pytest

from bot.wecom import gatekeeper
from bot.wecom.app_xml import inbound_of
from bot.wecom.envelope import Forged
from tests.bot.wecom.conftest import OpenBot, Passing, callback_of, own_app_of
from tests.bot.wecom.views import words_of
from tests.bot.wecom.wire import REFUSED, Address
from tests.factories import at
from tests.wecom_simulator.simulator import Simulator

_TEXT = "<MsgType>text</MsgType><FromUserName>lihua</FromUserName><MsgId>1</MsgId>"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
HOSTILE = {
    "doctype": f"<!DOCTYPE xml><xml>{_TEXT}<Content>x</Content></xml>",
    "entity": f'<!DOCTYPE xml [<!ENTITY e "x">]><xml>{_TEXT}<Content>&e;</Content></xml>',
    "external entity": (
        '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f"<xml>{_TEXT}<Content>&e;</Content></xml>"
    ),
    "billion laughs": f"<!DOCTYPE xml [{_LAUGHS}]><xml>{_TEXT}<Content>&l9;</Content></xml>",
    "blow-up": (
        f'<!DOCTYPE xml [<!ENTITY e "{"x" * 50_000}">]>'
        f"<xml>{_TEXT}<Content>{'&e;' * 30_000}</Content></xml>"
    ),
    "hidden in an instruction": (
        '<?x <![CDATA[ ?><!DOCTYPE xml [<!ENTITY e "x">]><?x ]]> ?>'
        f"<xml>{_TEXT}<Content>&e;</Content></xml>"
    ),
    "inside the root": f'<xml><!DOCTYPE a [<!ENTITY e "x">]>{_TEXT}<Content>&e;</Content></xml>',
    "unknown entity": f"<xml>{_TEXT}<Content>&e;</Content></xml>",
    "deep": "<xml>" + "<a>" * 20_000,
    "deep and whole": "<xml>" + "<a>" * 9_000 + "</a>" * 9_000 + "</xml>",
    "many": "<xml>" + "<a/>" * 16_000 + "</xml>",
    "long": "<xml>" + "<a/>" * 60_000 + "</xml>",
    "no message": "<xml>text</xml>",
    "not closed": f"<xml>{_TEXT}",
}


def cost_of_refusing(refuse: Callable[[], object]) -> float:
    """Seconds of the processor: the least of several tries, as its caches are shared."""
    costs = []
    for _ in range(7):
        began = time.process_time()
        with pytest.raises(Forged):
            refuse()
        costs.append(time.process_time() - began)
    return min(costs)


@pytest.mark.parametrize("xml", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_quickly(xml: str) -> None:
    assert cost_of_refusing(lambda: inbound_of(xml, "own_app", at("2023-10-16 08:00"))) < 0.05


async def test_hostile_xml_that_is_signed_is_refused_like_anything_else(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, session: aiohttp.ClientSession
) -> None:
    async with open_surfaces(own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app=True)
        for xml in HOSTILE.values():
            assert await here.post(here.request(xml)) == REFUSED
        assert words_of(bot) == []


@pytest.mark.parametrize(
    "body",
    [
        b"<xml>" + b"<a>" * 80_000,
        b"<!DOCTYPE xml [" + b'<!ENTITY e "x">' * 10_000 + b"]>",
        b"<Encrypt>" * 25_000,
        b"<Encrypt>" + b" " * 250_000,
        b"<Encrypt>" + b"A" * 250_000,
        b'"encrypt"' * 25_000,
        b'"encrypt":' + b" " * 250_000,
        b'"encrypt":"' + b"A" * 250_000,
        b'"encrypt"' + b" " * 120_000 + b'"encrypt"' + b" " * 120_000,
    ],
    ids=lambda body: f"{body[:12]!r}",
)
async def test_before_the_signature_no_body_costs_more_than_a_moment(
    sim: Simulator,
    open_surfaces: OpenBot,
    passing: Passing,
    session: aiohttp.ClientSession,
    body: bytes,
) -> None:
    assert cost_of_refusing(lambda: gatekeeper._encrypted(body.decode())) < 0.05
    async with open_surfaces(callback_of(sim)):
        here = Address.of(sim, passing, session, app=False)
        assert await here.post(replace(here.request("{}"), body=body)) == REFUSED


async def test_words_that_look_like_markup_are_words(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, session: aiohttp.ClientSession
) -> None:
    words = "进度 15(6) 60% <!-- 5<6 & a ]]> <!DOCTYPE x> &amp;"
    async with open_surfaces(own_app_of(sim)) as bot:
        here = Address.of(sim, passing, session, app=True)
        status, _ = await here.post(here.request(here.said(words)))
        assert status == 200
        assert words_of(bot) == [words]
