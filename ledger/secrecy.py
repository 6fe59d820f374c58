"""What must not stand in a report on a public network: marks of secrecy, numbers of people.

Rules: work secrets and state secrets stay off WeCom; identity cards, bank cards and mobile numbers
are nobody's business in a ledger (docs/people.md).
"""

import re
from enum import StrEnum

from ledger.folding import fold
from ledger.private_numbers import Private, numbers_in


class Secret(StrEnum):
    """Why a text may not be kept."""

    CLASSIFIED = "classified"
    """绝密, 机密 or 秘密 as a mark (密级)."""
    INTERNAL = "internal"
    """内部 as a mark on a paper."""
    IDENTITY_CARD = "identity_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"


_KINDS = {
    Private.IDENTITY_CARD: Secret.IDENTITY_CARD,
    Private.BANK_CARD: Secret.BANK_CARD,
    Private.MOBILE: Secret.MOBILE,
}
_GAP = r"[\s·.*＊_-]{0,3}"
_GRADE = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_STAR = r"[★☆※*]"
_PAPER = r"(?:级|文件|件(?!事)|急件|特急|加急|材料|资料|公文|信息|事项|载体|文档)"
_CLASSIFIED = re.compile(
    rf"{_GRADE}\s{{0,3}}(?:[\d一二三四五六七八九十]{{1,3}}\s{{0,2}}年\s{{0,2}})?{_STAR}"
    rf"|(?<!国家){_GRADE}\s{{0,3}}\d{{1,2}}\s{{0,2}}年(?!来|内|前|后|度|间)"
    rf"|密\s{{0,3}}级\s{{0,3}}(?:为|是|:|属|定)?\s{{0,3}}(?:{_GRADE}|内部)"
    rf"|[(<《【\[“\"]\s{{0,3}}(?:工作|国家)?{_GRADE}\s{{0,3}}[)>》】\]”\"]"
    rf"|(?:^|[\n。;!,\s)]){_GRADE}\s{{0,3}}(?=[:\n!。]|$)"
    rf"|(?:^|[\n。;!,\s)]){_GRADE}\s{{1,3}}(?:特急|加急|急件)"
    rf"|(?<![不否非未没])(?:[定列]为|标[注有明]为?|属于?(?:国家)?){_GRADE}"
    rf"|(?<!商业)(?<!技术)(?<!工作)(?<!保守)(?<!国家){_GRADE}\s{{0,3}}{_PAPER}"
    rf"|绝{_GAP}密(?!性)"
    rf"|涉密{_PAPER}|国家秘密(?:★|文件|材料|载体)"
)
_INTERNAL = re.compile(
    r"内部\s{0,3}[★☆]|内部明电"
    r"|[(<《【\[]\s{0,3}内部(?:资料|文件|使用|材料|掌握|传阅)?\s{0,3}[)>》】\]]"
    r"|仅(?:限|供)(?:于)?内部|内部(?:资料|文件|材料|使用|掌握|传阅)[,，\s]{0,2}"
    r"(?:注意保(?:密|管|存)|不得外传|严禁|请勿|禁止|勿外传|不要外传|切勿)"
)


def secrets_in(text: str) -> tuple[Secret, ...]:
    """Name what a text holds that may not be kept; linear in its length."""
    plain = fold(text).text
    found: dict[Secret, None] = {}
    if "密" in plain and _CLASSIFIED.search(plain):
        found[Secret.CLASSIFIED] = None
    if "内部" in plain and _INTERNAL.search(plain):
        found[Secret.INTERNAL] = None
    found |= dict.fromkeys(_KINDS[number.kind] for number in numbers_in(plain))
    return tuple(found)
