"""Text on its way out: no client makes a mention, a link or markup of what people write."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.app import App
from bot.config import Settings
from bot.importer import prepare, save
from bot.wecom.outgoing_text import harmless, pages
from documents.sample import sample_plan
from messages.surfaces import MUST_ACT
from storage.store import Store
from tests.bot.wecom.conftest import (
    GROUP,
    OpenBot,
    Passing,
    callback_of,
    own_app_of,
    smart_bot_of,
    webhook_of,
)
from tests.bot.wecom.payloads import PAYLOADS
from tests.bot.wecom.test_webhook import DUE_DAY, message, webhook_in
from tests.factories import at
from tests.wecom_simulator.mentions import Surface, read
from tests.wecom_simulator.simulator import Simulator

KINDS = [
    (Surface.SOCKET, "markdown", 20_480),
    (Surface.CALLBACK, "stream", 20_480),
    (Surface.RESPONSE_URL, "markdown", 20_480),
    (Surface.APP, "markdown", 2_048),
    (Surface.APP, "text", 2_048),
    (Surface.APPCHAT, "markdown", 2_048),
    (Surface.WEBHOOK, "markdown", 4_096),
    (Surface.WEBHOOK, "text", 2_048),
]
TOGETHER = 8
"""Payloads in one report."""
ACTIVE = "<>@[]()`*_~#|\\!:/.-+=&;$ \t\n\r\u00a0\u2028\u3000\u200b ａ1税abhttpscn全all"
hostile = st.text(st.sampled_from(ACTIVE), max_size=300) | st.text(max_size=100)


def assert_harmless(surface: Surface, body: dict[str, object], text: str) -> None:
    found = read(surface, body)
    assert found.mentions == (), text
    assert found.links == (), text
    first = re.sub(r"^\(\d+/\d+\)\n", "", text).split("\n")[0]
    assert found.marks in ((), (("bold", first.strip("*")),)), text


def as_sent(kind: str, text: str) -> dict[str, object]:
    return {"msgtype": kind, kind: {"content": text}}


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 400
    awake = sum(
        read(Surface.SOCKET, as_sent("markdown", text))
        != read(Surface.SOCKET, as_sent("markdown", ""))
        for text in PAYLOADS
    )
    assert awake >= 200


@pytest.mark.parametrize(("surface", "kind", "limit"), KINDS)
def test_no_payload_is_more_than_words(surface: Surface, kind: str, limit: int) -> None:
    rich = kind != "text"
    for payload in PAYLOADS:
        half = len(payload) // 2
        for blocks in (
            (payload,),
            (payload, payload),
            ("标题", f"15(6) {payload}", payload),
            (f"15(6) {payload[:half]}", payload[half:]),
            (f"李{payload[:half]}", f"{payload[half:]}华", "完"),
        ):
            for text in pages(blocks, limit, rich=rich):
                assert_harmless(surface, as_sent(kind, text), text)


@given(blocks=st.lists(hostile, min_size=1, max_size=6).map(tuple), cut=st.integers(60, 400))
@example(blocks=("x" * 42 + "# y", "x" * 50 + "# y"), cut=60)
@example(blocks=("x" * 42 + "- y", "x" * 42 + "1. y", "x" * 42 + "---"), cut=60)
@example(blocks=("a_" * 21 + "_" + "b" * 40 + "_c" * 3,), cut=60)
def test_no_text_is_more_than_words_wherever_it_is_cut(blocks: tuple[str, ...], cut: int) -> None:
    for surface, kind, _ in KINDS:
        for text in pages(blocks, cut, rich=kind != "text"):
            assert len(text.encode(errors="surrogatepass")) <= cut
            assert_harmless(surface, as_sent(kind, text), text)


plain_words = st.text(st.sampled_from("税费政策落实，。ab1"), min_size=1, max_size=200)


@given(blocks=st.lists(plain_words, min_size=1, max_size=8).map(tuple), cut=st.integers(60, 400))
def test_the_parts_of_a_cut_answer_hold_all_of_it(blocks: tuple[str, ...], cut: int) -> None:
    got = pages(blocks, cut, rich=False)
    bodies = [text.partition("\n")[2] if len(got) > 1 else text for text in got]
    assert "".join(bodies).replace("\n", "") == "".join(blocks)


@given(hostile)
def test_words_stay_readable_and_a_second_time_changes_nothing(text: str) -> None:
    once = harmless(text)
    assert harmless(once) == once
    assert len(once) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "15(6) 留抵退税提速 🟢 正常 12月31日",
        "完成80%，已退税1200户；9:20 报送",
        "woAJ2GCAA_enc-1",
        "15.6 与 2023-11-15",
        "县税务局：牵头4项，责任1项",
        "A：b（c）“d”",
    ],
)
def test_ordinary_words_go_out_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["见www.a.b.invalid", "WWW.督办", "a.gov.cn", "见 x.com/y"])
def test_what_a_client_would_take_for_an_address_has_no_such_dot(text: str) -> None:
    assert not re.search(r"(?i)www\.|\.(gov|cn|com)", harmless(text))
    assert len(harmless(text)) == len(text)


def test_what_was_cut_before_keeps_its_cuts() -> None:
    first = pages(tuple(f"{n} {'税' * 60}" for n in range(40)), 2_048, rich=True)
    waited = "\n".join(first[1:]).split("\n")
    assert pages(tuple(waited), 2_048, rich=True) == first[1:]


# ---- through the whole bot ----


@pytest.fixture
def poisoned(base: Settings) -> Settings:
    """Put the payloads into the items' own texts, the names of people too."""
    reading = sample_plan()
    items = tuple(
        replace(item, text=item.text + "；".join(PAYLOADS[number::56]))
        for number, item in enumerate(reading.plan.items)
    )
    with Store.open(base.database.url) as store:
        changed = replace(reading, plan=replace(reading.plan, items=items))
        save(store, prepare(store, changed, base, named=True), at("2023-01-05 09:00"))
    return base


def people(base: Settings) -> dict[str, object]:
    """Give the roster with names that begin what a report's words would end."""
    found = base.people.model_dump()
    names = ("李<@", "王[点", "张**", "陈`", "刘<a href='", "杨_", "赵http:", "黄\n# ", "吴<@all>")
    for person, name in zip(found["contacts"], names, strict=False):
        person["name"] = name
    for person in found["office"]:
        person["name"] = "<@all>[何](http://evil.cn)"
    return {"people": found}


async def everything_is_asked(sim: Simulator, app: App, passing: Passing, *, by_app: bool) -> None:
    """Let 李华 report every payload, and ask for what was reported."""
    chat = "" if by_app else GROUP

    async def say(text: str, user: str) -> None:
        to = {"app": True} if by_app else {"chat": chat}
        mention = "" if by_app else "@督办助手 "
        await sim.say(mention + text, user=user, settle=0, within=0.2, **to)

    for begin in range(0, len(PAYLOADS), TOGETHER):
        several = " ".join(PAYLOADS[begin : begin + TOGETHER])
        await say(f"进度 15(6) 60% {several}", "lihua")
        await say(f"进度 5(5) 已完成 {several}", "zhangqiang")
        await say(f"退回 5(5) {several}", "hemei")
        await say("15(6) 历史", "lihua")
        await passing.by(15, app)
    for item in sample_plan().plan.items:
        await say(f"{item.ref}详情", "lihua")
        await passing.by(4, app)
    await passing.by(60, app)


def assert_all_harmless(sim: Simulator, *surfaces: Surface) -> None:
    for sent in sim.journal.sent:
        if sent.text != MUST_ACT:
            assert_harmless(sent.surface, sent.body, sent.text)
    assert {sent.surface for sent in sim.journal.sent} >= set(surfaces)
    assert sim.violations() == ()


async def test_over_the_long_connection_and_the_webhook_nothing_is_more_than_words(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, poisoned: Settings
) -> None:
    sim.set_limits(per_minute=10**6, per_hour=10**6)
    for person in ("hemei", "tangwei", "zhangqiang"):
        sim.introduce(user=person)
    routed = {"routing": {"people": ["smart_bot", "own_app"], "groups": ["webhook"]}}
    smart_bot = smart_bot_of(sim)
    smart_bot["smart_bot"]["answers_per_minute"] = 0
    given = (smart_bot, own_app_of(sim), webhook_of(sim), people(poisoned), routed)
    async with open_surfaces(*given) as app:
        for person in ("hemei", "tangwei", "zhangqiang"):
            await sim.say("帮助", user=person, settle=0)
        await everything_is_asked(sim, app, passing, by_app=False)
        for payload in PAYLOADS:
            passing.forward(4)
            await webhook_in(app).send(message(f"【今日督办】{payload}", f"15(6) {payload}"))
        passing.set(at(DUE_DAY))
        await app.tick()
    assert_all_harmless(sim, Surface.SOCKET, Surface.WEBHOOK)
    assert len(sim.cards()) > 20


async def test_in_callbacks_nothing_is_more_than_words(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, poisoned: Settings
) -> None:
    async with open_surfaces(callback_of(sim), own_app_of(sim), people(poisoned)) as app:
        await everything_is_asked(sim, app, passing, by_app=False)
    assert_all_harmless(sim, Surface.CALLBACK, Surface.APP)


async def test_in_the_own_app_nothing_is_more_than_words(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, poisoned: Settings
) -> None:
    async with open_surfaces(own_app_of(sim), people(poisoned)) as app:
        await everything_is_asked(sim, app, passing, by_app=True)
        assert app.world.clock.now() < at("2023-10-16 17:30")
    assert_all_harmless(sim, Surface.APP)
    assert len(sim.cards()) > 20


async def test_only_contacts_of_the_roster_are_called(
    sim: Simulator, open_surfaces: OpenBot
) -> None:
    async with open_surfaces(webhook_of(sim)) as app:
        for payload in PAYLOADS[:10]:
            await webhook_in(app).send(message(payload))
    assert all(sent.mentions == () for sent in sim.sent())
