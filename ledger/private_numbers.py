"""Numbers of people inside a text: identity cards, bank cards, mobile numbers, however spaced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from ledger.folding import fold


class Private(StrEnum):
    """Whose or what number it is."""

    IDENTITY_CARD = "identity_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNumber:
    """A number and where it stands in the folded text."""

    kind: Private
    digits: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Groups of digits with at most two separators between them."""

    digits: str
    sizes: tuple[int, ...]
    start: int
    end: int
    loose: bool
    """Something else than blanks and hyphens stands between two groups."""


_GROUP = re.compile(r"\d+(?:x(?![a-z]))?")
_TIGHT = re.compile(r"[\s-]{1,2}")
_BETWEEN = re.compile(r"[\s\-_./·,()*]{1,2}")
_SPOKEN = re.compile(
    r"[一幺][三四五六七八九][零〇一幺二三四五六七八九]{9}(?![零〇一幺二三四五六七八九])"
)
_SPOKEN_DIGITS = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_FRACTION = re.compile(r"\d\.$")
_POINT = re.compile(r"\.\d")
_LONGEST = 19
_MOBILE_LENGTH = 11
_IDENTITY_LENGTH = 18
_MOBILE = re.compile(r"(?:00)?(?:86)?(1[3-9]\d{9})")
_MOBILE_FORMS = {(3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (5, 6), (3, 3, 3, 2)}
"""How a mobile number is cut; 139 20 30 4000 is a list of figures."""
_LOOSE_FORMS = {(3, 4, 4), (3, 8)}
_AMOUNT = re.compile(r"\s?(?:元(?!旦)|万|亿|亩|平方|立方|吨|千瓦|公里)")
_ORDER = re.compile(r"(?:编号|编码|代码|单号|文号|流水号|受理号)[:为是]?\s?$")
_CARDS: tuple[tuple[str, range], ...] = (
    ("62", range(16, 20)),
    ("60", range(16, 20)),
    ("95", range(16, 20)),
    ("4", range(16, 17)),
    ("5", range(16, 17)),
    ("35", range(16, 17)),
    ("34", range(15, 16)),
    ("37", range(15, 16)),
)
"""Heads of card numbers with their lengths."""


def numbers_in(plain: str) -> Iterator[PrivateNumber]:
    """Find the numbers of people in a folded text; linear in its length."""
    for match in _SPOKEN.finditer(plain):
        digits = match[0].translate(_SPOKEN_DIGITS)
        yield PrivateNumber(
            kind=Private.MOBILE, digits=digits, start=match.start(), end=match.end()
        )
    groups = list(_GROUP.finditer(plain))
    gaps = [_gap(plain[a.end() : b.start()]) for a, b in pairwise(groups)]
    reach = _reach(groups, gaps)
    at = 0
    while at < len(groups):
        if reach[at] < _MOBILE_LENGTH:
            at += 1
            continue
        runs = (_number(run, plain) for run in _runs(groups, gaps, at, plain))
        found = next(filter(None, runs), None)
        if found is not None:
            yield found
            at = next((n for n in range(at, len(groups)) if groups[n].start() >= found.end), at)
        at += found is None or groups[at].start() < found.end


def blotted(text: str) -> str:
    """Blot the mobile numbers in a text out, all but the first three and the last four digits."""
    folded = fold(text)
    for number in numbers_in(folded.text):
        if number.kind is Private.MOBILE:
            written = folded.words(number.start, number.end)
            text = text.replace(written, f"{number.digits[:3]}****{number.digits[-4:]}")
    return text


def first_mobile(text: str) -> str:
    """Give the first mobile number in a text, as its eleven digits; empty where there is none."""
    found = (n.digits for n in numbers_in(fold(text).text) if n.kind is Private.MOBILE)
    return next(found, "")


def _reach(groups: list[re.Match[str]], gaps: list[str]) -> list[int]:
    """Say for each group how many digits stand close together from it on."""
    found: list[int] = []
    total = 0
    for group, gap in zip(reversed(groups), ("", *reversed(gaps)), strict=False):
        total = group.end() - group.start() + (total if gap else 0)
        found.append(total)
    return found[::-1]


@lru_cache(maxsize=1_024)
def _gap(between: str) -> str:
    """Tell what stands between two groups: blanks or hyphens, another separator, or neither."""
    if len(between) > 2 or not _BETWEEN.fullmatch(between):
        return ""
    return "tight" if _TIGHT.fullmatch(between) else "loose"


def _runs(groups: list[re.Match[str]], gaps: list[str], at: int, plain: str) -> Iterator[_Run]:
    """Give the groups that begin at one, alone and with those that follow close by."""
    start, digits, loose = groups[at].start(), "", False
    if _FRACTION.search(plain[max(0, start - 2) : start]):
        return
    sizes: list[int] = []
    for n in range(at, min(len(groups), at + _LONGEST)):
        if sizes and not gaps[n - 1]:
            return
        loose = loose or (bool(sizes) and gaps[n - 1] == "loose")
        digits += groups[n][0]
        sizes.append(len(groups[n][0]))
        if len(digits) > _LONGEST:
            return
        if len(digits) < _MOBILE_LENGTH:
            continue
        end = groups[n].end()
        if len(digits) == _IDENTITY_LENGTH or not _POINT.match(plain, end):
            yield _Run(digits=digits, sizes=tuple(sizes), start=start, end=end, loose=loose)


def _number(run: _Run, plain: str) -> PrivateNumber | None:
    """Tell what a long number is, by its check digit where it has one."""
    kind, digits = _kind(run, plain), run.digits
    if kind is None:
        return None
    if kind is Private.MOBILE:
        digits = digits[-_MOBILE_LENGTH:]
    return PrivateNumber(kind=kind, digits=digits, start=run.start, end=run.end)


def _kind(run: _Run, plain: str) -> Private | None:
    if len(run.digits) == _IDENTITY_LENGTH and _is_identity(run.digits.upper()):
        return Private.IDENTITY_CARD
    if not run.digits.isdigit():
        return None
    if _MOBILE.fullmatch(run.digits):
        return Private.MOBILE if _cut_as_mobile(run, plain) else None
    return Private.BANK_CARD if _is_card(run, plain) else None


def _cut_as_mobile(run: _Run, plain: str) -> bool:
    before = len(run.digits) - _MOBILE_LENGTH
    sizes = (run.sizes[0] - before, *run.sizes[1:]) if run.sizes[0] > before else run.sizes[1:]
    if run.loose:
        return sizes in _LOOSE_FORMS and "," not in plain[run.start : run.end]
    if sizes == (_MOBILE_LENGTH,):
        return _AMOUNT.match(plain, run.end) is None
    return sizes in _MOBILE_FORMS or set(sizes) == {1}


def _is_card(run: _Run, plain: str) -> bool:
    """Whether a number is a bank card's: known head and length, check digit, and no order's."""
    known = any(run.digits.startswith(head) and len(run.digits) in sizes for head, sizes in _CARDS)
    if not known or not luhn.is_valid(run.digits):
        return False
    fours = all(size == 4 for size in run.sizes[:-1])
    return (fours or not run.loose) and _ORDER.search(plain[: run.start][-12:]) is None


def _is_identity(digits: str) -> bool:
    """Go by the check digit and the day of birth; districts come and go."""
    if not digits[:-1].isdigit() or ric.calc_check_digit(digits) != digits[-1]:
        return False
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False
    return True
