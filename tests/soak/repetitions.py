"""B: ids that are used twice, and messages that overtake each other."""

import random
import signal
from collections import Counter
from pathlib import Path

from storage.store import Store
from tests.soak.living import GROUP, Living, platform
from tests.soak.outcome import Outcome
from tests.soak.speakers import recorded

_WINDOW = 50


async def one_id_for_several(messages: int, folder: Path) -> Outcome:
    """B3: the same id from somebody else, and in another chat, names another message."""
    outcome = Outcome("B3", f"{messages} ids, each used by two senders and in two chats")
    async with platform() as sim:
        bot = Living(sim, folder)
        async with bot.life(signal.SIGTERM):
            for number in range(messages):
                for place, (user, chat) in enumerate(
                    (("lihua", GROUP), ("wanglei", GROUP), ("lihua", ""))
                ):
                    text = _words(1_000 + 3 * number + place)
                    sim.post(text, user=user, chat=chat, msgid=f"m-{number}")
            answered = await sim.until(lambda: len(sim.journal.sent) >= 3 * messages, within=60)
    found = recorded(bot.database, outcome)
    outcome.figures |= {"messages": 3 * messages, "recorded": len(found)}
    outcome.must(answered, "not everybody was answered")
    outcome.must(len(found) == 3 * messages == found.total(), "not each exactly once")
    return outcome


async def one_id_with_other_words(messages: int, folder: Path) -> Outcome:
    """B6: the same id from the same person with other words; the first ones stand."""
    outcome = Outcome("B6", f"{messages} ids that come again with other words")
    async with platform() as sim:
        bot = Living(sim, folder)
        async with bot.life(signal.SIGTERM):
            for number in range(messages):
                for first in (1_000, 5_000):
                    text = _words(first + number)
                    sim.post(text, user="lihua", chat=GROUP, msgid=f"m-{number}")
                await sim.until(lambda done=number: len(sim.journal.sent) > done)  # type: ignore[misc]
            await sim.until(lambda: _alarms(bot) >= messages)
    found = recorded(bot.database, outcome)
    outcome.figures |= {"recorded": len(found), "security lines": _alarms(bot)}
    outcome.must(found == Counter(range(1_000, 1_000 + messages)), "the first words do not stand")
    outcome.must(_alarms(bot) == messages, "not each is in the log")
    return outcome


async def shuffled(rounds: int, folder: Path) -> Outcome:
    """B5: what two units' people say overtakes itself, fifty messages at a time."""
    outcome = Outcome("B5", f"{rounds} windows of {_WINDOW} messages in any order")
    dice = random.Random(7)
    async with platform() as sim:
        bot = Living(sim, folder)
        async with bot.life(signal.SIGTERM):
            for window in range(rounds):
                numbers = [1_000 + window * _WINDOW + place for place in range(_WINDOW)]
                dice.shuffle(numbers)
                for number in numbers:
                    sim.post(_words(number), user="lihua", chat=GROUP)
                said = (window + 1) * _WINDOW
                await sim.until(lambda most=said: len(sim.journal.sent) >= most, within=20)  # type: ignore[misc]
    found = recorded(bot.database, outcome)
    with Store.open(f"sqlite:///{bot.database}") as store:
        moments = [entry.at for entry in store.entries() if "已退税" in entry.words]
    outcome.figures |= {"recorded": len(found), "answered": len(sim.journal.answered())}
    outcome.must(found.total() == len(found) == rounds * _WINDOW, "not each exactly once")
    outcome.must(moments == sorted(moments), "the history goes back in time")
    return outcome


def _words(number: int) -> str:
    return f"@督办助手 进度 15(6) 已退税{number}户"


def _alarms(bot: Living) -> int:
    return bot.log.read_text().count("security:")
