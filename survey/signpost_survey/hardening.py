"""What keeps opened answers in memory: no core file, no debugger, and words about swap."""

import ctypes
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

PR_SET_DUMPABLE = 4  # prctl(2)
SWAPS = Path("/proc/swaps")


def seal_process() -> Iterator[str]:
    """Forbid core files and reading this process's memory by others of the same user; yields what could not be done."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        yield "other programs of this user can read this one's memory here: that they cannot is set on Linux only"
        return
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        yield "the process could not be made unreadable to other programs"
    yield from swap_words()


def swap_words(path: Path = SWAPS) -> Iterator[str]:
    """Pages of memory that are swapped out, or written by hibernation, outlive the process."""
    if len(path.read_text(encoding="utf-8").splitlines()) > 1:
        yield (
            "swap is on: opened answers could be written to the disk and stay there. Switch it off (swapoff -a) or have it encrypted, "
            "and do not let this computer hibernate while publishing"
        )
