"""Error codes with their texts, and the exception that carries one to the answer."""

from typing import Any

Json = dict[str, Any]

ERRMSG = {
    -1: "system busy",
    0: "ok",
    40001: "invalid credential",
    40003: "invalid userid",
    40007: "invalid media_id",
    40008: "invalid message type",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40058: "invalid Request Parameter",
    41001: "access_token missing",
    41004: "corpsecret missing",
    41016: "missing title",
    42001: "access_token expired",
    42014: "invalid task_id",
    42015: "card has been updated",
    42045: "template_card.card_action missing or invalid",
    44001: "empty media data",
    44004: "empty content",
    45001: "media file is too large",
    45002: "content is too long",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81013: "user & party & tag all invalid",
    86003: "chatid not exist",
    86008: "chat is not owned by this agent",
    86215: "chatid exists",
    93000: "invalid webhook url",
    93004: "webhook disabled",
    93006: "invalid chatid",
    93008: "not in group",
    301002: "agentid does not match secret",
    846601: "system error",
    846602: "system error",
    846605: "invalid req_id",
    846608: "stream message update expired (>10 minutes)",
    846609: "aibot websocket not subscribed",
    853000: "invalid bot_id or secret",
}


class Refused(Exception):
    """The platform does not accept a request; answered as errcode and errmsg."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.errmsg = errmsg(code, detail)
        super().__init__(f"{code} {self.errmsg}")


def errmsg(code: int, detail: str = "") -> str:
    """Return the platform's words for a code, with the address for 60020."""
    words = ERRMSG.get(code, "error")
    if code == 60020:
        return (
            f"{words}, hint: [simulated], from ip: {detail or '127.0.0.1'}, more info at e=60020"
        )
    return f"{words}: {detail}" if detail else words


def answer(code: int = 0, detail: str = "", **extra: Any) -> Json:
    """Return the JSON every API answers with."""
    return {"errcode": code, "errmsg": errmsg(code, detail), **extra}
