"""What Signpost makes of its own files alone: once for each version of the program, as Python compiles modules."""

import hashlib
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from signpost_builder.tool import tool_digest
from signpost_builder.whole_file import write_atomically


def kept(folder: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` makes out of the player's files, or what this very program made of them before.

    `name`: all that it depends on besides the program. Where nothing can be written to `folder`, each process makes it for itself.
    """
    place = folder / f"{crc32(name.encode()):08x}"
    with suppress(OSError):
        head, _, known = place.read_bytes().partition(b"\n")
        if head == _head(name, known):
            return known
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            write_atomically(place, _head(name, made) + b"\n" + made)
    return made


def _head(name: str, made: bytes) -> bytes:
    return f"{tool_digest()} {name} {hashlib.sha256(made).hexdigest()}".encode()
