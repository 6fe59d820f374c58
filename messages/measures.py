"""Words for a reported number beside the item's own target."""

from ledger.figures import Comparison
from messages.text import Blocks

_RELATIONS = {">=": "不低于", "<=": "不高于"}


def compared(found: tuple[Comparison, ...]) -> Blocks:
    """Say of each target what was reported and whether it is reached; no judgement beyond it."""
    return tuple(_line(each) for each in found)


def _line(found: Comparison) -> str:
    target, figure = found.target, found.figure
    goal = f"{_RELATIONS[target.relation]}{target.value:g}{target.unit}"
    reached = "已达到" if found.met else "还没达到"
    return f"对照文中指标：{target.name} {figure.value:g}{figure.unit}（{goal}），{reached}。"
