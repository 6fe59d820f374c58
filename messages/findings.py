"""What is wrong with the database, as the self-test and `duban verify` say it."""

import re

_ENTRY = re.compile(r"^entry (\d+) (was changed|is missing|has another seal)")
_HISTORY = {
    "was changed": "历史第{row}行和封印对不上：这一行被改过，或在它前面插进过别的行",
    "is missing": (
        "历史第{row}行不见了：被删掉，或末尾被截掉。"
        "若是刚恢复过较早的备份，核对后删掉数据库旁边的 .head 文件"
    ),
    "has another seal": (
        "历史第{row}行的封印和另记在 .head 里的不同：历史被整段重写过。"
        "若是换过数据库，核对后删掉数据库旁边的 .head 文件"
    ),
}

_OTHERS = {
    "unprotected": "表 {facts} 的只增不改保护被拆掉了：有人直接动过数据库",
    "message_without_entry": "消息 {facts} 答复了“已记录”，历史里却没有它的那一行",
    "totals": "合计对不上：{facts}",
    "unreadable": "有一格读不出来：{facts}",
}


def say(code: str, facts: str) -> str:
    """Word one finding: of the history in a sentence with the row's number, else as it is."""
    match = _ENTRY.match(facts) if code == "history" else None
    if match is None:
        return _OTHERS[code].format(facts=facts) if code in _OTHERS else f"{code} {facts}"
    return _HISTORY[match[2]].format(row=match[1])
