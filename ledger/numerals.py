"""Small numbers as people write and say them: 15, 十五, 二十."""

DIGITS = {d: n for n, d in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMBER = r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[零一二三四五六七八九两])"
"""Pattern of a number up to 999 in figures or 99 in characters; no groups, no backtracking."""


def number(words: str) -> int:
    """Read what NUMBER matches; raises ValueError for anything else."""
    if words.isdecimal():
        return int(words)
    tens, ten, units = words.partition("十")
    if not ten:
        if words not in DIGITS:
            raise ValueError(f"not a number: {words!r}")
        return DIGITS[words]
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[units] if units else 0)
