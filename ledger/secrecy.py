"""What must not stand in a report on a public network: marks of secrecy, numbers of people.

Rules: work secrets and state secrets stay off WeCom; identity cards, bank cards and mobile numbers
are nobody's business in a ledger (docs/people.md).
"""

import re
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from ledger.folding import fold


class Secret(StrEnum):
    """Why a text may not be kept."""

    CLASSIFIED = "classified"
    """绝密, 机密 or 秘密 as a mark (密级)."""
    INTERNAL = "internal"
    """内部 as a mark on a paper."""
    IDENTITY_CARD = "identity_card"
    BANK_CARD = "bank_card"
    MOBILE = "mobile"


_GAP = r"[\s·.*＊_-]{0,3}"
_GRADE = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_STAR = r"[★☆※*]"
_PAPER = r"(?:级|文件|件(?!事)|材料|资料|公文|信息|事项|载体|文档)"
_CLASSIFIED = re.compile(
    rf"{_GRADE}\s{{0,3}}{_STAR}"
    rf"|密\s{{0,3}}级\s{{0,3}}(?:为|是|:|属|定)?\s{{0,3}}(?:{_GRADE}|内部)"
    rf"|[(<《【\[“\"]\s{{0,3}}{_GRADE}\s{{0,3}}[)>》】\]”\"]"
    rf"|(?:^|[\n。;!,\s)]){_GRADE}\s{{0,3}}(?=[:\n!]|$)"
    rf"|(?<!商业)(?<!技术)(?<!工作)(?<!保守)(?<!国家){_GRADE}\s{{0,3}}{_PAPER}"
    rf"|绝{_GAP}密(?!性)"
    rf"|涉密{_PAPER}|国家秘密(?:★|文件|材料|载体)"
)
_INTERNAL = re.compile(
    r"内部\s{0,3}[★☆]"
    r"|[(<《【\[]\s{0,3}内部(?:资料|文件|使用|材料|掌握|传阅)?\s{0,3}[)>》】\]]"
    r"|仅(?:限|供)(?:于)?内部|内部(?:资料|文件|材料|使用|掌握|传阅)[,，\s]{0,2}"
    r"(?:注意保(?:密|管|存)|不得外传|严禁|请勿|禁止|勿外传|不要外传|切勿)"
)
_DIGIT_RUN = re.compile(r"(?<![\d.])\d(?:[\s-]{0,2}[\dx]){10,22}(?![\d.])", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_BANK_LENGTHS = range(15, 20)
_BANK_HEADS = ("62", "60", "4", "5", "3", "9")
_IDENTITY_LENGTH = 18


def secrets_in(text: str) -> tuple[Secret, ...]:
    """Name what a text holds that may not be kept; linear in its length."""
    plain = fold(text).text
    found: dict[Secret, None] = {}
    if "密" in plain and _CLASSIFIED.search(plain):
        found[Secret.CLASSIFIED] = None
    if "内部" in plain and _INTERNAL.search(plain):
        found[Secret.INTERNAL] = None
    for run in _DIGIT_RUN.finditer(plain):
        secret = _number(re.sub(r"[\s-]", "", run[0]))
        if secret is not None:
            found[secret] = None
    return tuple(found)


def _number(digits: str) -> Secret | None:
    """Tell what a long number is, by its check digit where it has one."""
    if len(digits) == _IDENTITY_LENGTH and _is_identity(digits.upper()):
        return Secret.IDENTITY_CARD
    if not digits.isdigit():
        return None
    if _MOBILE.fullmatch(digits):
        return Secret.MOBILE
    card = len(digits) in _BANK_LENGTHS and digits.startswith(_BANK_HEADS)
    return Secret.BANK_CARD if card and luhn.is_valid(digits) else None


def _is_identity(digits: str) -> bool:
    """Go by the check digit and the day of birth; districts come and go."""
    if not digits[:-1].isdigit() or ric.calc_check_digit(digits) != digits[-1]:
        return False
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return False
    return True
