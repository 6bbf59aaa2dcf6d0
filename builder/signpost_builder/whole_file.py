"""One file, written whole or not at all."""

import os
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write to a neighbour and rename; a file that holds these bytes already is left alone."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        neighbour.write_bytes(data)
        neighbour.replace(path)
    finally:
        neighbour.unlink(missing_ok=True)


class ChangedMeanwhile(Exception):
    """A file that is to be written anew says something else by now."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def write_over(path: Path, before: bytes | None, data: bytes) -> None:
    """`data` was made from `before` (None: there was no file). Raises ChangedMeanwhile where the file is another by now.

    So of two commands at once neither takes the other's lines away.
    """
    if (path.read_bytes() if path.is_file() else None) != before:
        raise ChangedMeanwhile(path)
    write_atomically(path, data)
