"""What a report says of difficulties and of the next step, found again in its own words."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。;；\n！!]+")
_CLAUSE = re.compile(r"[^,，]+")
_NEXT = re.compile(
    r"^(?:以及|并|但|目前|同时|我们|\s|[:：])*(?:下一?步|接下来|后续|下阶段|计划|打算|拟(?![合定])"
    r"|争取|力争|预计"
    r"|下[周月旬]|明[天年]|年底前)"
)
_DIFFICULT = re.compile(
    r"困难(?!群|职|企|户|学)|存在问题|问题[:：是]|卡在|卡住|受阻|遇阻|瓶颈|阻力|难度|缺口"
    r"|不足(?!\d)"
    r"|[未没](?:能)?到位|人手|推不动|需要?.{0,10}协调|请.{0,8}协调|滞后|延误"
)
_LABEL = re.compile(
    r"^(?:(?:主要|存在|目前|的|是|有)*(?:困难|问题)(?:和困难|与困难)?(?:是|主要是|在于|[:：])"
    r"|下一?步"
    r"(?:打算|工作|计划|将|拟|[:：])*)\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A report's words sorted for the ledger's columns; nothing is added to them."""

    difficulty: str = ""
    """存在问题"""
    next_step: str = ""
    """下步打算"""


def account_of(words: str) -> Account:
    """Sort the clauses of a report; one that opens the next step takes its sentence with it."""
    difficult: list[str] = []
    planned: list[str] = []
    for sentence in _SENTENCE.finditer(words):
        into: list[str] | None = None
        for clause in _CLAUSE.findall(sentence[0]):
            if _NEXT.search(clause):
                into = planned
            elif _DIFFICULT.search(clause):
                into = difficult
            if into is not None:
                into.append(clause.strip())
    return Account(difficulty=_joined(difficult), next_step=_joined(planned))


def _joined(clauses: list[str]) -> str:
    return _LABEL.sub("", "，".join(clauses).strip(" ,，:："))
