"""JSON as WeCom sends and takes it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

encode: Final[Callable[[Mapping[str, Any]], str]] = json.JSONEncoder(ensure_ascii=False).encode
"""One object as text, its Chinese unescaped."""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f]")


def read_object(text: str) -> Mapping[str, Any] | None:
    """Read one object; None for what is none.

    Some real messages hold raw control characters, which JSON forbids: they are left out.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = json.loads(_CONTROLS.sub("", text))
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) else None
