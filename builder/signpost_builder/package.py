"""Packages as values, and the only code that writes them to disk or opens media.

A writer returns a `Package`; `staging` puts any number of them in place together or not at all. The same tree gives
the same bytes, and an output whose bytes did not change is left alone, file times and all. A run that was killed leaves
whole packages, and its hidden folder, which the next run removes.
"""

import filecmp
import gzip
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, assert_never

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.model import Asset
from signpost_builder.source.picture_places import without_place
from signpost_builder.values import frozen

Tree = Mapping[str, bytes | Asset]

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold (APPNOTE 4.4.6)
COMPRESSED = frozenset({".gif", ".jpeg", ".jpg", ".m4a", ".mp3", ".mp4", ".ogg", ".png", ".webm", ".webp", ".woff2"})
LEVEL = 6  # 9 takes a quarter more time for 0.1 % of the size on course pages
MANIFEST = "imsmanifest.xml"
ROOM = ".signpost-"
LONGEST_SHORT_NAME = 100  # the name field of a tar header (POSIX ustar); longer ones take headers of their own
BUFFER_BYTES = 1 << 20


@frozen(kw_only=True)
class Package:
    """What one format makes of an edition. `name` is the file or folder; the tree of a "file" has one entry.

    `warnings`: what somebody can do something about. `losses`: what of the course its format cannot say; the package that
    has them is the report that lists them, for whoever uploads the others.
    """

    name: str
    kind: Literal["zip", "tar.gz", "folder", "file"]
    tree: Tree
    warnings: tuple[Diagnostic, ...] = ()
    losses: tuple[Diagnostic, ...] = ()


@frozen(kw_only=True)
class Written:
    """A package on disk. `size_bytes` of a folder is the sum over its files."""

    path: Path
    size_bytes: int
    files: int


def read_asset(asset: Asset) -> bytes:
    """What a package holds of a file: of a picture, all but the place at which it was taken."""
    return without_place(asset.path.read_bytes())


def zip_bytes(tree: Tree) -> bytes:
    """Pack files so that the same tree gives the same bytes (given the same zlib).

    The manifest first, then names sorted; times fixed at 1980-01-01; mode 0644, creator Unix; media that are
    compressed already are stored. Raises ValueError for a name that leaves the package or that a file system which
    ignores case cannot hold.
    """
    stream = io.BytesIO()
    _write_zip(tree, stream)
    return stream.getvalue()


def tar_bytes(tree: Tree) -> bytes:
    """The same for Open edX: names sorted, times 0, nobody's files, and a gzip header that names no file and no time.

    Raises ValueError as `zip_bytes` does.
    """
    stream = io.BytesIO()
    _write_tar(tree, stream)
    return stream.getvalue()


@dataclass(slots=True)
class Staging:
    """Packages waiting in a hidden folder beside their place."""

    output: Path
    _room: Path
    _waiting: list[tuple[Path, Path]] = field(default_factory=list)
    has_settled: bool = False

    def add(self, package: Package, folder: PurePosixPath) -> Written:
        """Write a package that will stand in `folder`, relative to the output; the path returned is its final one."""
        _check_names(package.tree)
        staged = self._room / str(len(self._waiting))
        match package.kind:
            case "zip":
                with staged.open("wb") as stream:
                    _write_zip(package.tree, stream)
            case "tar.gz":
                with staged.open("wb") as stream:
                    _write_tar(package.tree, stream)
            case "file":
                (content,) = package.tree.values()
                staged.write_bytes(_content(content))
            case "folder":
                for name, content in package.tree.items():
                    target = staged / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(_content(content))
            case _:
                assert_never(package.kind)
        final = self.output / folder / package.name
        self._waiting.append((staged, final))
        return Written(path=final, size_bytes=_size(staged), files=len(package.tree))

    def at(self, final: Path) -> Path:
        """Where what will stand at `final` is until then."""
        return next(staged for staged, place in self._waiting if place == final)

    @property
    def state(self) -> str:
        """What a failed run has changed."""
        if self.has_settled:
            return "what was finished before is in its place, and the next run goes on from there"
        return "nothing was changed"

    def forget(self) -> None:
        """Drop what waits."""
        for left in self._room.iterdir():
            _remove(left)
        self._waiting.clear()

    def settle(self) -> None:
        """Move everything that waits into place, leaving alone what has not changed; after an error all is as it was before."""
        moved: list[tuple[Path, Path, Path]] = []  # where it waited, its place, and what stood there before
        try:
            for staged, final in self._waiting:
                if _same(staged, final):
                    continue
                before = self._room / f"{staged.name}-before"
                final.parent.mkdir(parents=True, exist_ok=True)
                if final.exists() and final.is_dir() == staged.is_dir():
                    _set_aside(final, before)
                moved.append((staged, final, before))
                staged.replace(final)
        except BaseException:  # Ctrl-C too
            for staged, final, before in reversed(moved):
                _put_back(before, final, placed=not staged.exists())
            for _, final in self._waiting:
                _remove_empty(final.parent, self.output)
            raise
        self.has_settled = self.has_settled or bool(self._waiting)
        self.forget()


@contextmanager
def staging(output: Path) -> Iterator[Staging]:
    """Everything added in the block is put in place when it ends, or before that when it settles; after an error nothing
    that waits is, and nothing is left over."""
    is_new = not output.exists()
    output.mkdir(parents=True, exist_ok=True)
    try:
        with _room(output) as room:
            waiting = Staging(output, room)
            try:
                yield waiting
                waiting.settle()
            except Exception as problem:
                problem.add_note(waiting.state)
                raise
    finally:
        if is_new and not any(output.iterdir()):
            output.rmdir()


@contextmanager
def _room(output: Path) -> Iterator[Path]:
    """A hidden folder of this run alone. Those of runs that were killed are removed."""
    for left in output.glob(f"{ROOM}*"):
        if descriptor := _held(left):
            shutil.rmtree(left, ignore_errors=True)
            os.close(descriptor)
    room = Path(tempfile.mkdtemp(prefix=ROOM, dir=output))
    holding = _held(room)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if holding:
            os.close(holding)


def _held(room: Path) -> int | None:
    """The folder, locked until it is closed or the process ends; None where another run has it, or the system has no such locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        descriptor = os.open(room, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _write_zip(tree: Tree, stream: BinaryIO) -> None:
    _check_names(tree)
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(tree, key=lambda name: (name != MANIFEST, name)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3  # Unix, on every machine
            entry.external_attr = 0o100644 << 16
            stored = PurePosixPath(name).suffix.lower() in COMPRESSED
            method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, _content(tree[name]), method, None if stored else LEVEL)


def _write_tar(tree: Tree, stream: BinaryIO) -> None:
    import tarfile  # for Open edX alone

    _check_names(tree)
    short = all(len(name) <= LONGEST_SHORT_NAME for name in tree)
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=stream, mtime=0) as packed,
        io.BufferedWriter(packed, BUFFER_BYTES) as buffered,
        tarfile.open(
            fileobj=buffered, mode="w", format=tarfile.USTAR_FORMAT if short else tarfile.PAX_FORMAT
        ) as archive,
    ):
        for name in sorted(tree):
            content = _content(tree[name])
            entry = tarfile.TarInfo(name)  # a regular file of nobody, 0644, at time 0
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def _content(content: bytes | Asset) -> bytes:
    return read_asset(content) if isinstance(content, Asset) else content


def _check_names(tree: Tree) -> None:
    """Raise ValueError unless every name stays in the package and differs from the others in more than case."""
    seen: set[str] = set()
    for name in tree:
        parts = name.split("/")
        if not all(parts) or {".", ".."} & set(parts) or "\\" in name or ":" in name or not name.isprintable():
            raise ValueError(f"{name!r} is not a path inside a package")
        if name.lower() in seen:
            raise ValueError(f"{name!r} is in the package twice, ignoring case")
        seen.add(name.lower())


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in _files(path).values())


def _files(path: Path) -> dict[str, Path]:
    if not path.is_dir():
        return {"": path}
    return {file.relative_to(path).as_posix(): file for file in path.rglob("*") if not file.is_dir()}


def _same(staged: Path, final: Path) -> bool:
    """Whether `final` has the same files with the same bytes; times do not count."""
    if not final.exists() or staged.is_dir() != final.is_dir():
        return False
    new, old = _files(staged), _files(final)
    return new.keys() == old.keys() and all(filecmp.cmp(new[name], old[name], shallow=False) for name in new)


def _set_aside(final: Path, before: Path) -> None:
    """A file stays in its place meanwhile, where the disk can give it two names."""
    try:
        os.link(final, before)  # of a folder the system makes none
    except OSError:
        final.replace(before)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _put_back(before: Path, final: Path, *, placed: bool) -> None:
    """What stood in a place; nothing, if nothing did. Not `placed`: what stands there is somebody else's."""
    if placed and final.is_dir():
        _remove(final)
    if before.exists():
        before.replace(final)
    elif placed:
        final.unlink(missing_ok=True)
