"""Cards with buttons (模板卡片): a choice becomes a button whose key is the words it stands for.

A card stays clickable for ever and by anyone who sees it. So the key carries what the choice was
about, and a press is decided like typed words: by who pressed and by how things stand now.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from bot.wecom.outgoing_text import harmless
from messages.text import Blocks
from storage.mail import Choice

_TITLE, _SUBTITLE, _LABEL = 26, 112, 10
_KEY_BYTES = 1024
_BETWEEN = "|"
_DONE_KEY = "done"
_BLUE, _RED, _GREY = 1, 3, 4

Card = dict[str, Any]
"""WeCom's JSON of a card; it is made and sent in this folder and nowhere else."""


def offer(key: str, blocks: Blocks, choices: Sequence[Choice]) -> Card:
    """Make a card: the first line is its title, the rest its text, each choice a button.

    `key` must be new for every card that is ever sent: WeCom refuses a task_id it has seen.
    """
    title, text = _split(blocks)
    return {
        "card_type": "button_interaction",
        "main_title": {"title": _cut(title, _TITLE)},
        "sub_title_text": _cut(text, _SUBTITLE),
        "button_list": [
            {
                "text": _cut(harmless(choice.label), _LABEL),
                "style": _RED if number else _BLUE,
                "key": _key(choice),
            }
            for number, choice in enumerate(choices)
        ],
        "task_id": task_id(key),
    }


def holds(blocks: Blocks) -> bool:
    """Whether a card shows all of the words; else they go out as a message before it."""
    title, text = _split(blocks)
    return len(title) <= _TITLE and len(text) <= _SUBTITLE


def settled(task: str, blocks: Blocks, done: str) -> Card:
    """Make what a card becomes after the press: what came of it, and a grey button."""
    title, text = _split(blocks)
    return {
        "card_type": "button_interaction",
        "main_title": {"title": _cut(title, _TITLE)},
        "sub_title_text": _cut(text if len(title) <= _TITLE else f"{title}\n{text}", _SUBTITLE),
        "button_list": [{"text": done, "style": _GREY, "key": _DONE_KEY}],
        "task_id": task,
    }


def pressed(key: str) -> tuple[str, str]:
    """Read a button's key: the words it stands for, what they were about; or nothing."""
    about, between, says = key.partition(_BETWEEN)
    return (says, about) if between else ("", "")


def task_id(key: str) -> str:
    """Make a card's id: letters and digits, the same for the same key."""
    return f"duban-{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _key(choice: Choice) -> str:
    key = f"{choice.about}{_BETWEEN}{choice.says}"
    if len(key.encode()) > _KEY_BYTES:
        raise ValueError(f"a button's words are too long: {choice.label}")
    return key


def _split(blocks: Blocks) -> tuple[str, str]:
    lines = harmless("\n".join(blocks)).strip().split("\n")
    return lines[0], "\n".join(lines[1:])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
