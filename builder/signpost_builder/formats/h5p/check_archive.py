"""The zip of an H5P package: what hosts refuse about its entries, and the libraries that it carries."""

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from signpost_builder.diagnostics import Diagnostic, error, warning
from signpost_builder.formats.h5p.check_types import Nested
from signpost_builder.formats.h5p.folders import (
    LIBRARY_JSON,
    SEMANTICS,
    TAKE_FROM_A_SITE,
    folder_faults,
    needed_libraries,
)
from signpost_builder.formats.h5p.library import FILE_TYPES
from signpost_builder.lint.archive import Archive, Rule, at, repeated_names, risky_names, unsafe_names

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


def outside_libraries(rule: Rule) -> Rule:
    """The rule for all but what stands in a library's folder: its documentation and sources come along and harm nobody."""

    def judged(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
        folders = tuple(
            entry.filename.removesuffix(LIBRARY_JSON)
            for entry in entries
            if entry.filename.count("/") == 1 and entry.filename.endswith(f"/{LIBRARY_JSON}")
        )
        yield from rule([entry for entry in entries if not entry.filename.startswith(folders or ("/",))])

    return judged


RULES: Sequence[Rule] = (
    unsafe_names,
    repeated_names,
    outside_libraries(risky_names),
    directory_entries,
    file_types,
    outside_libraries(skipped_names),
)


def libraries(archive: Archive, used: Sequence[Nested]) -> Iterator[Diagnostic]:
    """A package with libraries has each of the types used, in that version, whole, with all that they need."""
    carried: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for folder in sorted({name.split("/")[0] for name in archive.names if "/" in name} - {"content"}):
        place = f"{folder}/{LIBRARY_JSON}"
        try:
            value: Any = json.loads(archive.read(place).decode("utf-8-sig")) if place in archive.names else None
            library = (value["machineName"], f"{value['majorVersion']}.{value['minorVersion']}")
            needed_libraries(value)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            message = f"the folder '{folder}' is neither content nor a library"
            hint = "a library has a library.json with machineName, majorVersion and minorVersion"
            yield error(at(place), "h5p-library", message, hint)
            continue
        carried[library] = (folder, value)
        if not LIBRARY_FOLDER.fullmatch(folder) and folder != value["machineName"]:
            message = f"a library's folder is not called '{folder}'"
            yield error(at(place), "h5p-library", message, "name it like H5P.Blanks-1.14")
        yield from _folder(archive, folder, value)
    if carried:
        yield from _incomplete(archive, carried, used)


def _folder(archive: Archive, folder: str, library: dict[str, Any]) -> Iterator[Diagnostic]:
    names = [name.removeprefix(f"{folder}/") for name in archive.names if name.startswith(f"{folder}/")]
    for fault in folder_faults(library, names, lambda name: archive.read(f"{folder}/{name}")):
        message = f"{library['machineName']}: {fault}; hosts refuse the package"
        yield error(at(f"{folder}/{LIBRARY_JSON}"), "h5p-library", message, TAKE_FROM_A_SITE)


def _incomplete(
    archive: Archive, carried: dict[tuple[str, str], tuple[str, dict[str, Any]]], used: Sequence[Nested]
) -> Iterator[Diagnostic]:
    for library in dict.fromkeys((nested.machine_name, nested.version) for nested in used):
        if library not in carried:
            message = f"the package carries libraries, but not {' '.join(library)}"
            yield error(at("h5p.json"), "h5p-library", message, "add it, or carry none at all")
        elif (place := f"{carried[library][0]}/{SEMANTICS}") not in archive.names:
            message = f"{' '.join(library)} has no {SEMANTICS}: hosts cannot tell which content it takes"
            yield error(at(place), "h5p-library", message, TAKE_FROM_A_SITE)
    for (name, version), (folder, value) in carried.items():
        if missing := [" ".join(needed) for needed in dict.fromkeys(needed_libraries(value)) if needed not in carried]:
            message = f"{name} {version} needs {', '.join(missing)}, which the package does not carry"
            hint = "add it, or carry no libraries at all: only a site that has it takes the package"
            yield error(at(f"{folder}/{LIBRARY_JSON}"), "h5p-library", message, hint)
