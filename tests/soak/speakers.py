"""People who report without a pause, and what became of what they said."""

import asyncio
import random
from collections import Counter
from itertools import count
from pathlib import Path

from storage.store import Store
from storage.verify import verify
from tests.soak.living import GROUP
from tests.soak.outcome import Outcome
from tests.wecom_simulator.simulator import Simulator

WHO = ("lihua", "wanglei")
_TOGETHER = 8
_THREE_TIMES = 0.25
"""How many of the messages are delivered three times."""


class Speakers:
    """Eight people at once; what was not answered is said again under the same id."""

    def __init__(self, sim: Simulator, seed: int) -> None:
        self._sim = sim
        self._random = random.Random(seed)
        self._numbers = count(1_000)
        self._unanswered: set[int] = set()

    async def speak(self) -> None:
        """Report until cancelled."""
        again, self._unanswered = self._unanswered, set()
        for number in again - self.acknowledged():
            self._post(number)
        await asyncio.gather(*(self._one() for _ in range(_TOGETHER)))

    def acknowledged(self) -> set[int]:
        """Give the reports whose answer said that they were recorded."""
        journal = self._sim.journal
        answered = (id_ for id_ in journal.answered() if id_.startswith("report-"))
        return {
            int(id_.removeprefix("report-"))
            for id_ in answered
            if any("已记录" in sent.text for sent in journal.answers(id_))
        }

    def judge(self, outcome: Outcome, found: Counter[int]) -> None:
        """Compare what was acknowledged with what is on disk."""
        acknowledged = self.acknowledged()
        lost = acknowledged - found.keys()
        doubled = [number for number, times in found.items() if times > 1]
        outcome.figures |= {
            "acknowledged": len(acknowledged),
            "lost": len(lost),
            "doubled": len(doubled),
        }
        outcome.must(not lost, f"lost {sorted(lost)[:5]}")
        outcome.must(not doubled, f"recorded twice {doubled[:5]}")

    async def _one(self) -> None:
        while True:
            number = next(self._numbers)
            self._unanswered.add(number)
            if self._random.random() < _THREE_TIMES:
                self._post(number)
                self._post(number)
            said = await self._sim.say(
                _words(number), user=_who(number), chat=GROUP,
                msgid=f"report-{number}", within=1.0, settle=0.0,
            )  # fmt: skip
            if said.answers:
                self._unanswered.discard(number)
            if not said.delivered:
                await asyncio.sleep(0.05)  # the bot is dead: its people wait, too

    def _post(self, number: int) -> None:
        self._sim.post(_words(number), user=_who(number), chat=GROUP, msgid=f"report-{number}")


def recorded(database: Path, outcome: Outcome) -> Counter[int]:
    """Count the reports in the history, and have the database verified."""
    with Store.open(f"sqlite:///{database}") as store:
        found = verify(store)
        outcome.must(found == (), f"verify: {found[:3]}")
        words = [entry.words for entry in store.entries() if "已退税" in entry.words]
    return Counter(number_in(text) for text in words)


def number_in(text: str) -> int:
    """Read the number that tells a report from all others; 0 where there is none."""
    digits = text.partition("已退税")[2].partition("户")[0]
    return int(digits) if digits.isdigit() else 0


def _words(number: int) -> str:
    return f"@督办助手 进度 15(6) 已退税{number}户"


def _who(number: int) -> str:
    return WHO[number % len(WHO)]
