"""Where the command begins: Ctrl-C while its modules are still being read ends as quietly as later."""

import sys

ENDED_BY_HAND = 130  # as shells report SIGINT


def main() -> None:
    """The console script `signpost`."""
    try:
        from signpost_builder.cli import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(ENDED_BY_HAND)
