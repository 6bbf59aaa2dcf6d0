"""The folder of libraries, and the directory that the tool works in."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from signpost_builder.formats.h5p.cli.running import Unavailable, preparing, room
from signpost_builder.formats.h5p.folders import (
    LIBRARY_JSON,
    TAKE_FROM_A_SITE,
    folder_faults,
    named_libraries,
    needed_libraries,
)
from signpost_builder.model import Asset
from signpost_builder.package import Tree, read_asset

STAGED = "package"  # the name of the content in the tool's directory
Library = tuple[str, str]  # machine name, "major.minor"


def installed_in(libraries: Path) -> dict[Library, Path]:
    """Library -> its folder, whatever the folder is called. What has no readable library.json is no library."""
    folders: dict[Library, Path] = {}
    for place in sorted(libraries.glob(f"*/{LIBRARY_JSON}")):
        try:
            (library,) = named_libraries([json.loads(place.read_bytes())])
        except (OSError, ValueError, LookupError, TypeError):
            continue
        folders[library] = place.parent
    return folders


def closure(metadata: Mapping[str, Any], installed: Mapping[Library, Path]) -> dict[Library, Path]:
    """The listed types and all they need to be shown and edited: a host refuses a library whose needs are not met."""
    wanted: list[tuple[Library, str]] = [
        (dependency, metadata["mainLibrary"]) for dependency in named_libraries(metadata["preloadedDependencies"])
    ]
    needed: dict[Library, Path] = {}
    missing: list[str] = []
    while wanted:
        library, parent = wanted.pop()
        if library in needed:
            continue
        if library not in installed:
            missing.append(_missed(library, parent, installed))
            continue
        needed[library] = installed[library]
        wanted += [(dependency, library[0]) for dependency in _needs(installed[library])]
    if missing:
        reason = f"the folder has no {', '.join(sorted(set(missing)))}"
        remedy = "fill it with 'signpost h5p setup', take a site's own libraries, or choose the profile that fits them"
        raise Unavailable("h5p-cli-library-missing", reason, remedy)
    return needed


def _missed(library: Library, parent: str, installed: Iterable[Library]) -> str:
    name, version = library
    others = [other for known, other in installed if known == name]
    needed = [f"needed by {parent}"] if parent != name else []
    there = [f"it has {' and '.join(sorted(others))}"] if others else []
    return f"{name} {version}" + (f" ({', '.join([*needed, *there])})" if needed or there else "")


def _needs(folder: Path) -> list[Library]:
    """What a whole library needs. Raises Unavailable for one that a host would refuse."""
    value = json.loads((folder / LIBRARY_JSON).read_bytes())
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    if faults := folder_faults(value, names, lambda name: (folder / name).read_bytes()):
        raise Unavailable("h5p-cli-library-broken", f"'{folder.name}': {'; '.join(faults[:3])}", TAKE_FROM_A_SITE)
    try:
        return needed_libraries(value)
    except (LookupError, TypeError) as reason:
        what = f"the dependencies in '{folder.name}/{LIBRARY_JSON}' have no machineName, majorVersion and minorVersion"
        raise Unavailable("h5p-cli-library-missing", what, TAKE_FROM_A_SITE) from reason


@contextmanager
def staged(tree: Tree, libraries: Mapping[Library, Path]) -> Iterator[Path]:
    """A directory as the tool wants it: the content, the libraries under proper names, a registry of them."""
    with room() as folder:
        with preparing():
            for path, content in tree.items():
                target = folder / "content" / STAGED / path.removeprefix("content/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content_of(content))
            for (machine_name, version), source in libraries.items():
                target = folder / "libraries" / f"{machine_name}-{version}"
                shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(".git", "node_modules"))
            # Types that a parent's list offers and this content does not use may be absent: h5p-cli 1.1.5 then
            # copies the folder "undefined", which must exist. Nothing of it gets into the package.
            (folder / "libraries" / "undefined").mkdir(parents=True)
            (folder / "libraryRegistry.json").write_text(json.dumps(_registry(libraries)), encoding="utf-8")
        yield folder


def _registry(libraries: Iterable[Library]) -> dict[str, dict[str, Any]]:
    """Without it the tool asks GitHub. No repository is named, so that it never clones one."""
    entry = {"author": "", "runnable": 1}
    return {name: {**entry, "id": name, "title": name, "shortName": short_name(name)} for name, _ in libraries}


def short_name(machine_name: str) -> str:
    """The tool's own name for a library: H5P.TrueFalse is h5p-true-false, H5PEditor.Wizard h5p-editor-wizard."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1-\2", machine_name.replace("H5PEditor", "H5P-Editor"))
    return parted.lower().replace(".", "-", 1)


def content_of(content: bytes | Asset) -> bytes:
    return read_asset(content) if isinstance(content, Asset) else content
