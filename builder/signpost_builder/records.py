"""What was made from what: the record beside the editions that lets the next run leave alone what would be the same.

One file for each edition, put in place together with its packages. It knows hashes and no times. Whoever deletes it loses nothing
but time: what it does not vouch for is made anew.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.editions import Wanted
from signpost_builder.formats import FORMATS
from signpost_builder.model import Course, Edition
from signpost_builder.package import Package, Staging
from signpost_builder.tool import tool_digest
from signpost_builder.values import frozen

FOLDER = ".made"
FORMS = "forms"  # no edition is called so (read/sites.py)

Asked: TypeAlias = Wanted | Edition


@frozen(kw_only=True)
class Fingerprint:
    sha256: str
    size_bytes: int


@frozen(kw_only=True)
class Kept:
    """A package on disk. `files`: by their path in the folder of the edition. `entries`: how many files it holds."""

    name: str
    files: Mapping[str, Fingerprint]
    entries: int
    warnings: tuple[Diagnostic, ...] = ()
    losses: tuple[Diagnostic, ...] = ()

    @property
    def size_bytes(self) -> int:
        return sum(each.size_bytes for each in self.files.values())

    @property
    def sha256(self) -> str:
        """Of its file; of a folder, over the list of its files as `sha256sum` prints it."""
        if self.name in self.files:
            return self.files[self.name].sha256
        lines = (f"{each.sha256}  {name}\n" for name, each in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


@frozen(kw_only=True)
class Made:
    """What one format made, and a hash of what it was told."""

    told: str
    packages: tuple[Kept, ...]


@frozen(kw_only=True)
class Record:
    """`key`: a hash of all that an edition is made from, but for what its formats are told. `formats`: by name."""

    key: str
    formats: Mapping[str, Made] = field(default_factory=dict)


def key_of(one: Asked) -> str:
    return _hash(*_of_course(one.course), one.digest, one.audience.id, one.language)


def key_of_forms(course: Course) -> str:
    return _hash(*_of_course(course))


def told_to(course: Course, format: str) -> str:
    """A hash of the options; empty where the same options do not always give the same packages."""
    options = FORMATS[format].told_by(course)
    return _hash(format, repr(options)) if FORMATS[format].repeatable(options) else ""


def standing(output: Path, course: Course, name: str, key: str) -> Record:
    """What the record of that name says was made from the same, and is still as it was written."""
    try:
        found = _adapter().validate_json((output / _place(course, name)).read_bytes())
    except (OSError, ValidationError):  # none yet, or not ours
        return Record(key=key)
    if found.key != key:
        return Record(key=key)
    folder = output / course.id / course.version / name
    whole = {
        format: made for format, made in found.formats.items() if all(_is_whole(folder, each) for each in made.packages)
    }
    return replace(found, formats=whole)


def keep(record: Record, course: Course, name: str, stage: Staging) -> None:
    """Let it wait behind the packages of which it speaks."""
    place = _place(course, name)
    content = _adapter().dump_json(record, exclude_defaults=True) + b"\n"
    stage.add(Package(name=place.name, kind="file", tree={place.name: content}), place.parent)


def kept(package: Package, staged: Path) -> Kept:
    """`staged`: where its file or folder waits."""
    names = {(PurePosixPath(package.name) / path.relative_to(staged)).as_posix(): path for path in _files(staged)}
    return Kept(
        name=package.name,
        files={name: fingerprint(path) for name, path in sorted(names.items())},
        entries=len(package.tree),
        warnings=package.warnings,
        losses=package.losses,
    )


def fingerprint(path: Path) -> Fingerprint:
    with path.open("rb") as stream:
        return Fingerprint(sha256=hashlib.file_digest(stream, "sha256").hexdigest(), size_bytes=path.stat().st_size)


def _is_whole(folder: Path, package: Kept) -> bool:
    """Whether its files, neither more nor fewer, are what was written."""
    try:
        if package.name not in package.files:
            there = {path.relative_to(folder).as_posix() for path in _files(folder / package.name)}
            if there != package.files.keys():
                return False
        return all(fingerprint(folder / name) == was for name, was in package.files.items())
    except OSError:
        return False


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in path.rglob("*") if not file.is_dir())
    else:
        yield path


def _place(course: Course, name: str) -> PurePosixPath:
    return PurePosixPath(course.id, course.version, FOLDER, f"{name}.json")


def _of_course(course: Course) -> tuple[str, ...]:
    """The survey and the title can be other than the sources say (signpost build --simulated)."""
    return (tool_digest(), course.id, course.version, course.digest, course.title, repr(course.survey))


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)
