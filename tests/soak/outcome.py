"""What a test of the programme says: figures, and whether they hold."""

from dataclasses import dataclass, field
from typing import ClassVar

_SLOW = 5.0
"""So much slower may a machine be on which other things run, as in the suite."""


@dataclass(slots=True)
class Outcome:
    """One line of the programme; `wrong` names everything that did not hold."""

    to_the_second: ClassVar[bool] = False
    """Whether times must keep to their figures, on a machine that does nothing else."""
    id: str
    injected: str
    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: bool, what: str) -> None:
        """Note what did not hold."""
        if not holds:
            self.wrong.append(what)

    def must_last(self, seconds: float, most: float, what: str, slow: float = _SLOW) -> None:
        """Note what took too long; the short forms still tell slow from hanging by `slow`."""
        self.must(seconds <= most * (1.0 if self.to_the_second else slow), what)

    def __str__(self) -> str:
        shown = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        verdict = "PASS" if not self.wrong else f"FAIL: {'; '.join(self.wrong)}"
        return f"{self.id:3} {self.injected}: {shown}. {verdict}"


def percentile(values: list[float], share: float) -> float:
    """Give the value below which the share of them lies; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
