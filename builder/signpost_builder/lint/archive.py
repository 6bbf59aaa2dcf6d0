"""The zip itself: opened with bounds, and judged by what LMSs and file systems stumble over (standards, section 5)."""

import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Protocol

from signpost_builder.diagnostics import Diagnostic, Span, error, warning
from signpost_builder.values import frozen

MIB = 1024 * 1024
MOST_ENTRIES = 20_000
MOST_BYTES = 2048 * MIB  # unpacked, all files together
MOST_TEXT_BYTES = 16 * MIB  # of one file that is read, not only summed
MOST_TIMES_SMALLER = 200  # deflate reaches about 1,000 on zeros; text stays under 30
SMALL_BYTES = 4 * MIB  # under this a ratio harms nobody
LONGEST_NAME = 120

SERVER_SCRIPTS = frozenset(
    ".asp .aspx .bat .cfm .cgi .cmd .exe .jsp .jspx .php .php3 .php4 .php5 .phtml .pl .py .rb .sh".split()
)
STRAY = re.compile(r"(^|/)(\.[^/]+|__MACOSX|thumbs\.db|desktop\.ini)(/|$)", re.IGNORECASE)
SAFE_NAME = re.compile(r"[A-Za-z0-9._/-]+")
DRIVE = re.compile(r"^[A-Za-z]:")


Rule = Callable[[list[zipfile.ZipInfo]], Iterator[Diagnostic]]


class Unreadable(Exception):
    """The package cannot be looked into any further; carries the one finding that says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.message)


class Files(Protocol):
    """Files by name, wherever they are."""

    @property
    def names(self) -> frozenset[str]: ...

    def read(self, name: str) -> bytes: ...


@frozen
class Archive:
    """The names of the files in a zip, and their content when asked for."""

    names: frozenset[str]
    _zip: zipfile.ZipFile = field(repr=False)

    def read(self, name: str) -> bytes:
        """Raises Unreadable for a file too large to be the text that it should be."""
        if self._zip.getinfo(name).file_size > MOST_TEXT_BYTES:
            raise Unreadable(
                error(at(name), "zip-bomb", f"the file is larger than {MOST_TEXT_BYTES // MIB} MiB unpacked")
            )
        return self._zip.read(name)

    def begins(self, name: str, size: int) -> bytes:
        """The first bytes of a file of any size."""
        with self._zip.open(name) as stream:
            return stream.read(size)


@frozen
class Folder:
    """The files below a folder by their names in it; or one of them alone."""

    names: frozenset[str]
    _root: Path = field(repr=False)

    def read(self, name: str) -> bytes:
        """Raises Unreadable for a file too large to be looked into."""
        path = self._root / name
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(error(at(name), "zip-bomb", "the file is too large to be a page"))
        return path.read_bytes()


def files_below(folder: Path) -> frozenset[str]:
    return frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def names_in(path: Path) -> frozenset[str]:
    """The names of the files in a folder or a zip, nothing judged; none of what is neither."""
    if path.is_dir():
        return files_below(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return frozenset()


def at(name: str, line: int = 0, column: int = 1) -> Span:
    return Span(PurePosixPath(name), line, column if line else 0)


def open_archive(path: Path, rules: Sequence[Rule] | None = None) -> tuple[Archive, list[Diagnostic]]:
    """The archive and what is wrong with the zip, by `RULES` or others. Raises Unreadable when the rest cannot be looked at."""
    whole = at(path.name)
    try:
        opened = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as reason:
        raise Unreadable(
            error(
                whole, "zip-unreadable", f"this is not a zip that can be opened: {reason}", "export the package again"
            )
        ) from reason
    entries = opened.infolist()
    _refuse_bombs(whole, entries)
    _refuse_locked(whole, entries)
    problems = [problem for rule in rules or RULES for problem in rule(entries)]
    _refuse_damage(opened, entries)
    return Archive(frozenset(entry.filename for entry in entries if not entry.is_dir()), opened), problems


def open_folder(path: Path) -> tuple[Folder, list[Diagnostic]]:
    """A package that is not zipped yet, judged by the names and files that its zip will have."""
    names = files_below(path)
    entries = []
    for name in sorted(names):
        entry = zipfile.ZipInfo(name)
        about = (path / name).lstat()
        entry.file_size = entry.compress_size = about.st_size
        entry.external_attr = about.st_mode << 16
        entries.append(entry)
    _refuse_bombs(at(path.name), entries)
    return Folder(names, path), [problem for rule in RULES for problem in rule(entries)]


def _refuse_bombs(whole: Span, entries: list[zipfile.ZipInfo]) -> None:
    """Judge by the sizes that the zip states: zipfile never unpacks more than an entry states."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(error(whole, "zip-bomb", f"{len(entries)} files; more than {MOST_ENTRIES} is no course"))
    if unpacked > MOST_BYTES:
        raise Unreadable(
            error(whole, "zip-bomb", f"{unpacked // MIB} MiB unpacked; more than {MOST_BYTES // MIB} is no course")
        )
    for entry in entries:
        if entry.file_size > SMALL_BYTES and entry.file_size > MOST_TIMES_SMALLER * max(entry.compress_size, 1):
            times = entry.file_size // max(entry.compress_size, 1)
            raise Unreadable(error(at(entry.filename), "zip-bomb", f"the file unpacks to {times} times its size"))


def _refuse_locked(whole: Span, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & 0x1:
            hint = "zip it without a password"
            raise Unreadable(error(whole, "zip-encrypted", "the zip is encrypted; no LMS can open it", hint))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            hint = "zip it again with the ordinary method, deflate"
            message = f"compression method {entry.compress_type}, which LMSs do not know"
            raise Unreadable(error(at(entry.filename), "zip-method", message, hint))


def _refuse_damage(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, in small pieces, so that every checksum is compared."""
    for entry in entries:
        try:
            with opened.open(entry) as stream:
                while stream.read(MIB):
                    pass
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as reason:
            hint = "the zip was cut short or altered; export the package again"
            raise Unreadable(
                error(at(entry.filename), "zip-damaged", f"the file cannot be unpacked: {reason}", hint)
            ) from reason


def unsafe_names(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    """Names that leave the package, differ between systems or are links (APPNOTE 4.4.17: forward slashes, relative)."""
    for entry in entries:
        name = entry.orig_filename
        parts = name.removesuffix("/").split("/")
        if "\\" in name:
            what = "has backslashes; only Windows reads them as folders"
        elif name.startswith("/") or DRIVE.match(name):
            what = "is an absolute path"
        elif {"", ".", ".."} & set(parts):
            what = "does not stay inside the package"
        elif not name.isprintable():
            what = "has characters that do not print"
        elif stat.S_ISLNK(entry.external_attr >> 16):
            what = "is a symbolic link, not a file"
        else:
            continue
        yield error(
            at(repr(name)[1:-1]),
            "zip-unsafe-name",
            f"the name '{name!r}' {what}",
            "zip the folder again with another program",
        )


def repeated_names(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for entry in entries:
        name = entry.filename
        if name.lower() in first:
            message = f"'{first[name.lower()]}' and '{name}' are the same file where case does not count"
            yield error(at(name), "zip-repeated-name", message, "rename one of them")
        first.setdefault(name.lower(), name)


def risky_names(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    for entry in entries:
        name = entry.filename
        if STRAY.search(name):
            hint = "leave it out: it came from the computer that made the zip"
            yield warning(at(name), "zip-stray-file", "a hidden or system file", hint)
        elif len(name) > LONGEST_NAME:
            yield warning(
                at(name), "zip-risky-name", f"the path is longer than {LONGEST_NAME} characters", "shorten it"
            )
        elif not SAFE_NAME.fullmatch(name):
            hint = "use letters a to z, digits, '.', '_' and '-'"
            yield warning(at(name), "zip-risky-name", "some LMSs cannot serve a file of this name", hint)


def risky_files(entries: list[zipfile.ZipInfo]) -> Iterator[Diagnostic]:
    for entry in entries:
        suffix = PurePosixPath(entry.filename).suffix.lower()
        if suffix in SERVER_SCRIPTS:
            message = f"'{suffix}' is for programs; Docebo for one refuses the whole package"
            yield error(at(entry.filename), "zip-server-script", message, "leave the file out")
        elif not entry.file_size and not entry.is_dir() and not STRAY.search(entry.filename):
            yield warning(
                at(entry.filename), "zip-empty-file", "the file is empty; Blackboard has failed on such", "leave it out"
            )


RULES: Sequence[Rule] = (unsafe_names, repeated_names, risky_names, risky_files)
