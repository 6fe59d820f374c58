"""The list of conversations the bot was spoken to in, and of people it cannot write to."""

from collections.abc import Sequence
from datetime import datetime

from ledger.people import Colleague, Contact
from messages.cli import SURFACES

NONE_YET = "还没有人和机器人说过话。在群里 @ 它一次，或私下发一句“帮助”，这里就有了。"
EVERYBODY_REACHED = "联络员和优化办都到得了。"


def chat(
    channel: str, kind: str, number: str, span: tuple[datetime, datetime], standing: str
) -> str:
    """Put a conversation into one line; `span` is when somebody first and last spoke there."""
    where = "群" if kind == "group" else "单聊"
    first, last = (f"{moment:%Y-%m-%d %H:%M}" for moment in span)
    surface = SURFACES.get(channel, channel)
    return f"{surface} {where} {number}：首次 {first}，最近 {last}，{standing}"


def standing(*, served: bool, reachable: bool) -> str:
    """Say whether the bot speaks in a conversation."""
    if not served:
        return "不在名单上（[groups] 的 daily 和 allowed 里都没有）"
    return "在用" if reachable else "推不过去（有人再说一句话就恢复）"


def unreached(people: Sequence[Contact | Colleague]) -> str:
    """Name the people no surface reaches, with the cure."""
    if not people:
        return EVERYBODY_REACHED
    named = "、".join(map(somebody, people))
    return f"还到不了{len(people)}人：{named}。请他们给机器人发一句话（例：帮助），一次就行。"


def somebody(person: Contact | Colleague) -> str:
    """Name somebody with the id the settings have."""
    name = person.name or person.user_id
    unit = f"，{person.unit}" if isinstance(person, Contact) else ""
    return f"{name}（{person.user_id}{unit}）"
