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
