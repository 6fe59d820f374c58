"""The rule for taking out the whole history."""

from messages.commands import ExportHistory
from messages.rule import PASS, Result, rule
from messages.sentence import Sentence


def _export(sentence: Sentence) -> Result:
    return PASS if sentence.refs or sentence.units else ExportHistory()


EXPORT = (
    rule(
        "export of the history",
        "export",
        r"^\W*(?:请|帮我|麻烦|我要|给我)?(?:导出|下载|导一?下)(?:一下|一份)?"
        r"(?:全部|所有|完整|整个|台账)?的?(?:历史|审计|操作|变更|审计历史)"
        r"(?:记录|日志|台账|表)?(?:吧|一下|成?excel|成?xlsx)?[\s。!]*$",
        _export,
        ("导出历史", "导出全部历史记录", "下载审计日志"),
    ),
)
