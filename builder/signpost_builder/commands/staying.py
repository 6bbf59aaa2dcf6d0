"""What a command needs that goes on until somebody ends it."""

import gc


def stay() -> None:
    """What dies is looked for again (entry.py puts it off), so that a day of saves or votes needs no more memory than an hour."""
    gc.enable()
