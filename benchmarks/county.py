"""Counties of 56, 5,600 and 56,000 items: the sample plan, copied for ever more towns."""

from dataclasses import dataclass, replace
from functools import cached_property

from documents.sample import sample_plan
from ledger.plan import Item, ItemRef, Plan

PLAN = "营商"
ITEMS = 56
_FIRST = "青云龙金玉石白红双大高长安平永和福兴广东南新古清秀文明春阳德顺泰"
_SECOND = "山岭溪江湖河泉塘坪坡洞桥塔竹松梅兰桂柳杨荷莲茶花田洲湾峰谷川源港"
_PER_OBJECTIVE = 8
_COPIES_PER_OBJECTIVE = 10
_ASKED = ("县税务局", "县住建局", "县财政局", "县发改局", "县人社局")
_MOST_TOWNS_ASKED = 40
_COLLECTIVE = "各"


def _in_town(unit: str, copy: int) -> str:
    """Name a copy's own unit; the first copy is the county itself, collectives are nobody's."""
    if not copy or unit.startswith(_COLLECTIVE):
        return unit
    town = _FIRST[copy // len(_SECOND)] + _SECOND[copy % len(_SECOND)]
    return f"{town}镇{unit.removeprefix('县')}"


def _ref(copy: int, place: int) -> ItemRef:
    """Give a copy's item a number below 999(999), which is as far as the grammar reads."""
    decade, rest = divmod(copy, _COPIES_PER_OBJECTIVE)
    objectives = ITEMS // _PER_OBJECTIVE
    return ItemRef(
        objectives * decade + place // _PER_OBJECTIVE + 1,
        _PER_OBJECTIVE * rest + place % _PER_OBJECTIVE + 1,
    )


def _copied(item: Item, copy: int, place: int) -> Item:
    units = tuple(_in_town(unit, copy) for unit in item.units)
    return replace(
        item,
        ref=_ref(copy, place),
        lead=tuple(_in_town(unit, copy) for unit in item.lead),
        units=units,
        units_text="、".join(units),
    )


@dataclass(frozen=True)
class County:
    """One plan of `56 * copies` items; each copy has units of its own with the same share."""

    copies: int

    @property
    def size(self) -> int:
        """How many items the plan has."""
        return ITEMS * self.copies

    @cached_property
    def plan(self) -> Plan:
        """The plan, not marked as a sample: the ledger is worked with."""
        sample = sample_plan().plan
        items = tuple(
            _copied(item, copy, place)
            for copy in range(self.copies)
            for place, item in enumerate(sample.items)
        )
        return Plan(name=PLAN, title=sample.title, items=items)

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """What is asked: the same five units in as many towns, spread over the plan."""
        step = max(1, self.copies // _MOST_TOWNS_ASKED)
        return tuple(
            f"{_in_town(unit, copy)} 有哪些任务"
            for copy in range(0, self.copies, step)
            for unit in _ASKED
        )

    def senders(self, count: int) -> tuple["Sender", ...]:
        """Give so many contacts, each with an item his unit leads, spread over the plan."""
        step = max(1, self.size // count)
        chosen = [self.plan.items[n * step % self.size] for n in range(count)]
        return tuple(Sender(f"contact{n}", item.lead[0], item) for n, item in enumerate(chosen))


@dataclass(frozen=True, slots=True)
class Sender:
    """A contact who reports on one item again and again."""

    user_id: str
    printed_unit: str
    item: Item
    name: str = "联络员"

    def report(self, number: int) -> str:
        """Write the n-th report: work goes on, so nothing is ever closed."""
        return f"进度 {self.item.ref} 完成{number % 99 + 1}%"
