"""Which program makes the packages: what besides the sources decides their bytes."""

import hashlib
import os
import platform
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from io import FileIO
from pathlib import Path

INSTALLED = (".dist-info", ".egg-info")


@cache
def tool_digest() -> str:
    """SHA-256 over Signpost's own files, the version of every library that is installed, and Python's, hex."""
    digest = hashlib.sha256(f"{platform.python_version()} {zlib.ZLIB_RUNTIME_VERSION}\n".encode())
    digest.update("\n".join(sorted(set(_libraries()))).encode())
    home = str(Path(__file__).parent)
    for path in sorted(_files(home)):
        with FileIO(path) as stream:
            content = stream.readall()
        digest.update(f"{path.removeprefix(home)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(home: str) -> Iterator[str]:
    """Every command asks for these hundreds, so their paths stay texts: as `Path` they take longer than what is in them."""
    for folder, folders, names in os.walk(home):
        if "__pycache__" in folders:  # of modules and of page templates
            folders.remove("__pycache__")
        yield from (f"{folder}{os.sep}{name}" for name in names)


def _libraries() -> Iterator[str]:
    """Name and version of every one that is installed, as its folder says them: those too that only a library of ours needs.

    Reading what is in these folders would take as long as reading all of Signpost.
    """
    for place in filter(None, sys.path):
        with suppress(OSError), os.scandir(place) as found:  # none of an archive, or of no folder at all
            yield from (each.name for each in found if each.name.endswith(INSTALLED))
