"""Splits a printed cell of units into names, never inside quotes or brackets."""

import re
from dataclasses import dataclass

_SEPARATORS = "、，,；;\n"
# Either width of bracket closes the other: plans mix them.
_OPENERS = {"“": "”", "（": "）)", "(": "）)", "《": "》", "「": "」", "‘": "’"}
_WHO = "(?:单位|部门|委办局|成员单位)"
_OPEN_WORDS = re.compile(
    rf"(?:全县|县直|市直|区直|县级|市级)?(?:各|各级)?(?:县直|市直|区直)?(?:相关|有关"
    rf"|责任)?(?:各)?{_WHO}"
    rf"|.*(?:相关|有关|成员|责任){_WHO}"
)
_COLLECTIVE = re.compile(
    r"(?:全县|县直)?各.+|.*(?:相关|有关)(?:单位|部门)|.*成员单位|县直(?:单位|部门)"
)
_TAIL = re.compile(rf"等(?:[^、，,；;]*{_WHO})?")
_BLANKS = re.compile(r"[^\S\n]+")
_STRAY_BLANKS = re.compile(r" (?=[（(\u4e00-\u9fff])|(?<=[\u4e00-\u9fff（(）)]) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCell:
    """A cell of units: the names as printed, whether it leaves them open, and its words."""

    units: tuple[str, ...]
    open: bool
    """A collective (各相关单位) stands on its own; 等相关单位 behind a name does not count."""
    text: str


def is_collective(name: str) -> bool:
    """Whether a name stands for several units that are not named (各乡镇人民政府)."""
    return _COLLECTIVE.fullmatch(name) is not None


def split_units(cell: str) -> UnitCell:
    """Split a cell into names; a tail 等相关单位 is left out, its words stay in `text`."""
    text = _STRAY_BLANKS.sub("", _BLANKS.sub(" ", cell.strip()))
    names: list[str] = []
    for piece in _pieces(text):
        name = piece[: _tail_of(piece)]
        if name and name not in names:
            names.append(name)
    return UnitCell(
        units=tuple(names), open=any(_OPEN_WORDS.fullmatch(n) for n in names), text=text
    )


def _tail_of(piece: str) -> int:
    """Tell where a tail 等… begins that hangs on a name and is no part of one (平等…)."""
    at = piece.rfind("等")
    if at in {-1, 1} or not _TAIL.fullmatch(piece, at):
        return len(piece)
    return at


def _pieces(text: str) -> list[str]:
    """Cut at separators outside quotes and brackets; an opener never closed closes at the end."""
    pieces = [""]
    waiting: list[str] = []
    for char in text:
        if waiting and char in waiting[-1]:
            waiting.pop()
        elif char in _OPENERS:
            waiting.append(_OPENERS[char])
        if char in _SEPARATORS and not waiting:
            pieces.append("")
        else:
            pieces[-1] += char
    return [piece.strip() for piece in pieces if piece.strip()]
