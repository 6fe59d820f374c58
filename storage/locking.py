"""One process at a time: a lock that the system takes back when its holder dies."""

import os
from contextlib import suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from storage.refusals import Refusal, RefusedToOpen


def take(path: Path) -> BaseFileLock:
    """Lock a database for this process, or raise RefusedToOpen with the holder's pid."""
    if not path.parent.is_dir():
        # Never made: it may be a disk that is not mounted, with the old ledger on it.
        raise RefusedToOpen(Refusal.UNWRITABLE, path=path, detail="no such directory")
    # Not bound to a thread: what the main thread opened, the writer's thread may close.
    lock = FileLock(_beside(path, "lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        held = _beside(path, "lock").exists()  # else it could not even be made
        reason = Refusal.IN_USE if held else Refusal.UNWRITABLE
        raise RefusedToOpen(reason, path=path, pid=holder_of(path)) from error
    except (OSError, NotImplementedError) as error:
        raise RefusedToOpen(Refusal.UNWRITABLE, path=path, detail=str(error)) from error
    try:
        _beside(path, "pid").write_text(f"{os.getpid()}\n", encoding="ascii")
    except OSError as error:
        lock.release()
        raise RefusedToOpen(Refusal.UNWRITABLE, path=path, detail=str(error)) from error
    return lock


def give_back(path: Path, lock: BaseFileLock) -> None:
    """Unlock; a `pid` file that cannot be removed does no harm, the lock alone decides."""
    with suppress(OSError):
        _beside(path, "pid").unlink(missing_ok=True)
    lock.release()


def holder_of(path: Path) -> int | None:
    """Read which process holds a lock that could not be had; None where that is unknown."""
    try:
        return int(_beside(path, "pid").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}.{suffix}")
