"""The one table that is printed: what, figure, ratio, target, whether it holds."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = ("what", "figure", "ratio", "target", "holds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure; `holds` is None where it only stands there for comparison."""

    what: str
    figure: str
    ratio: str = ""
    target: str = ""
    holds: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Give the texts of the line, a figure that falls short as plainly as the others."""
        held = "" if self.holds is None else ("yes" if self.holds else "NO")
        return (self.what, self.figure, self.ratio, self.target, held)


def at_least(what: str, figure: str, ratio: float, least: float, of: str) -> Line:
    """Write a ratio that ought to be large."""
    return Line(
        what=what,
        figure=figure,
        ratio=f"{ratio:.2f} × {of}",
        target=f"≥ {least:g} ×",
        holds=ratio >= least,
    )


def at_most(what: str, figure: str, ratio: float, most: float, of: str) -> Line:
    """Write a ratio that ought to be small."""
    return Line(
        what=what,
        figure=figure,
        ratio=f"{ratio:.2f} × {of}",
        target=f"≤ {most:g} ×",
        holds=ratio <= most,
    )


def within(what: str, value: float, most: float, unit: str) -> Line:
    """Write an absolute figure with its bound."""
    return Line(
        what=what,
        figure=f"{value:.3g} {unit}",
        target=f"≤ {most:g} {unit}",
        holds=value <= most,
    )


def as_markdown(lines: Sequence[Line]) -> str:
    """Lay the lines out as a Markdown table whose columns also line up in a terminal."""
    rows = [_HEAD, *(line.cells() for line in lines)]
    widths = [max(_width(row[n]) for row in rows) for n in range(len(_HEAD))]
    laid = [
        "| "
        + " | ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True))
        + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join((laid[0], rule, *laid[1:]))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
