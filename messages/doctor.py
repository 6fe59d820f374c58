"""What the self-test says: a mark and a sentence for each check, and the cure."""

from dataclasses import dataclass
from enum import StrEnum

from messages import cures, diagnoses


class Check(StrEnum):
    """What is looked at; the codes are for programs that read our output."""

    SURFACES = "config.surfaces"
    NAMES = "config.names"
    GROUPS = "config.groups"
    FILE = "config.file"
    ROUTING = "config.routing"
    MODES = "config.modes"
    DATABASE = "database"
    RUNNING = "running"
    RESOLVES = "smart_bot.resolves"
    TCP = "smart_bot.tcp"
    TLS = "smart_bot.tls"
    SUBSCRIBE = "smart_bot.subscribe"
    PING = "smart_bot.ping"
    HEARD = "smart_bot.heard"
    CHAT = "message.chat"
    SENDER = "message.sender"
    MENTION = "message.mention"
    ANSWER = "message.answer"
    CLOCK = "clock"
    BOT_CALLBACK = "smart_bot_callback.address"
    APP_LOGIN = "own_app.login"
    APP_ADDRESS = "own_app.address"
    APP_CALLBACK = "own_app.callback"
    WEBHOOK_KEY = "webhook.key"
    WEBHOOK_POST = "webhook.post"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The outcome of one check; `cure` is empty where all is well."""

    check: Check
    good: bool
    detail: str
    cure: str = ""


def well(check: Check, cause: str = "", **facts: object) -> Diagnosis:
    """Say that a check went well; `cause` tells several good outcomes apart."""
    detail = diagnoses.WELL[check, cause].format(**facts)
    return Diagnosis(check=check, good=True, detail=detail)


def ill(check: Check, cause: str, **facts: object) -> Diagnosis:
    """Name a problem and its cure."""
    detail, cure = cures.ILL[check, cause]
    return Diagnosis(
        check=check, good=False, detail=detail.format(**facts), cure=cure.format(**facts)
    )


def refused(check: Check, code: int, **facts: object) -> Diagnosis:
    """Say what an error code of WeCom means here."""
    detail, cure = cures.REFUSED.get(code, cures.REFUSED_OTHERWISE)
    facts |= {"code": code}
    return Diagnosis(
        check=check,
        good=False,
        detail=f"{detail.format(**facts)}（错误码 {code}）",
        cure=cure.format(**facts),
    )


def not_opened(sentence: str) -> Diagnosis:
    """Tell of a database that was not opened, in the words the command line has for it."""
    detail, _, cure = sentence.partition("。")
    return Diagnosis(check=Check.DATABASE, good=False, detail=detail, cure=cure or sentence)


def line(diagnosis: Diagnosis) -> str:
    """Put a diagnosis into one line."""
    mark = "✓" if diagnosis.good else "✗"
    said = f"{mark} {diagnoses.LABELS[diagnosis.check]}：{diagnosis.detail}"
    return f"{said}。{diagnosis.cure}" if diagnosis.cure else said


def ask_to_speak(name: str, seconds: float) -> str:
    """Ask for a message of a second person."""
    called = name or "机器人的名字"
    return f"… 请让另一位同事在群里发：@{called} {ASKED}（最多等 {seconds:.0f} 秒）"


def called_in(text: str) -> str:
    """Give what was typed after the @ as the platform delivered it: it marks no mention."""
    at = min((text.find(sign) for sign in "@＠" if sign in text), default=-1)
    if at < 0:
        return ""
    rest = text[at + 1 :]
    before, found, _ = rest.partition(ASKED)
    return (before if found else (rest.split() or [""])[0]).strip()


def summed_up(ill_ones: int) -> str:
    """Close the self-test."""
    return f"自检完毕：{ill_ones}处要处理。" if ill_ones else "自检完毕：一切正常。"


ASKED = "我是谁"
ANSWERED = "自检：收到了。现在是自检，刚才的话没有记录。"
TEST_LINE = "duban 自检：这条消息证明群里的消息推送是通的。"


def on_the_roster(*, known: bool) -> str:
    """Say whether an id stands in the roster."""
    return "在名册里" if known else "不在名册里"
