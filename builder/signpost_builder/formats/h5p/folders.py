"""What a library's own library.json says that its folder holds. Hosts refuse a package for one file that is not there."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

LIBRARY_JSON = "library.json"
SEMANTICS = "semantics.json"
TAKE_FROM_A_SITE = "take the library from a site's own export"


def needed_libraries(library: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(machine name, "major.minor") of each dependency. Raises LookupError or TypeError for one of another form."""
    kinds = ("preloadedDependencies", "dynamicDependencies", "editorDependencies")
    return named_libraries(dependency for kind in kinds for dependency in library.get(kind, ()))


def named_libraries(listed: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The same of any list of libraries."""
    return [(library["machineName"], f"{library['majorVersion']}.{library['minorVersion']}") for library in listed]


def folder_faults(library: Mapping[str, Any], names: Iterable[str], read: Callable[[str], bytes]) -> list[str]:
    """What is wrong with a library's folder, in words. `names`: its files, relative to it.

    Scripts and styles that library.json names are there (a host skips names that begin with `.` or `_`), and what is
    read as JSON is JSON: semantics.json and the languages.
    """
    there = {name for name in names if not any(part.startswith((".", "_")) for part in name.split("/"))}
    faults = [
        f"there is no '{path}', which its {LIBRARY_JSON} names" for path in _named_files(library) if path not in there
    ]
    for name in sorted(there):
        if name == SEMANTICS or (name.startswith("language/") and name.endswith(".json")):
            try:
                json.loads(read(name).decode("utf-8-sig"))
            except (ValueError, RecursionError):
                faults.append(f"'{name}' is not JSON")
    return faults


def _named_files(library: Mapping[str, Any]) -> list[str]:
    listed = [file for kind in ("preloadedJs", "preloadedCss") for file in library.get(kind) or ()]
    return [file["path"] for file in listed if isinstance(file, dict) and isinstance(file.get("path"), str)]
