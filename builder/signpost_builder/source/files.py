"""The only way a reader gets at a file: inside the project, not too large, UTF-8, and remembered for the digest.

What an editor holds and has not saved comes before what is on disk.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache
from glob import glob
from pathlib import Path, PurePosixPath
from typing import TypeVar

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error
from signpost_builder.source.conflicts import without_conflicts
from signpost_builder.source.invisible import invisible, invisible_words
from signpost_builder.source.remembered import Remembered

T = TypeVar("T")
MISREAD = ("â€", "Ã", "Â")
TEXT_LIMIT = 1024 * 1024
MEDIA_LIMIT = 20 * 1024 * 1024
TOO_YOUNG_NS = 3_000_000_000  # FAT counts in steps of two seconds
Unsaved = Mapping[PurePosixPath, str]  # texts as an editor holds them, by their paths in the project
NOTHING_UNSAVED: Unsaved = {}


class _TooLarge(Exception):
    def __init__(self, size: int) -> None:
        self.size = size


class Project:
    """The folder that holds course/, modules/ and quizzes/. Paths are relative to it."""

    def __init__(self, root: Path, unsaved: Unsaved = NOTHING_UNSAVED, remembered: Remembered | None = None) -> None:
        self.root = root
        self.remembered = Remembered() if remembered is None else remembered
        self._unsaved = unsaved
        self._real_root = os.path.realpath(root)
        self._real_folders: dict[str, str] = {}
        self._digests: dict[PurePosixPath, str] = {}

    def contains(self, path: PurePosixPath, asked: Span) -> Read[bool]:
        """Whether `path`, links followed, stays inside; `asked` is the place that names it."""
        real = self._real(path) if "\0" not in str(path) else ""
        if path.is_absolute() or not real.startswith(self._real_root + os.sep):
            message = f"'{path}' leads out of the project"
            return Read(False, (error(asked, "outside-project", message, "copy the file into the project"),))
        return Read(True)

    def _real(self, path: PurePosixPath) -> str:
        """Where it is, links followed; of a folder once, as it has many files."""
        place = self._place(path)
        if path.name in ("", "..") or os.path.islink(place):
            return os.path.realpath(place)
        folder, _, name = place.rpartition("/")
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        return f"{self._real_folders[folder]}{os.sep}{name}"

    def _place(self, path: PurePosixPath) -> str:
        """On the disk. As text: files are asked for by the hundred, and a `Path` takes longer to make than a file to find."""
        return f"{self.root}/{path}"

    def has(self, path: PurePosixPath) -> bool:
        """Whether there is such a file; a name that no file can have (too long, a NUL in it) is not there."""
        return path in self._unsaved or os.path.isfile(self._place(path))

    def matching(self, pattern: str) -> list[PurePosixPath]:
        """The files of a pattern such as `modules/*/module.md`, in order."""
        depth = len(PurePosixPath(pattern).parts)
        unsaved = {path for path in self._unsaved if len(path.parts) == depth and path.match(pattern)}
        saved = {PurePosixPath(Path(name)) for name in glob(pattern, root_dir=self.root, include_hidden=True)}
        return sorted(unsaved | saved)

    def below(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """All files on the disk in a folder and its folders, in order."""
        top = self._place(folder)
        walked = ((at.removeprefix(top).replace(os.sep, "/"), names) for at, _, names in os.walk(top))
        return sorted(PurePosixPath(f"{folder}{inside}/{name}") for inside, names in walked for name in names)

    def data(self, path: PurePosixPath, asked: Span, limit: int = TEXT_LIMIT) -> Read[bytes | None]:
        """The bytes of a file that exists; None, with a finding, when it may not be read."""
        inside = self.contains(path, asked)
        if not inside.value:
            return Read(None, inside.findings)
        try:
            content = self._bytes(path, limit)
        except _TooLarge as problem:
            message = f"this file has {problem.size:,} bytes; the most is {limit:,}"
            return Read(None, (error(Span(path), "file-too-large", message, "split it, or make the media smaller"),))
        except OSError as problem:
            return Read(None, (error(asked, "unreadable-file", f"'{path}' cannot be read: {problem.strerror}"),))
        self._digests[path] = hashlib.sha256(content).hexdigest()
        return Read(content)

    def text(self, path: PurePosixPath, asked: Span) -> Read[str | None]:
        """The text of a file that exists, with `\\n` line ends and without a byte order mark."""
        content, findings = self.data(path, asked)
        if content is None:
            return Read(None, findings)
        return self.remembered.of((decoded, path), content, lambda: decoded(content, path))

    def peek(self, path: PurePosixPath) -> str:
        """The text of a file that is only looked at for names: what is wrong in it is told when it is read."""
        try:
            return self._bytes(path, TEXT_LIMIT).decode("utf-8-sig", "replace")
        except (_TooLarge, OSError):
            return ""

    def _bytes(self, path: PurePosixPath, limit: int) -> bytes:
        text = self._unsaved.get(path)
        # Half a character, as JSON can say it, is told as not UTF-8.
        held = None if text is None else text.encode("utf-8", "surrogatepass")
        size = os.stat(self._place(path)).st_size if held is None else len(held)
        if size > limit:
            raise _TooLarge(size)
        return (self.root / path).read_bytes() if held is None else held

    def as_it_stands(self, path: PurePosixPath, given: Hashable, make: Callable[[], T]) -> T:
        """What `make` reads out of a large file, remembered by `given` while its size, time and place on the disk stay."""
        if (stamp := self._stamp(path)) is None:
            return make()
        key = (path, given)
        value, digest = self.remembered.of(key, stamp, lambda: (make(), self._digests.get(path)))
        if digest:
            self._digests[path] = digest
        return value

    def _stamp(self, path: PurePosixPath) -> tuple[int, ...] | None:
        """By what a file is known not to have changed. None while a second change could have the same time as the first."""
        try:
            on_disk = os.stat(self._place(path))
        except (OSError, ValueError):
            return None
        if path in self._unsaved or time.time_ns() - max(on_disk.st_mtime_ns, on_disk.st_ctime_ns) < TOO_YOUNG_NS:
            return None
        return (on_disk.st_size, on_disk.st_mtime_ns, on_disk.st_ctime_ns, on_disk.st_ino)

    def digest_of(self, path: PurePosixPath) -> str:
        return self._digests[path]

    def digest(self, *, without: PurePosixPath | None = None) -> str:
        """SHA-256 over the path and content of every file that was read, whatever the order of reading."""
        lines = sorted(f"{path}\0{digest}\n" for path, digest in self._digests.items() if path != without)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@lru_cache(maxsize=64)  # the advice on writing and the reviews ask for the texts that were read
def decoded(content: bytes, path: PurePosixPath) -> Read[str | None]:
    """The text of a file's bytes; None where it is not UTF-8, or has characters that no source may have."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in content[:4]:
        hint = "save the file as UTF-8; in a spreadsheet choose 'CSV UTF-8', not 'Unicode text'"
        return Read(None, (error(Span(path, 1, 1), "not-utf-8", "this file is UTF-16", hint),))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        column = len(content[: problem.start].rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"this is not UTF-8: byte {content[problem.start]:#04x} at offset {problem.start}"
        return Read(None, (error(Span(path, line, column), "not-utf-8", message, "save the file as UTF-8"),))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    findings = Findings(_misread(text, path))
    text = findings.of(without_conflicts(text, path))
    if not invisible(text):
        return findings.beside(text)
    for number, words in enumerate(text.split("\n"), 1):
        if bad := invisible(words):
            place = Span(path, number, bad.start() + 1)
            findings.append(error(place, "control-character", *invisible_words(bad[0])))
    return findings.beside(None)


def _misread(text: str, path: PurePosixPath) -> Iterator[Diagnostic]:
    """UTF-8 that another program has read as Windows-1252 and saved so: "donâ€™t"."""
    if not any(sign in text for sign in MISREAD):
        return
    if misread := re.search(r"\w*(?:â€|Ã[\u0080-\u00bf]|Â[\u00a0-\u00bf])\S*", text):
        line = text.count("\n", 0, misread.start()) + 1
        place = Span(path, line, misread.start() - text.rfind("\n", 0, misread.start()))
        message = f"'{misread[0][:40]}' was saved as UTF-8 and opened as something else"
        yield error(place, "not-utf-8", message, "open the original as UTF-8, and copy from there")
