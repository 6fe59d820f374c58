"""What callback mode cannot answer at once: kept, merged, sent to the response_url."""

import pytest

from bot.app import App
from storage.mail import AddressKind, Outgoing, OutgoingKind, OutgoingState
from tests.bot.wecom.conftest import (
    GROUP,
    OpenBot,
    Passing,
    callback_of,
    queue,
)
from tests.bot.wecom.views import states, waiting, words_of
from tests.factories import at
from tests.wecom_simulator.mentions import Surface
from tests.wecom_simulator.simulator import Simulator

RESPONSE = "/cgi-bin/aibot/response"


async def test_more_than_a_minute_may_hold_is_answered_later_by_response_url(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        for number in range(1, 41):
            sim.post(f"@督办助手 进度 15(6) {number}%", user="lihua", chat=GROUP)
        assert await sim.until(lambda: len(words_of(app)) == 40)
        assert await sim.until(lambda: len(waiting(app)) >= 10)
        for _ in range(10):
            await passing.by(10, app)
        assert await sim.until(lambda: waiting(app) == [])
    text = "\n".join(sent.text for sent in sim.journal.sent)
    assert all(f"{number}%" in text for number in range(1, 41))
    later = [sent for sent in sim.journal.sent if sent.surface is Surface.RESPONSE_URL]
    assert 1 <= len(later) < 12
    assert sim.journal.refusals == []


async def held_back(sim: Simulator, app: App) -> None:
    """Ask until an answer has to wait."""
    while not waiting(app):
        said = sim.post("@督办助手 15(6)", user="lihua", chat=GROUP)
        assert await sim.until(lambda one=said: bool(sim.journal.answers(one) or waiting(app)))  # type: ignore[misc]


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "errcode", "code": -1},
        {"kind": "errcode", "code": 45009},
        {"kind": "errcode", "code": 40058},
    ],
    ids=["busy", "too often", "used up"],
)
async def test_a_refused_answer_by_response_url_is_not_lost(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, trouble: dict[str, object]
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await held_back(sim, app)
        await sim.fault(**trouble, on=RESPONSE)  # type: ignore[arg-type]
        for _ in range(3):
            await passing.by(61, app)
        assert await sim.until(lambda: waiting(app) == [])
    assert [refusal.via for refusal in sim.journal.refusals] == [RESPONSE]
    assert [s.surface for s in sim.journal.sent].count(Surface.RESPONSE_URL) == 1


async def test_an_api_that_is_away_keeps_the_answer_and_its_address(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await held_back(sim, app)
        await sim.fault("outage", on="api")
        await passing.by(61, app)
        assert len(waiting(app)) == 1
        await sim.come_back()
        await passing.by(61, app)
        assert await sim.until(lambda: waiting(app) == [])


@pytest.mark.parametrize("accepted", [True, False])
async def test_an_answer_by_response_url_that_may_have_arrived_is_not_sent_again(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing, *, accepted: bool
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await held_back(sim, app)
        await sim.fault("cut", on=RESPONSE, accepted=accepted)
        await passing.by(61, app)
        await passing.by(61, app)
        assert [row.state for row in waiting(app)] == [OutgoingState.UNKNOWN]
    assert [s.surface for s in sim.journal.sent].count(Surface.RESPONSE_URL) == int(accepted)


async def test_addresses_older_than_their_hour_are_left_alone(
    sim: Simulator, open_surfaces: OpenBot, passing: Passing
) -> None:
    async with open_surfaces(callback_of(sim)) as app:
        await sim.say("15(6)", user="lihua", settle=0)
        await passing.by(3_590, app)
        await queue(app, notice("lihua"))
        await passing.by(1, app)
        assert states(app) == [OutgoingState.FAILED]
    assert sim.journal.refusals == []


def notice(to: str) -> Outgoing:
    return Outgoing(
        key=f"test:{to}",
        kind=OutgoingKind.NOTICE,
        to_kind=AddressKind.PERSON,
        to=to,
        due_at=at("2023-10-16 08:00"),
        text="请看一下",
    )
