"""What a clerk should look at before saving: each doubt short, with its place."""

from collections.abc import Iterator, Mapping, Sequence

from documents.plan_table import Line
from documents.reading import Doubt
from ledger.plan import Item, ItemRef, Plan
from ledger.unit_cell import is_collective

_SHOWN = 40


def doubts_about(
    plan: Plan, lines: Sequence[Line], places: Mapping[ItemRef, str]
) -> tuple[Doubt, ...]:
    """List what is odd about a plan, in the order of the document."""
    found = [*_numbering(plan, lines), *_spellings(plan, places)]
    dated = any(line.deadline for line in lines)
    if not dated:
        found.append(Doubt(place=lines[0].place, words="", reason="没有完成时限，都存为没有日期"))
    for item, line in zip(plan.items, lines, strict=True):
        found += _of_item(item, line)
    return tuple(found)


def _of_item(item: Item, line: Line) -> Iterator[Doubt]:
    def doubt(words: str, reason: str) -> Doubt:
        return Doubt(place=line.place, words=words[:_SHOWN], reason=f"{item.ref} {reason}")

    if not item.lead:
        yield doubt(line.lead, "没有牵头单位")
    if line.deadline and item.deadline.due is None and not item.ongoing:
        yield doubt(line.deadline, "完成时限读不懂，存为没有日期")
    if "、等" in line.units or "，等" in line.units:
        yield doubt(line.units, "责任单位里有多余的标点")
    outside = [m for m in item.milestones if m.day != item.deadline.due]
    if outside:
        days = "、".join(m.words for m in outside)
        yield doubt(days, "正文里另有日期，完成时限栏没有")


def _numbering(plan: Plan, lines: Sequence[Line]) -> Iterator[Doubt]:
    last = ItemRef(0)
    for item, line in zip(plan.items, lines, strict=True):
        if not _follows(last, item.ref):
            yield Doubt(place=line.place, words=f"{last} → {item.ref}", reason="编号不连续")
        last = item.ref


def _follows(last: ItemRef, ref: ItemRef) -> bool:
    if ref.objective == last.objective:
        return ref.number == last.number + 1
    return ref.objective == last.objective + 1 and ref.number <= 1


def _spellings(plan: Plan, places: Mapping[ItemRef, str]) -> Iterator[Doubt]:
    """Point at names of the same letters in another order, and at one unit spelled two ways."""
    names: dict[str, ItemRef] = {}
    for item in plan.items:
        for name in (*item.lead, *item.units):
            names.setdefault(name, item.ref)
    # The member list's spelling is the better one, then the one printed first.
    better: dict[str, str] = {}
    for name in (*plan.members, *names):
        better.setdefault("".join(sorted(name)), name)
    for name, ref in names.items():
        other = better["".join(sorted(name))]
        if is_collective(name):
            continue
        if other != name:
            reason = f"{ref} 与“{other}”只是字序不同，按同一单位处理"
            yield Doubt(place=places[ref], words=name, reason=reason)
        elif f"县{name}" in names or f"县{name}" in plan.members:
            reason = f"{ref} 与“县{name}”按同一单位处理"
            yield Doubt(place=places[ref], words=name, reason=reason)
