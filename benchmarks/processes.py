"""A contestant in a process of its own: started, watched, ended."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_END_SECONDS = 10


class Process:
    """Ends with the `with` block, whatever happens in it."""

    def __init__(
        self, command: Sequence[str], *, log: Path, folder: Path, extra: Mapping[str, str]
    ) -> None:
        self._command, self._log, self._folder = list(command), log, folder
        self._environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), **extra}

    def __enter__(self) -> Self:
        with self._log.open("w") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the contestants
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_seconds(self) -> float:
        """Give the processor time it has used, in user and system mode."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self) -> float:
        """Give the memory it holds (RSS)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def require_alive(self) -> None:
        """Raise RuntimeError with its last words where it has ended."""
        if self._process.poll() is not None:
            raise RuntimeError(self._log.read_text()[-2_000:])
