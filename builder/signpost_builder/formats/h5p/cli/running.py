"""Running the tool: a fresh directory, a time limit, nothing left behind, and what can go wrong with that."""

import errno
import io
import os
import re
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from signpost_builder.diagnostics import Diagnostic, Severity, Span
from signpost_builder.values import frozen

INSTALL = "install Node.js, then run 'npm ci --ignore-scripts' where package.json is"
KEPT_BYTES = 256 * 1024  # of what the tool prints: the end, where the result stands
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
DISK_FULL = re.compile(r"ENOSPC|EDQUOT|EFBIG|no space left|disk quota exceeded|file too large", re.IGNORECASE)
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Unavailable(Exception):
    """The tool cannot do it here and now: `code` of docs/diagnostics.md, what happened, and what to do about it."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        self.code = code
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}; {remedy}")

    def diagnostic(self, span: Span, severity: Severity, consequence: str) -> Diagnostic:
        return Diagnostic(span, self.code, severity, f"{consequence}: {self.reason}", self.remedy)


@frozen
class Finished:
    status: int
    out: str
    err: str


@contextmanager
def room() -> Iterator[Path]:
    """A directory for one run, gone when the block ends."""
    with preparing():
        made = tempfile.TemporaryDirectory(prefix="signpost-h5p-", ignore_cleanup_errors=True)
    with made as name:
        yield Path(name)


@contextmanager
def preparing() -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        if reason.errno in FULL_ERRORS or DISK_FULL.search(str(reason)):  # copytree gathers errors as text
            place = tempfile.gettempdir()
            raise Unavailable(
                "h5p-cli-disk-full", f"no room in '{place}'", "free some, or set TMPDIR to a folder that has it"
            ) from reason
        what = f"the run could not be prepared: {reason}"
        raise Unavailable("h5p-cli-crashed", what, "look at the folder of libraries and at TMPDIR") from reason


def bare_environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's but where programs are: no settings of the tool, no home to write to."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "NO_COLOR": "1", "H5P_NO_UPDATES": "1"}


def run(
    command: Sequence[str], folder: Path, timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run to the end or to the time limit; then nothing of it runs on. Of endless output only the end is kept."""
    with started(command, folder, subprocess.PIPE, subprocess.PIPE, environment or bare_environment(folder)) as process:
        out, err = _heard(process, time.monotonic() + timeout_seconds)
        in_time = has_ended(process)
    if not in_time:
        shown = " ".join(("h5p", *command[1:]))
        raise Unavailable(
            "h5p-cli-timeout",
            f"'{shown}' did not end within {timeout_seconds:g} seconds",
            "try again on a quieter machine",
        )
    return Finished(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Without collecting it: as long as it is not collected, its group's number belongs to nobody else."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _heard(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, bytes]:
    """What it prints until it ends, or until `end`. Children that keep its streams open are not waited for."""
    assert process.stdout is not None and process.stderr is not None
    heard = {process.stdout: bytearray(), process.stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in heard:
            os.set_blocking(stream.fileno(), False)
            selector.register(stream, selectors.EVENT_READ)
        while time.monotonic() < end:
            ended = has_ended(process)
            ready = (
                selector.select(0 if ended else min(0.1, max(0.0, end - time.monotonic())))
                if selector.get_map()
                else []
            )
            for key, _ in ready:
                spoken: Any = key.fileobj
                if piece := spoken.read(65536):
                    heard[spoken] += piece
                    del heard[spoken][:-KEPT_BYTES]
                else:
                    selector.unregister(spoken)
            if ended and not ready:
                break
            if not selector.get_map() and not ended:
                time.sleep(0.02)
    return bytes(heard[process.stdout]), bytes(heard[process.stderr])


@contextmanager
def started(
    command: Sequence[str], folder: Path, out: int | IO[bytes], err: int | IO[bytes], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with a group of its own; when the block ends, the whole group is killed."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    except OSError as reason:
        raise Unavailable(
            "h5p-cli-crashed", f"'{command[0]}' cannot be started: {reason.strerror}", INSTALL
        ) from reason
    try:
        yield process
    finally:
        with suppress(ProcessLookupError, PermissionError):  # it ended by itself and left nothing behind
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdout, process.stderr):
            if isinstance(stream, io.IOBase):
                stream.close()
