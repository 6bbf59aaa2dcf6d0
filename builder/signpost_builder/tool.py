"""Which program makes the packages: what besides the sources decides their bytes."""

import hashlib
import os
import platform
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def tool_digest() -> str:
    """SHA-256 over Signpost's own files, the version of every library that is there for it, and Python's, hex."""
    digest = hashlib.sha256(f"{platform.python_version()} {zlib.ZLIB_RUNTIME_VERSION}\n".encode())
    digest.update("\n".join(sorted(_libraries())).encode())
    home = str(Path(__file__).parent)
    for path in sorted(_files(home)):
        content = Path(path).read_bytes()
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
    """What is installed, each as "jinja2-3.1.6.dist-info": so the PyPA has it, and none of these folders is opened for that."""
    for folder in filter(None, sys.path):
        with suppress(OSError), os.scandir(folder) as found:  # none of an archive
            yield from (each.name for each in found if each.name.endswith(".dist-info"))
