"""Full packages: the content that we wrote, with the libraries that the tool packs."""

import json
import signal
import zipfile
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path, PurePosixPath

from signpost_builder.diagnostics import SourceError, Span
from signpost_builder.formats.h5p.cli.finding import Tool
from signpost_builder.formats.h5p.cli.running import COLOUR, DISK_FULL, Finished, Unavailable, run
from signpost_builder.formats.h5p.cli.staging import (
    STAGED,
    Library,
    closure,
    content_of,
    installed_in,
    short_name,
    staged,
)
from signpost_builder.formats.h5p.folders import LIBRARY_JSON, folder_faults
from signpost_builder.package import Package, Tree
from signpost_builder.values import frozen

EXPORT_SECONDS = 300.0
MOST_BYTES = 1024 * 1024 * 1024  # of a package, unpacked


@frozen(kw_only=True)
class Libraries:
    """What full packages are made with: a folder of libraries, and the tool or why there is none.

    `required`: without its libraries a package is not wanted at all. `known`: what packages with the same types got, so
    that fifty sites are not fifty exports of the same libraries.
    """

    folder: Path
    tool: Tool | Unavailable
    required: bool = False
    known: dict[str, Tree] = field(default_factory=dict, compare=False, repr=False)


def with_libraries(package: Package, libraries: Libraries) -> Package:
    """The full package; or the content-only one that was given, with a warning that says why.

    Raises SourceError instead where libraries are required.
    """
    try:
        if isinstance(libraries.tool, Unavailable):
            raise libraries.tool
        metadata = json.loads(content_of(package.tree["h5p.json"]))
        types = json.dumps([metadata["mainLibrary"], metadata["preloadedDependencies"]])
        if types not in libraries.known:
            full = full_tree(package.tree, libraries.folder, libraries.tool)
            libraries.known[types] = {name: content for name, content in full.items() if name not in package.tree}
        return replace(package, tree={**package.tree, **libraries.known[types]})
    except Unavailable as reason:
        span = Span(PurePosixPath(package.name))
        if libraries.required:
            raise SourceError([reason.diagnostic(span, "error", "no package with libraries")]) from reason
        return replace(
            package, warnings=(*package.warnings, reason.diagnostic(span, "warning", "made without libraries"))
        )


def full_tree(tree: Tree, libraries: Path, tool: Tool, *, timeout_seconds: float = EXPORT_SECONDS) -> dict[str, bytes]:
    """The content-only `tree` with every library that its types need, as the tool exports it out of `libraries`.

    The types are those that h5p.json lists. Raises Unavailable.
    """
    metadata = json.loads(content_of(tree["h5p.json"]))
    needed = closure(metadata, installed_in(libraries))
    with staged(tree, needed) as folder:
        command = [str(tool.program), "export", short_name(metadata["mainLibrary"]), STAGED]
        finished = run(command, folder, timeout_seconds)
        return _exported(finished, folder, tree, needed)


def _exported(finished: Finished, folder: Path, tree: Tree, needed: Mapping[Library, Path]) -> dict[str, bytes]:
    """What the tool made, if it is what was asked for; its exit status says nothing."""
    path = _result(finished, folder)
    try:
        files = unpacked(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as reason:
        raise not_made(f"its package cannot be read: {reason}") from reason
    for name, content in tree.items():
        if files.get(name) != content_of(content):
            raise not_made(f"'{name}' is not in its package as it was given")
    for machine_name, version in needed:
        if f"{machine_name}-{version}/{LIBRARY_JSON}" not in files:
            raise not_made(f"{machine_name} {version} is not in its package")
        _whole(files, f"{machine_name}-{version}/")
    return files


def _whole(files: Mapping[str, bytes], folder: str) -> None:
    """The tool leaves files out by rules of its own; what a library names is not among them."""
    names = [name.removeprefix(folder) for name in files if name.startswith(folder)]
    library = json.loads(files[f"{folder}{LIBRARY_JSON}"])
    if faults := folder_faults(library, names, lambda name: files[f"{folder}{name}"]):
        raise not_made(f"'{folder}': {faults[0]}")


def _result(finished: Finished, folder: Path) -> Path:
    lines = [line.strip() for line in COLOUR.sub("", finished.out).splitlines() if line.strip()]
    failed = next((number for number, line in enumerate(lines) if line == "> error"), None)
    if DISK_FULL.search(finished.out + finished.err) or finished.status == -signal.SIGXFSZ:
        raise Unavailable(
            "h5p-cli-disk-full",
            f"the tool found no room in '{folder.parent}'",
            "free some, or set TMPDIR to a folder that has it",
        )
    if failed is not None or finished.status:
        errors = [line.strip() for line in finished.err.splitlines() if line.strip()]
        told = (lines[failed + 1 :] if failed is not None else []) or errors[-1:] or ["it said nothing"]
        ended = (
            f"was killed by signal {-finished.status}"
            if finished.status < 0
            else f"ended with status {finished.status}"
        )
        raise Unavailable(
            "h5p-cli-crashed",
            f"the tool {ended}: {told[0][:200]}",
            "run 'npm ci --ignore-scripts' again; report it with this message",
        )
    path = folder / "temp" / f"{STAGED}.h5p"
    if not lines or lines[-1] != f"temp/{STAGED}.h5p" or not path.is_file():
        raise not_made(f"it named no package: '{(lines or [''])[-1][:80]}'")
    return path


def not_made(what: str) -> Unavailable:
    return Unavailable(
        "h5p-cli-output",
        f"the tool did not make what was asked for: {what}",
        "Signpost was tried with h5p-cli 1.1.5; install that version",
    )


def unpacked(path: Path) -> dict[str, bytes]:
    """The files of a package. Raises what zipfile raises, and ValueError if it is too large or has a name twice."""
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise ValueError(f"more than {MOST_BYTES} bytes")
        names = [entry.filename.removeprefix("/").lower() for entry in entries]
        if len(set(names)) < len(names):
            raise ValueError("two files of one name")
        return {entry.filename.removeprefix("/"): archive.read(entry) for entry in entries}
