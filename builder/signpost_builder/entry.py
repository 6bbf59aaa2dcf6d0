"""Where the command begins: Ctrl-C while its modules are still being read ends as quietly as later."""

import atexit
import gc
import sys

ENDED_BY_HAND = 130  # as shells report SIGINT


def main() -> None:
    """The console script `signpost`."""
    waste_no_time()
    try:
        from signpost_builder.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(ENDED_BY_HAND)


def waste_no_time() -> None:
    """Nearly all that is imported, read or made lives as long as the command, so looking for what is left over finds next to nothing.

    A build looks after each edition, and what runs on as Python does (`commands/staying.py`). What there is in the end goes with the process.
    """
    gc.disable()
    atexit.register(gc.freeze)
