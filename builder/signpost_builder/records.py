"""What was made from what: the record beside the editions that lets the next run leave alone what would be the same.

One file for each edition, put in place together with its packages. It knows hashes and no times. Whoever deletes it loses nothing
but time: what it does not vouch for is made anew.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from signpost_builder.diagnostics import Diagnostic, as_data, from_data
from signpost_builder.editions import Wanted
from signpost_builder.formats import FORMATS
from signpost_builder.model import Course, Edition
from signpost_builder.package import Package, Staging
from signpost_builder.tool import tool_digest
from signpost_builder.values import frozen

FOLDER = ".made"
AT_ONCE = 1 << 16  # bytes
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
    folder = output / course.id / course.version / name
    try:
        found = json.loads((output / _place(course, name)).read_bytes())
        if found["key"] == key:
            made = {format: _made(each) for format, each in found["formats"].items()}
            return Record(key=key, formats={format: each for format, each in made.items() if _is_whole(folder, each)})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none yet, or not ours
        pass
    return Record(key=key)


def keep(record: Record, course: Course, name: str, stage: Staging) -> None:
    """Let it wait behind the packages of which it speaks."""
    place = _place(course, name)
    value = {"key": record.key, "formats": {format: _of_made(made) for format, made in record.formats.items()}}
    content = json.dumps(value, ensure_ascii=False).encode() + b"\n"
    stage.add(Package(name=place.name, kind="file", tree={place.name: content}), place.parent)


def kept(package: Package, staged: Path) -> Kept:
    """`staged`: where its file or folder waits."""
    names = _names(staged) if staged.is_dir() else [""]
    files = {f"{package.name}{name}": fingerprint(f"{staged}{name}") for name in sorted(names)}
    return Kept(
        name=package.name,
        files=files,
        entries=len(package.tree),
        warnings=package.warnings,
        losses=package.losses,
    )


def fingerprint(path: Path | str) -> Fingerprint:
    digest, size_bytes = hashlib.sha256(), 0
    with FileIO(path) as stream:  # a buffer would take longer than most of the files
        while part := stream.read(AT_ONCE):
            digest.update(part)
            size_bytes += len(part)
    return Fingerprint(sha256=digest.hexdigest(), size_bytes=size_bytes)


def _is_whole(folder: Path, made: Made) -> bool:
    """Whether the files of its packages, neither more nor fewer, are what was written."""
    for package in made.packages:
        if package.name not in package.files:
            there = {f"{package.name}{name}" for name in _names(folder / package.name)}
            if there != package.files.keys():
                return False
        try:
            if any(fingerprint(f"{folder}/{name}") != was for name, was in package.files.items()):
                return False
        except OSError:
            return False
    return True


def _names(folder: Path) -> Iterator[str]:
    """Of the files in a folder, each below a slash. Texts: there are thousands, and as `Path` they take longer than what is in them."""
    home = str(folder)
    for place, _, names in os.walk(home):
        below = place.removeprefix(home).replace(os.sep, "/")
        yield from (f"{below}/{name}" for name in names)


def _of_made(made: Made) -> dict[str, Any]:
    return {"told": made.told, "packages": [_of_package(package) for package in made.packages]}


def _of_package(package: Kept) -> dict[str, Any]:
    return {
        "name": package.name,
        "files": {name: [each.sha256, each.size_bytes] for name, each in package.files.items()},
        "entries": package.entries,
        "warnings": [as_data(each) for each in package.warnings],
        "losses": [as_data(each) for each in package.losses],
    }


def _made(value: dict[str, Any]) -> Made:
    return Made(told=value["told"], packages=tuple(_package(each) for each in value["packages"]))


def _package(value: dict[str, Any]) -> Kept:
    return Kept(
        name=value["name"],
        files={name: Fingerprint(sha256=sha, size_bytes=size) for name, (sha, size) in value["files"].items()},
        entries=value["entries"],
        warnings=tuple(from_data(*each) for each in value["warnings"]),
        losses=tuple(from_data(*each) for each in value["losses"]),
    )


def _place(course: Course, name: str) -> PurePosixPath:
    return PurePosixPath(course.id, course.version, FOLDER, f"{name}.json")


def _of_course(course: Course) -> tuple[str, ...]:
    """The survey and the title can be other than the sources say (signpost build --simulated)."""
    return (tool_digest(), course.id, course.version, course.digest, course.title, repr(course.survey))


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
