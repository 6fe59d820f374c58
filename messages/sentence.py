"""A message made ready for the rules: what is named in it, and its shape.

The shape is the folded text with what was found replaced by capital letters, so that rules stay
short: R an item's number (or several), U a unit, O the sender's own unit, D a day or span,
P a percent. `15(6)、15(5)申请延期到12月20日` has the shape `R申请延期到D`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from ledger import refs as numbering
from ledger.dates import FoundDate, find_dates
from ledger.folding import Folded, fold
from ledger.plan import ItemRef
from ledger.refs import FoundRef
from ledger.units import Mention
from messages.places import GAP, Slot, Taken
from messages.typos import mend
from messages.vocabulary import Vocabulary

OWN = re.compile(
    r"(?:我们?|咱们?|本|俺们?)(?:这个)?(?:单位|局|委(?!托)|办(?![理事结公])|院|中心|公司|集团|支行"
    r"|大队|办公室|专班|部门|部(?![分位署队]))(?:这边|这里)?"
    r"|(?<![\u4e00-\u9fff])(?:局|院|部|单位|中心)里(?=有|的|今|一|还|要|领|都|牵|负|配)"
    r"|(?<![\u4e00-\u9fff])(?:中心|支行|大队)(?=牵头|负责|配合|[的有]?(?:哪些|什么|几项)?任务"
    r"|有(?:没有?)?[逾超到]期)"
    r"|我们(?:这边|这里|这)?|咱们?(?:这边|这)?|我这边|我的(?=任务|事项|活|待办)"
)
PERCENT = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)\s?(?:%|个?百分点)"
    r"|百分之?([零一二三四五六七八九十百点\d]{1,7})"
    r"|(?<![\d组形构完达合促变落建赞])([一二三四五六七八九两\d])成([一二三四五六七八九半])?(?![立为员本果交功就效熟绩长品分片都新])"
    r"|(?<![上下])(一半)(?!以上|多)"
)
_PAST = re.compile(
    r"(?:谁|哪)[^,。]{0,8}[没未]报|截[至止]到?\s?[\d一二三四五六七八九十上今昨去前目现本这年月]"
    r"|汇总|总结|通报|回顾|小结"
)
_ORDERED_BY = re.compile(r"前[^,。没未]{0,6}(?:报[送上]|报(?=$|[^了过\w])|上交|提交)(?!了|过)")
"""10月20日前报送总结: what is ordered is to come, whatever is to be sent."""
_NEW_DEADLINE = re.compile(r"延|推迟|宽限|顺延|再给|缓|到期")
_LONG = 600
_AROUND = 40
_MOST_DEADLINES = 10
_MOST = 200
"""A flood of percents or of 我局 stays text from here on."""
_AFTER_CLIPPED = re.compile(
    r"\s?(?:$"
    r"|[的有没报联电牵逾到找谁哪、,和及与还未呢那责超进情需要是今本这领干管负配参任清除?!。绑台下列跟交查搞做啥咋归找\s一各多几都长O]"
    r"|局|一共|总共|应|在|怎|办了)"
)
_BEFORE_CLIPPED = re.compile(
    r"(?:^|[\s、,:;。@(\"“和及与查催定醒代是把们给问帮对看替出知下局委到请家跟])$"
)
_STATE_NEXT = re.compile(
    r"[\s:]{0,2}(?:已|完成|推进|正|滞后|未|没|申请|延期|办结|进度|\d{1,3}%|搞|弄|有困难)"
)


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One message, read but not yet understood."""

    vocabulary: Vocabulary
    folded: Folded
    refs: tuple[FoundRef, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    own: bool = False
    shape: str = ""
    places: tuple[int, ...] = field(default=(), repr=False)
    """For each character of the shape, where it begins in the folded text."""
    quoted: bool = False
    """The number comes from the message that was replied to."""

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    @cached_property
    def items(self) -> tuple[ItemRef, ...]:
        """The existing items named, each once, in the order named."""
        return tuple(dict.fromkeys(r.ref for r in self.refs if r.known and r.ref is not None))

    @cached_property
    def wholes(self) -> tuple[ItemRef, ...]:
        """The objectives with sub-items that were named by their number alone."""
        return tuple(dict.fromkeys(r.ref for r in self.refs if r.whole and r.ref is not None))

    @cached_property
    def bad_refs(self) -> tuple[str, ...]:
        """What has the form of a number but names no item."""
        return tuple(dict.fromkeys(r.words for r in self.refs if not (r.known or r.whole)))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units named, each once; ambiguous names are left out."""
        sure = (m.candidates[0] for m in self.mentions if len(m.candidates) == 1)
        return tuple(dict.fromkeys(sure))

    @property
    def bare(self) -> bool:
        """Whether the only numbers are ones that may be no references at all."""
        return bool(self.refs) and all(ref.bare for ref in self.refs)

    def words(self, start: int, end: int) -> str:
        """Give the original words behind a stretch of the shape."""
        first = self.places[start] if start < len(self.places) else len(self.text)
        last = self.places[end] if end < len(self.places) else len(self.text)
        return self.folded.words(first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text of which only the numbers are read yet; enough to pass an article by."""

    folded: Folded
    refs: tuple[FoundRef, ...]


def opened(text: str, vocabulary: Vocabulary) -> Opened:
    """Fold a cleaned text and find the numbers in it."""
    folded = mend(fold(text))
    return Opened(folded=folded, refs=numbering.find_refs(folded.text, vocabulary.refs))


def siblings(vocabulary: Vocabulary, objective: int) -> tuple[ItemRef, ...]:
    """List the items of an objective."""
    return numbering.numbers_of(vocabulary.refs).objectives.get(objective, ())


def read(text: str, vocabulary: Vocabulary) -> Sentence:
    """Find everything named in a cleaned text. Linear in its length."""
    return read_on(opened(text, vocabulary), vocabulary)


def read_on(begun: Opened, vocabulary: Vocabulary) -> Sentence:
    """Find the rest of what is named in a text whose numbers are known."""
    folded, plain = begun.folded, begun.folded.text
    refs = _sure(begun.refs, plain)
    taken = Taken([Slot(start=r.start, end=r.end, letter="R") for r in refs], plain)
    dates = taken.keep("D", _dates(plain, vocabulary))
    numbered = {ref.start for ref in refs}
    mentions = taken.keep("U", _real(vocabulary.units.find(plain), plain, numbered))
    taken.keep("P", _matches(PERCENT, plain))
    own = taken.keep("O", _matches(OWN, plain))
    shape, places = taken.shape()
    return Sentence(
        vocabulary=vocabulary,
        folded=folded,
        refs=refs,
        mentions=mentions,
        dates=dates,
        own=bool(own),
        shape=shape,
        places=places,
    )


def _dates(text: str, vocabulary: Vocabulary) -> tuple[FoundDate, ...]:
    """Find the days; in a long account only around words for a new deadline."""
    past = _PAST.search(text) is not None and _ORDERED_BY.search(text) is None
    if len(text) <= _LONG:
        return find_dates(text, vocabulary.today, past=past)
    found: list[FoundDate] = []
    done = 0
    for match in islice(_NEW_DEADLINE.finditer(text), _MOST_DEADLINES):
        start, end = max(done, match.start() - _AROUND), match.end() + _AROUND
        if start >= end:
            continue
        found += (
            replace(day, start=day.start + start, end=day.end + start)
            for day in find_dates(text[start:end], vocabulary.today, past=past)
        )
        done = end
    return tuple(found)


def _matches(pattern: re.Pattern[str], text: str) -> Iterable[Slot]:
    found = islice(pattern.finditer(text), _MOST)
    return (Slot(start=m.start(), end=m.end(), letter="") for m in found)


def _real(mentions: Iterable[Mention], text: str, numbered: set[int]) -> Iterable[Mention]:
    """Leave out clipped names that are part of other words (税务 in 税务专窗)."""
    for mention in mentions:
        if mention.clipped and mention.end not in numbered:
            before = _BEFORE_CLIPPED.search(text, max(0, mention.start - 1), mention.start)
            if not (before and _AFTER_CLIPPED.match(text, mention.end)):
                continue
        yield mention


def _sure(found: tuple[FoundRef, ...], text: str) -> tuple[FoundRef, ...]:
    """Beside a full number, a bare one counts only strung to it or where a state follows."""
    if all(ref.bare for ref in found):
        return found
    kept: list[FoundRef] = []
    for ref in found:
        strung = bool(kept) and GAP.fullmatch(text, kept[-1].end, ref.start) is not None
        if not ref.bare or strung or _STATE_NEXT.match(text, ref.end):
            kept.append(ref)
    return tuple(kept)
