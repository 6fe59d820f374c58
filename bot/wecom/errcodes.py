"""WeCom's error codes: what they mean for a message that was refused (docs/wecom.md has the list).

Every answer is judged by `errcode` alone; the text beside it is for people.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from bot.channel import ChannelError

OK: Final = 0
BUSY: Final = -1
BAD_SECRET: Final = 40001
BAD_CORP: Final = 40013
TOKEN_INVALID: Final = 40014
TOKEN_EXPIRED: Final = 42001
CARD_KNOWN: Final = 42014
"""A card's task_id was used before."""
TOO_OFTEN: Final = 45009
ALL_RECIPIENTS_BAD: Final = 81013
NO_SUCH_CHAT: Final = 93006
REQUEST_GONE: Final = 846605
STREAM_EXPIRED: Final = 846608
NOT_SUBSCRIBED: Final = 846609
BAD_BOT_CREDENTIALS: Final = 853000
IP_NOT_TRUSTED: Final = 60020

REST = timedelta(seconds=60)
"""How long a conversation rests after WeCom said that it was too much."""

_PASSING = frozenset({BUSY, 45033, 846601, 846602})
_UNREACHABLE = frozenset({40003, 60111, ALL_RECIPIENTS_BAD, NO_SUCH_CHAT, 86003, 86008, 93008})


class Refused(Exception):
    """WeCom answered a request with an error code; nothing was carried out."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"errcode {code}: {text}")
        self.code = code
        self.text = text


def code_of(answer: Mapping[str, Any]) -> int:
    """Read `errcode`, which some servers write as a string; -1 where there is none to read."""
    try:
        return int(answer.get("errcode", OK))
    except (TypeError, ValueError):
        return BUSY


def check(answer: Mapping[str, Any]) -> None:
    """Raise Refused where an answer is not `errcode` 0."""
    code = code_of(answer)
    if code != OK:
        raise Refused(code, str(answer.get("errmsg", ""))[:200])


def refusal(error: Refused) -> ChannelError:
    """Say what a refusal means for the message: wait, try again, another surface, or give up."""
    if error.code == TOO_OFTEN:
        return ChannelError(str(error), wait=REST)
    if error.code in _UNREACHABLE:
        return ChannelError(str(error), unreachable=True)
    return ChannelError(str(error), permanent=error.code not in _PASSING)
