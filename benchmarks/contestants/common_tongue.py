"""What the naive programs do with a message's body, whatever it came by."""

from typing import Any

from benchmarks.naive import Naive
from benchmarks.whole_path import BOT
from bot.clock import SystemClock


def words_for(naive: Naive, body: dict[str, Any]) -> str:
    """Take the mention off, tell a question from a report, answer in the bot's words."""
    text = body["text"]["content"].removeprefix(f"@{BOT}").strip()
    sender = body["from"]["userid"]
    if text.startswith("进度"):
        return naive.record(text, sender, body["msgid"], SystemClock().now())
    return naive.answer(text, sender, SystemClock().now())
