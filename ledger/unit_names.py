"""How a printed unit name is taken apart: county prefix, inner office, stem, other spellings."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.folding import fold
from ledger.unit_words import DROPPED, ENDINGS, SHORT_FORMS, SOUNDS

_BRACKET = re.compile(r"\(([^()]*)\)")
_SPACE = re.compile(r"\s+")
_CITY_WORDS = ("市场", "市监", "市政", "市民", "市容")
_KEPT_SHORT = 2

PRINTED, OUTER, STEM, INNER, SPOKEN, CLIPPED = range(6)
"""How near a name is to the printed one; the nearest wins where units share a name."""


def tidy(name: str) -> str:
    """Give a printed name without blanks and with half-width brackets."""
    plain = unicodedata.normalize("NFKC", name)
    return _SPACE.sub("", plain)


def key_of(name: str) -> str:
    """Give the spelling that names are compared in."""
    return _SPACE.sub("", fold(name).text)


def outer(key: str) -> str:
    """Take the bracketed inner office off."""
    return _BRACKET.sub("", key) or key


def inner(key: str) -> tuple[str, ...]:
    """List the bracketed inner offices."""
    return tuple(part for part in _BRACKET.findall(key) if len(part) >= _KEPT_SHORT)


def sound(key: str) -> str:
    """Give a spelling that is the same for names that are mistaken for each other."""
    return key.translate(SOUNDS)


def is_clipped(name: str) -> bool:
    """Whether a name lacks the word that tells it for a unit's (税务, 园区)."""
    return not name.endswith(ENDINGS)


@dataclass(frozen=True, slots=True)
class County:
    """The county's name, which people drop from its units' names at will."""

    name: str
    short: str = field(init=False)

    def __post_init__(self) -> None:
        key = key_of(self.name)
        object.__setattr__(self, "name", key)
        object.__setattr__(self, "short", key.rstrip("县市区") if len(key) > _KEPT_SHORT else key)

    def stem(self, key: str) -> str:
        """Drop the county, 县 and 县委 from a name: 县委组织部, 双牌县组织部 → 组织部."""
        rest = outer(key)
        for prefix in filter(None, (self.name, self.short, "全县", "县委", "县")):
            if rest.startswith(prefix) and len(rest) - len(prefix) >= _KEPT_SHORT:
                rest = rest.removeprefix(prefix)
        for inside in filter(None, (self.name, self.short)):
            if len(rest) - len(inside) > _KEPT_SHORT:
                rest = rest.replace(inside, "")
        return rest

    def prefixes(self) -> tuple[str, ...]:
        """List what may stand before a stem."""
        return tuple(dict.fromkeys(("", "县", self.name, self.short, "全县", "县委")))

    def spellings(self, key: str) -> Iterator[tuple[int, str]]:
        """Go through the names a unit printed as `key` goes by, each with its nearness."""
        yield PRINTED, key
        yield OUTER, outer(key)
        for office in inner(key):
            yield INNER, office
            yield INNER, f"县{office}"
        stem = self.stem(key)
        stems = dict.fromkeys(_spoken(stem), SPOKEN) | {stem: STEM}
        if stem.startswith("市") and not stem.startswith(_CITY_WORDS):
            stems[stem[1:]] = STEM
        for name, level in stems.items():
            if len(name) < _KEPT_SHORT:
                continue
            for prefix in self.prefixes():
                yield (CLIPPED if is_clipped(name) else level), prefix + name
            for clipped in _clipped(name):
                yield CLIPPED, clipped


def _spoken(stem: str) -> set[str]:
    """Replace what has a short form by each of its other forms."""
    found: set[str] = set()
    for forms in SHORT_FORMS:
        said = next((form for form in forms if form in stem), None)
        if said is None:
            continue
        others = set(forms) - {said}
        found |= {stem.replace(said, form) for form in others}
        rest = stem.replace(said, "")
        if rest in {"", "国网", "支行", "分局", "局分局"}:
            found |= set(forms)
            if rest.startswith("局"):
                found |= {f"{form}局" for form in forms} | {f"{form}分局" for form in forms}
    return found


def _clipped(name: str) -> Iterator[str]:
    """Drop the last word as speech does: 税务局 → 税务."""
    for ending in DROPPED:
        if name.endswith(ending) and len(name) - len(ending) >= _KEPT_SHORT:
            yield name.removesuffix(ending)
            return
