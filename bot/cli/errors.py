"""The command line's one error policy: a sentence and a code, never a traceback."""

import os
import secrets
import sys
import traceback
from pathlib import Path

from typer.exceptions import TyperException

from bot.cli.options import UsageError
from messages import cli

FAILED = 1
WRONG_USE = 2
MISCONFIGURED = 78
"""EX_CONFIG: starting again helps nothing (RestartPreventExitStatus= of systemd)."""


def explain(error: Exception) -> tuple[str, int]:
    """Give the sentence and the exit code for what went wrong."""
    if isinstance(error, UsageError):
        return str(error), WRONG_USE
    if isinstance(error, TyperException):
        return cli.WRONG_COMMAND.format(detail=error.format_message().rstrip(".")), WRONG_USE
    known = _known(error)
    if known is not None:
        return known
    number = secrets.token_hex(3)
    if os.environ.get("DUBAN_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    return cli.fault(number), FAILED


def _known(error: Exception) -> tuple[str, int] | None:
    # Imported only when something failed: the libraries behind them are slow to load.
    from bot.channel import ChannelClosed  # noqa: PLC0415
    from bot.config import ConfigError  # noqa: PLC0415
    from documents.reading import NotAPlan  # noqa: PLC0415
    from storage.creation import marker_of  # noqa: PLC0415
    from storage.faults import StorageFault  # noqa: PLC0415
    from storage.refusals import RefusedToOpen  # noqa: PLC0415

    if isinstance(error, ConfigError):
        return cli.bad_setting(error.file, error.key, error.code, error.detail), WRONG_USE
    if isinstance(error, ChannelClosed):
        return cli.channel_closed(error.reason), MISCONFIGURED
    if isinstance(error, NotAPlan):
        return str(error), FAILED
    if isinstance(error, RefusedToOpen):
        marked = bool(error.path) and marker_of(Path(error.path)).exists()
        reason = error.reason.value
        return cli.refused(reason, error.path, error.detail, error.pid, marked=marked), FAILED
    if isinstance(error, StorageFault):
        return cli.storage_fault(error.detail), FAILED
    return None
