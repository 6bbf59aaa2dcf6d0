"""Where the command begins: Ctrl-C while its modules are still being read ends as quietly as later.

Python keeps looking for circles of objects that nobody needs any more. While modules are read there are hardly any, so it does not
look until `cli` lets it, for commands that run on; and when the process ends it need not look through what goes away with it.
"""

import gc
import sys

ENDED_BY_HAND = 130  # as shells report SIGINT


def main() -> None:
    """The console script `signpost`."""
    gc.disable()
    try:
        from signpost_builder.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(ENDED_BY_HAND)
    finally:
        gc.freeze()
