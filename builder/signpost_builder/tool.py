"""Which program makes the packages: what besides the sources decides their bytes."""

import hashlib
import os
import platform
import re
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

NAME = re.compile(r"[\w.-]+")


@cache
def tool_digest() -> str:
    """SHA-256 over Signpost's own files, the version of every library that it names, and Python's, hex."""
    digest = hashlib.sha256(f"{platform.python_version()} {zlib.ZLIB_RUNTIME_VERSION}\n".encode())
    for name, number in sorted(_libraries()):
        digest.update(f"{name} {number}\n".encode())
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


def _libraries() -> Iterator[tuple[str, str]]:
    """Those that are installed, extras too; none of a copy that was never installed."""
    try:
        wanted = requires("signpost-builder") or []
    except PackageNotFoundError:
        return
    for line in wanted:
        found = NAME.match(line)
        assert found is not None
        try:
            yield found[0], version(found[0])
        except PackageNotFoundError:
            yield found[0], ""
