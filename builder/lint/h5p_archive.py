"""The zip of an H5P package: what hosts refuse about its entries, and the libraries that it carries."""

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from builder.diagnostics import Diagnostic, error, warning
from builder.h5p_library import FILE_TYPES
from builder.lint.archive import Archive, Rule, at, repeated_names, risky_names, unsafe_names
from builder.lint.h5p_types import Nested

LIBRARY_FOLDER = re.compile(r"[A-Za-z][\w.]*-\d+\.\d+(?:\.\d+)?")


def directory_entries(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    """H5P's own check refuses the whole package for one of them; `zip -r` and `shutil.make_archive` write them."""
    for entry in entries:
        if entry.is_dir():
            hint = "zip without directory entries: 'zip -r -D', or Signpost"
            yield error(
                at(entry.filename), "h5p-directory-entry", "the zip lists a folder; hosts refuse the package", hint
            )


def file_types(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    """Content files have a type of the hosts' list; a file outside `content/` is `h5p.json` or in a library."""
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if entry.is_dir() or not name.parts:
            continue
        if name.parts[0] == "content" and len(name.parts) > 1:
            suffix = name.suffix.lower().removeprefix(".")
            if suffix not in FILE_TYPES and name.name[0] not in "._":
                hint = "make it a PNG, or leave it out" if suffix in ("svg", "webp", "avif") else "leave it out"
                message = f"'{suffix or name.name}' is no file type that hosts take in content; they refuse the package"
                yield error(at(entry.filename), "h5p-file-type", message, hint)
        elif len(name.parts) == 1 and entry.filename != "h5p.json":
            yield warning(
                at(entry.filename),
                "h5p-stray-file",
                "nothing reads a file here",
                "leave it out, or put it into content/",
            )


def skipped_names(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    for entry in entries:
        if any(part.startswith("_") for part in PurePosixPath(entry.filename).parts):
            yield warning(
                at(entry.filename),
                "h5p-stray-file",
                "hosts skip names that begin with '_' or '.'",
                "rename it, or leave it out",
            )


RULES: Sequence[Rule] = (unsafe_names, repeated_names, risky_names, directory_entries, file_types, skipped_names)


def libraries(archive: Archive, used: Sequence[Nested]) -> Iterator[Diagnostic]:
    """A package with libraries has each of the types used, in that version; folders without a library are refused."""
    folders = sorted({name.split("/")[0] for name in archive.names if "/" in name} - {"content"})
    carried: set[tuple[str, str]] = set()
    for folder in folders:
        place = f"{folder}/library.json"
        try:
            value = json.loads(archive.read(place).decode("utf-8")) if place in archive.names else None
            carried.add((value["machineName"], f"{value['majorVersion']}.{value['minorVersion']}"))
        except (ValueError, LookupError, TypeError, RecursionError):
            message = f"the folder '{folder}' is neither content nor a library"
            yield error(
                at(place),
                "h5p-library",
                message,
                "a library has a library.json with machineName, majorVersion and minorVersion",
            )
            continue
        if not LIBRARY_FOLDER.fullmatch(folder) and folder != value["machineName"]:
            yield error(
                at(place), "h5p-library", f"a library's folder is not called '{folder}'", "name it like H5P.Blanks-1.14"
            )
    if carried:
        for one in {(one.machine_name, one.version): one for one in used}.values():
            if (one.machine_name, one.version) not in carried:
                message = f"the package carries libraries, but not {one.machine_name} {one.version}"
                yield error(at("h5p.json"), "h5p-library", message, "add it, or carry none at all")
