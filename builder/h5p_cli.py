"""The H5P command line (npm package `h5p-cli`) run at arm's length: full packages, libraries, a look at a package.

The tool is made for developers of content types. It says 0 when it fails, writes progress and results to one stream,
works only in the current directory and leaves what it made there; another npm package installs an older tool of the
same name. So every run has a fresh directory and a time limit, is judged by what it made, and leaves nothing behind.
Whatever goes wrong is an `Unavailable` with its reason and remedy, and the package without libraries stays good.
"""

import errno
import io
import json
import os
import re
import selectors
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

from builder.diagnostics import Diagnostic, Severity, SourceError, Span
from builder.model import Asset
from builder.package import Package, Tree, read_asset

INSTALL = "install Node.js, then run 'npm ci --ignore-scripts' where package.json is"
HELP_SECONDS, EXPORT_SECONDS, SETUP_SECONDS, START_SECONDS = 30.0, 300.0, 1800.0, 30.0
KEPT_BYTES = 256 * 1024  # of what the tool prints: the end, where the result stands
MOST_BYTES = 1024 * 1024 * 1024  # of a package, unpacked
STAGED = "package"  # the name of the content in the tool's directory
CORE = ("h5p-php-library", "h5p-editor-php-library")  # folders without a library.json that its server reads
MATHS = "H5P.MathDisplay"  # its server loads this library for every content
# As the tool's own page on configuration says. Without the watch it takes no second, fixed port of the machine; and
# what listens is for this computer alone, where the tool by itself answers the whole network.
SERVER_SETTINGS = """\
const config = require(`${require.main.path}/config.js`);
config.files.watch = false;
module.exports = config;

const { Server } = require("node:net");
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, "127.0.0.1", ...rest);
};
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
DISK_FULL = re.compile(r"ENOSPC|EDQUOT|EFBIG|no space left|disk quota exceeded|file too large", re.IGNORECASE)
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
LIBRARY_JSON = "library.json"

Library = tuple[str, str]  # machine name, "major.minor"


class Unavailable(Exception):
    """The tool cannot do it here and now: `code` of docs/diagnostics.md, what happened, and what to do about it."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        self.code = code
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}; {remedy}")

    def diagnostic(self, span: Span, severity: Severity, consequence: str) -> Diagnostic:
        return Diagnostic(span, self.code, severity, f"{consequence}: {self.reason}", self.remedy)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that proved to be h5p-cli by its help text."""

    program: Path


@dataclass(frozen=True, slots=True)
class _Finished:
    status: int
    out: str
    err: str


# ---------------------------------------------------------------- finding the tool


def locate(project: Path, setting: str = "") -> Tool:
    """The program that `setting` names; without it the project's own, or the first on PATH that is the right one.

    Raises Unavailable, about the first program found if there was one.
    """
    places = (
        [shutil.which(setting)]
        if setting
        else [shutil.which("h5p", path=project / "node_modules" / ".bin"), *_on_path()]
    )
    failure = Unavailable("h5p-cli-missing", f"there is no program '{setting or 'h5p'}'", INSTALL)
    for number, place in enumerate(found for found in places if found):
        try:
            return _identified(Path(place).absolute())
        except Unavailable as reason:
            failure = reason if number == 0 else failure
    raise failure


def _on_path() -> list[str]:
    found = (shutil.which("h5p", path=folder) for folder in os.get_exec_path())
    return [place for place in found if place]


def _identified(program: Path) -> Tool:
    """By its help: the older tool of that name knows no export, and a missing Node is told from a broken tool."""
    if _needs_node(program) and shutil.which("node") is None:
        raise Unavailable("h5p-cli-no-node", f"'{program}' needs Node.js, which is not on PATH", INSTALL)
    with _room() as folder:
        finished = _run([str(program), "help"], folder, HELP_SECONDS)
    if "h5p export" not in finished.out or "h5p setup" not in finished.out:
        reason = f"'{program}' is not h5p-cli: its help names no export"
        raise Unavailable(
            "h5p-cli-wrong-tool", reason, "the npm package 'h5p' installs an older program of the same name; " + INSTALL
        )
    return Tool(program)


def _needs_node(program: Path) -> bool:
    try:
        with program.open("rb") as stream:
            return b"node" in stream.readline(200)
    except OSError:
        return False


# ---------------------------------------------------------------- full packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Libraries:
    """What full packages are made with: a folder of libraries, and the tool or why there is none.

    `required`: without its libraries a package is not wanted at all. `known`: what packages with the same types got, so
    that fifty academies are not fifty exports of the same libraries.
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
        metadata = json.loads(_content(package.tree["h5p.json"]))
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
    metadata = json.loads(_content(tree["h5p.json"]))
    needed = _closure(metadata, _installed(libraries))
    with _staged(tree, needed) as folder:
        command = [str(tool.program), "export", _short_name(metadata["mainLibrary"]), STAGED]
        finished = _run(command, folder, timeout_seconds)
        return _exported(finished, folder, tree, needed)


def _closure(metadata: Mapping[str, Any], installed: Mapping[Library, Path]) -> dict[Library, Path]:
    """The listed types and all they need to be shown and edited: a host refuses a library whose needs are not met."""
    wanted: list[tuple[Library, str]] = [
        (one, metadata["mainLibrary"]) for one in _named(metadata["preloadedDependencies"])
    ]
    found: dict[Library, Path] = {}
    missing: list[str] = []
    while wanted:
        library, parent = wanted.pop()
        if library in found:
            continue
        if library not in installed:
            missing.append(_missed(library, parent, installed))
            continue
        found[library] = installed[library]
        wanted += [(one, library[0]) for one in _needs(installed[library])]
    if missing:
        reason = f"the folder has no {', '.join(sorted(set(missing)))}"
        remedy = "fill it with 'signpost h5p setup', take a site's own libraries, or choose the profile that fits them"
        raise Unavailable("h5p-cli-library-missing", reason, remedy)
    return found


def _missed(library: Library, parent: str, installed: Iterable[Library]) -> str:
    name, version = library
    others = [other for known, other in installed if known == name]
    needed = [f"needed by {parent}"] if parent != name else []
    there = [f"it has {' and '.join(sorted(others))}"] if others else []
    return f"{name} {version}" + (f" ({', '.join([*needed, *there])})" if needed or there else "")


def _needs(folder: Path) -> list[Library]:
    value = json.loads((folder / LIBRARY_JSON).read_bytes())
    try:
        return _named(
            one
            for key in ("preloadedDependencies", "dynamicDependencies", "editorDependencies")
            for one in value.get(key, ())
        )
    except (LookupError, TypeError) as reason:
        what = f"the dependencies in '{folder.name}/{LIBRARY_JSON}' have no machineName, majorVersion and minorVersion"
        raise Unavailable("h5p-cli-library-missing", what, "take the library from a site's own export") from reason


def _named(dependencies: Iterable[Mapping[str, Any]]) -> list[Library]:
    return [(one["machineName"], f"{one['majorVersion']}.{one['minorVersion']}") for one in dependencies]


def _installed(libraries: Path) -> dict[Library, Path]:
    """Library -> its folder, whatever the folder is called. What has no readable library.json is no library."""
    found: dict[Library, Path] = {}
    for place in sorted(libraries.glob(f"*/{LIBRARY_JSON}")):
        try:
            (library,) = _named([json.loads(place.read_bytes())])
        except (OSError, ValueError, LookupError, TypeError):
            continue
        found[library] = place.parent
    return found


@contextmanager
def _room() -> Iterator[Path]:
    """A directory for one run, gone when the block ends."""
    with _preparing():
        room = tempfile.TemporaryDirectory(prefix="signpost-h5p-", ignore_cleanup_errors=True)
    with room as name:
        yield Path(name)


@contextmanager
def _preparing() -> Iterator[None]:
    try:
        yield
    except OSError as reason:
        if reason.errno in FULL_ERRORS or DISK_FULL.search(str(reason)):  # copytree gathers errors as text
            room = tempfile.gettempdir()
            raise Unavailable(
                "h5p-cli-disk-full", f"no room in '{room}'", "free some, or set TMPDIR to a folder that has it"
            ) from reason
        what = f"the run could not be prepared: {reason}"
        raise Unavailable("h5p-cli-crashed", what, "look at the folder of libraries and at TMPDIR") from reason


@contextmanager
def _staged(tree: Tree, libraries: Mapping[Library, Path]) -> Iterator[Path]:
    """A directory as the tool wants it: the content, the libraries under proper names, a registry of them."""
    with _room() as folder:
        with _preparing():
            for path, content in tree.items():
                target = folder / "content" / STAGED / path.removeprefix("content/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_content(content))
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
    return {name: {**entry, "id": name, "title": name, "shortName": _short_name(name)} for name, _ in libraries}


def _short_name(machine_name: str) -> str:
    """The tool's own name for a library: H5P.TrueFalse is h5p-true-false, H5PEditor.Wizard h5p-editor-wizard."""
    parted = re.sub(r"([a-z])([A-Z])", r"\1-\2", machine_name.replace("H5PEditor", "H5P-Editor"))
    return parted.lower().replace(".", "-", 1)


def _exported(finished: _Finished, folder: Path, tree: Tree, needed: Mapping[Library, Path]) -> dict[str, bytes]:
    """What the tool made, if it is what was asked for; its exit status says nothing."""
    path = _result(finished, folder)
    try:
        found = unpacked(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as reason:
        raise _garbage(f"its package cannot be read: {reason}") from reason
    for name, content in tree.items():
        if found.get(name) != _content(content):
            raise _garbage(f"'{name}' is not in its package as it was given")
    for machine_name, version in needed:
        if f"{machine_name}-{version}/{LIBRARY_JSON}" not in found:
            raise _garbage(f"{machine_name} {version} is not in its package")
    return found


def _result(finished: _Finished, folder: Path) -> Path:
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
        raise _garbage(f"it named no package: '{(lines or [''])[-1][:80]}'")
    return path


def _garbage(what: str) -> Unavailable:
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


def _content(content: bytes | Asset) -> bytes:
    return read_asset(content) if isinstance(content, Asset) else content


# ---------------------------------------------------------------- setting up libraries


def set_up(
    libraries: Path, machine_names: Sequence[str], tool: Tool, *, timeout_seconds: float = SETUP_SECONDS
) -> Iterator[str]:
    """Fetch H5P's core and these types with all they need into the folder. Yields what arrived. Needs Git."""
    with _room() as folder:
        with _preparing():
            libraries.mkdir(parents=True, exist_ok=True)
            (folder / "libraries").symlink_to(libraries.resolve(), target_is_directory=True)
        _asked([str(tool.program), "core"], folder, timeout_seconds)
        yield "core"
        for name in machine_names:
            _asked([str(tool.program), "setup", _short_name(name)], folder, timeout_seconds)
            versions = sorted(version for known, version in _installed(libraries) if known == name)
            if not versions:
                raise _garbage(f"{name} is not in '{libraries}'")
            yield f"{name} {' '.join(versions)}"


def _asked(command: Sequence[str], folder: Path, timeout_seconds: float) -> None:
    finished = _run(command, folder, timeout_seconds, os.environ)
    said = COLOUR.sub("", finished.out + finished.err)
    if DISK_FULL.search(said):
        raise Unavailable("h5p-cli-disk-full", "no room for the libraries", "free some, or name another folder")
    if "> error" in said or finished.status:
        told = [line.strip() for line in said.partition("> error")[2].splitlines() if line.strip()] or [
            "it said nothing"
        ]
        raise Unavailable(
            "h5p-cli-crashed",
            f"'h5p {' '.join(command[1:])}' failed: {told[0][:200]}",
            "it needs Git and a connection to GitHub",
        )


# ---------------------------------------------------------------- showing a package


@contextmanager
def serving(
    tree: Tree, libraries: Path, tool: Tool, port: int, *, timeout_seconds: float = START_SECONDS
) -> Iterator[str]:
    """The tool's own server with this package in it; gives the address of its page. It ends with the block."""
    installed = _installed(libraries)
    metadata = json.loads(_content(tree["h5p.json"]))
    _closure(metadata, installed)
    absent = [name for name in CORE if not (libraries / name).is_dir()] + [
        name for name in [MATHS] if name not in {known for known, _ in installed}
    ]
    if absent:
        raise Unavailable(
            "h5p-cli-library-missing",
            f"the folder has no {' and no '.join(absent)}",
            "fill it with 'signpost h5p setup'",
        )
    if _answers(port):
        raise Unavailable("h5p-cli-crashed", f"something else answers on port {port}", "name another with --port")
    with _staged(tree, installed) as folder:
        for name in CORE:
            (folder / "libraries" / name).symlink_to((libraries / name).resolve(), target_is_directory=True)
        (folder / "config.js").write_text(SERVER_SETTINGS, encoding="utf-8")
        command = [str(tool.program), "server", str(port)]
        with (
            (folder / "said").open("wb") as said,
            _started(command, folder, said, said, _environment(folder)) as process,
        ):
            end = time.monotonic() + timeout_seconds
            while not _answers(port):
                if _ended(process) or time.monotonic() > end:
                    lines = (folder / "said").read_text(encoding="utf-8", errors="replace").split("\n")
                    told = next((line.strip() for line in lines if "Error" in line), "it said nothing of use")
                    raise Unavailable(
                        "h5p-cli-crashed",
                        f"its server did not start: {told[:200]}",
                        "fill the folder again with 'signpost h5p setup'",
                    )
                time.sleep(0.05)
            yield f"http://localhost:{port}/view/{_short_name(metadata['mainLibrary'])}/{STAGED}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# ---------------------------------------------------------------- running it


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's but where programs are: no settings of the tool, no home to write to."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "NO_COLOR": "1", "H5P_NO_UPDATES": "1"}


def _run(
    command: Sequence[str], folder: Path, timeout_seconds: float, environment: Mapping[str, str] | None = None
) -> _Finished:
    """Run to the end or to the time limit; then nothing of it runs on. Of endless output only the end is kept."""
    with _started(command, folder, subprocess.PIPE, subprocess.PIPE, environment or _environment(folder)) as process:
        out, err = _heard(process, time.monotonic() + timeout_seconds)
        in_time = _ended(process)
    if not in_time:
        shown = " ".join(("h5p", *command[1:]))
        raise Unavailable(
            "h5p-cli-timeout",
            f"'{shown}' did not end within {timeout_seconds:g} seconds",
            "try again on a quieter machine",
        )
    return _Finished(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Without collecting it: as long as it is not collected, its group's number belongs to nobody else."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _heard(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, bytes]:
    """What it prints until it ends, or until `end`. Children that keep its streams open are not waited for."""
    assert process.stdout is not None and process.stderr is not None
    heard = {process.stdout: bytearray(), process.stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in heard:
            os.set_blocking(stream.fileno(), False)
            selector.register(stream, selectors.EVENT_READ)
        while time.monotonic() < end:
            ended = _ended(process)
            ready = (
                selector.select(0 if ended else min(0.1, max(0.0, end - time.monotonic())))
                if selector.get_map()
                else []
            )
            for key, _ in ready:
                stream: Any = key.fileobj
                if piece := stream.read(65536):
                    heard[stream] += piece
                    del heard[stream][:-KEPT_BYTES]
                else:
                    selector.unregister(stream)
            if ended and not ready:
                break
            if not selector.get_map() and not ended:
                time.sleep(0.02)
    return bytes(heard[process.stdout]), bytes(heard[process.stderr])


@contextmanager
def _started(
    command: Sequence[str], folder: Path, out: int | IO[bytes], err: int | IO[bytes], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with a group of its own; when the block ends, the whole group is killed."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    except OSError as reason:
        raise Unavailable(
            "h5p-cli-crashed", f"'{command[0]}' cannot be started: {reason.strerror}", INSTALL
        ) from reason
    try:
        yield process
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # it ended by itself and left nothing behind
        process.wait()
        for stream in (process.stdout, process.stderr):
            if isinstance(stream, io.IOBase):
                stream.close()
