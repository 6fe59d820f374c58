"""Words of a dialogue: numbered choices, the next page, what was dropped."""

from collections.abc import Sequence

from messages.text import Blocks

PAGE = 20
"""Lines of a list that fit on a phone; the rest waits for 下一页."""

LAPSED: Blocks = ("没有执行：那份草稿已经过了十分钟。还要办的话，请把那条命令再发一遍。",)
DROPPED: Blocks = ("好的，没有记录。",)


def numbered(choices: Sequence[str]) -> Blocks:
    """List what can be answered by its number."""
    return tuple(f"{number}. {choice}" for number, choice in enumerate(choices, 1))


def answer_by_number(choices: Sequence[str]) -> str:
    """Say how to answer."""
    return "回“是的”即可。" if len(choices) == 1 else "回序号即可。"


def first_page(blocks: Blocks) -> tuple[Blocks, Blocks]:
    """Cut a long answer for a phone; returns what is shown now and what waits."""
    # A rest of a line or two is no page of its own.
    if len(blocks) <= PAGE + PAGE // 4:
        return blocks, ()
    rest = blocks[PAGE:]
    return (*blocks[:PAGE], f"（还有{len(rest)}行，发“下一页”继续看）"), rest
