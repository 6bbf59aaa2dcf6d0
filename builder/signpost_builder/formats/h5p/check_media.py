"""Media of an H5P package: every file that the content names is there and is what it says, and none is left over."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from signpost_builder.diagnostics import Diagnostic, error, nearest, warning
from signpost_builder.formats.h5p.check_types import CONTENT
from signpost_builder.formats.h5p.library import FILE_TYPES
from signpost_builder.lint.archive import Archive, at

SIGNATURES: Mapping[str, bytes] = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/bmp": b"BM",
}


def judge(content: Mapping[str, Any], archive: Archive) -> Iterator[Diagnostic]:
    files = {name.removeprefix("content/") for name in archive.names if name.startswith("content/")} - {"content.json"}
    used: set[str] = set()
    for place, reference in _references(content):
        path = reference["path"]
        if ":" in path.split("/")[0] or path.startswith("//"):
            message = f"{place} is fetched from elsewhere: {path[:80]}"
            yield error(
                at(CONTENT),
                "h5p-remote",
                message,
                "put the file into the package; where it is fetched from learns who is learning",
            )
            continue
        name = path.removesuffix("#tmp")
        if name not in files:
            yield error(
                at(CONTENT),
                "h5p-media-missing",
                f"{place}: there is no 'content/{name}' in the package",
                nearest(name, files),
            )
            continue
        used.add(name)
        yield from _type(name, reference.get("mime"), place, archive)
    for name in sorted(files - used):
        if PurePosixPath(name).name[:1] not in "._":
            yield warning(
                at(f"content/{name}"), "h5p-media-unused", "the content does not use this file", "leave it out"
            )


def _references(content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with a `path` and a `mime`, wherever it stands, with its place."""
    waiting: list[tuple[str, Any]] = [("", content)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("path"), str) and "mime" in value:
                yield place, {**value, "path": unquote(value["path"])}
            waiting += [(f"{place}.{key}".removeprefix("."), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{place}[{number}]", inner) for number, inner in enumerate(value)]


def _type(name: str, mime: Any, place: str, archive: Archive) -> Iterator[Diagnostic]:
    expected = FILE_TYPES.get(PurePosixPath(name).suffix.lower().removeprefix("."), "")
    if not expected:
        return  # reported with the file, or a document that no player judges
    if mime != expected:
        yield error(at(CONTENT), "h5p-media-type", f"{place}: '{name}' is called {mime}", f"its name says {expected}")
    signature = SIGNATURES.get(expected, b"")
    if archive.begins(f"content/{name}", len(signature)) != signature:
        yield error(at(f"content/{name}"), "h5p-media-type", f"the file is no {expected}", "export the picture again")
