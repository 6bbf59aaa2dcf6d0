"""Processes that tests start: none begins deaf to a signal, and none is waited for without an end."""

import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def hear_signals() -> None:
    """What this process ignores, it drops in a handler from now on.

    A program that is started inherits "ignored" and keeps it: below `nohup`, or in the background of a script, a server
    would never see the SIGINT that a test sends it. A handler does not pass on, so the program begins with the default.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


@contextmanager
def child(
    command: Sequence[str], *, seconds: float = threading.TIMEOUT_MAX, **options: Any
) -> Iterator["subprocess.Popen[str]"]:
    """`with Popen` waits for ever for a process that does not end; this kills it when the block is left, or after so long."""
    with subprocess.Popen(command, **options) as process:
        late = threading.Timer(seconds, process.kill)
        late.daemon = True
        late.start()
        try:
            yield process
        finally:
            late.cancel()
            process.kill()


def end(process: "subprocess.Popen[Any]", seconds: float = 30) -> None:
    """Wait for a process that was told to end; TimeoutExpired, and it is killed, if it does not."""
    try:
        process.wait(seconds)
    finally:
        process.kill()
        process.wait()
