"""The name of a plan before a number: `营商 15(6)`, where several plans stand side by side."""

import re

_BETWEEN = r"(?:方案|清单|台账|任务)?[\s:：的,，、]{0,3}"
_NUMBER = r"(?=第?\s?(?:\d|[０-９]|[⑴-⒇①-⑳]|[一二三四五六七八九十]{1,3}\s?[(（.\-—]))"


def plan_off(text: str, plans: tuple[str, ...]) -> tuple[str, str]:
    """Take a plan's name off where it stands before a number; returns the rest and the name."""
    for name in sorted(plans, key=len, reverse=True):
        if name not in text:
            continue
        found = re.search(re.escape(name) + _BETWEEN + _NUMBER, text)
        if found is not None:
            return text[: found.start()] + text[found.end() :], name
    return text, ""
