"""Digests that make a silent change visible, and the guard on text that no database can hold."""

import hashlib
import json
import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

GENESIS = "0" * 64
"""What stands for the row before the first one."""
_INTEGER_BITS = 63


def seal(values: Iterable[Any]) -> str:
    """Give the SHA-256 (hex) of column values in their order; moments count as UTC."""
    return _sha256(_canonical(tuple(values)))


def link(previous: str, values: Iterable[Any]) -> str:
    """Give the seal of a row that stands after the row sealed `previous`."""
    return _sha256(previous + _canonical(tuple(values)))


def require_storable(value: object) -> None:
    """Raise ValueError for what a column cannot hold, however deep it stands.

    That is text with NUL or lone surrogates, integers beyond 64 bits, numbers that are none, and
    moments without a zone.
    """
    # The frequent ones ahead: every report passes here cell by cell.
    if isinstance(value, str):
        _require_text(value)
    elif value is None:
        return
    elif isinstance(value, int | float | datetime):
        _require_number(value)
    elif isinstance(value, dict):
        for part in value.values():
            require_storable(part)
    elif isinstance(value, list | tuple):
        for part in value:
            require_storable(part)


def _require_text(text: str) -> None:
    if "\0" in text:
        raise ValueError(f"text holds NUL: {text!r:.80}")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"text holds a lone surrogate: {text!r:.80}") from error


def _require_number(value: float | datetime) -> None:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a moment has no zone")
    elif isinstance(value, int):
        if value.bit_length() > _INTEGER_BITS:
            raise ValueError("an integer does not fit into 64 bits")
    elif not math.isfinite(value):
        raise ValueError("a number is not finite")


def _canonical(values: tuple[Any, ...]) -> str:
    return _ENCODER.encode(values)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no column holds a {type(value).__name__}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_iso
)
