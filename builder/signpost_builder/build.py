"""From a course to packages on disk: which editions, which formats, all or nothing."""

import hashlib
import json
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.editions import edition as resolved
from signpost_builder.formats import FORMATS
from signpost_builder.forms import Form, form_bytes, forms
from signpost_builder.model import Audience, Course, Edition, Site
from signpost_builder.package import Package, Staging, Written, staging
from signpost_builder.page.rendered import render
from signpost_builder.restricted_forms import approved_forms
from signpost_builder.state import budget_diagnostics


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A package or a form that is in its place; `seconds` is the time that it took to make and to write.

    A form belongs to the whole course, not to an `edition`.
    """

    course: Course
    written: Written
    seconds: float
    edition: Edition | None = None
    form: Form | None = None
    warnings: tuple[Diagnostic, ...] = ()
    losses: tuple[Diagnostic, ...] = ()  # what of the course the format cannot say: this is the report of it


def editions(course: Course, sites: Sequence[Site | None], audiences: Sequence[Audience]) -> Iterator[Edition]:
    """Every site with every audience in every language of the course, made when asked for."""
    for site in sites:
        for audience in audiences:
            for language in course.languages:
                yield resolved(course, site, audience, language)


def budget(made: Iterable[Edition], formats: Iterable[str]) -> list[Diagnostic]:
    """What is wrong with editions whose state would not fit into the tightest of these formats."""
    kept = [FORMATS[name].state_characters for name in formats]
    limit = min((characters for characters in kept if characters is not None), default=None)
    return [finding for edition in made for finding in budget_diagnostics(edition, limit)]


def refusals(made: Iterable[Edition], formats: Iterable[str]) -> list[Diagnostic]:
    """What of editions the hosts of these formats would refuse or lose."""
    return [finding for edition in made for name in formats for finding in FORMATS[name].refused(edition)]


def build(
    made: Iterable[Edition],
    formats: Sequence[str],
    output: Path,
    *,
    commit: str = "",
    strict: bool = False,
) -> list[Result]:
    """Write every edition in every format under `output`, the forms of each course, and `editions.json` beside them.

    Editions may be of several courses; without `formats` each is made in those of its course. Nothing reaches its place
    before everything has been made. `strict`: to be published, so forms with an approval are
    made too.
    Raises SourceError when an edition cannot be delivered.
    """
    results: list[Result] = []
    problems: list[Diagnostic] = []
    courses: dict[str, Course] = {}
    with staging(output) as stage:
        for edition in made:
            wanted = formats or edition.course.formats
            courses.setdefault(edition.course.id, edition.course)
            if too_much := budget([edition], wanted):
                problems += too_much
                continue
            try:
                results += _write(edition, wanted, stage)
            except SourceError as errors:
                problems += errors.diagnostics
        if problems:
            raise SourceError(problems)
        for course in courses.values():
            approved = approved_forms(course, formats or course.formats, strict=strict)
            results += _write_forms([*forms(course), *approved], course, stage)
            _record(course, [result for result in results if result.course.id == course.id], stage, commit)
    return results


def _write(edition: Edition, formats: Sequence[str], stage: Staging) -> Iterator[Result]:
    folder = PurePosixPath(edition.course.id, edition.course.version, edition.slug)
    started = time.perf_counter()
    rendered = render(edition)
    for format in map(FORMATS.__getitem__, formats):
        for package in format.packages(rendered):
            package = format.finished(package, edition)
            written = stage.add(package, folder)
            seconds = time.perf_counter() - started
            yield Result(
                course=edition.course,
                edition=edition,
                written=written,
                seconds=seconds,
                warnings=package.warnings,
                losses=package.losses,
            )
            started = time.perf_counter()


def _write_forms(made: Iterable[Form], course: Course, stage: Staging) -> Iterator[Result]:
    """Every form, whichever editions are built: a store may need the one of another audience."""
    started = time.perf_counter()
    for form in made:
        name = f"{form['id']}.json"
        package = Package(name=name, kind="file", tree={name: form_bytes(form)})
        written = stage.add(package, PurePosixPath(course.id, course.version, "forms"))
        yield Result(course=course, form=form, written=written, seconds=time.perf_counter() - started)
        started = time.perf_counter()


def source_commit(project: Path) -> str:
    """The commit that `project` stands at, with "-dirty" after changes; empty outside Git or without it."""
    command = ("git", "-C", str(project), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _record(course: Course, results: Sequence[Result], stage: Staging, commit: str) -> None:
    """Say in `editions.json` what was made from which sources; what an earlier run made from the same stays listed."""
    place = PurePosixPath(course.id, course.version)
    folder = stage.output / place
    path = folder / "editions.json"
    sources = {"commit": commit, "course": course.id, "digest": course.digest, "version": course.version}
    before = _listed_before(path, sources, folder)
    files = {
        name: _fingerprint(file) for result in results for name, file in _files(result.written.path, folder, stage)
    }
    editions = {result.edition.slug: _described(result.edition) for result in results if result.edition}
    value = {**sources, "editions": before["editions"] | editions, "files": before["files"] | files}
    if forms_made := {result.form["id"]: _named(result.form) for result in results if result.form}:
        value["forms"] = forms_made
    content = (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
    stage.add(Package(name=path.name, kind="file", tree={path.name: content}), place)


def _described(edition: Edition) -> dict[str, str]:
    return {
        "audience": edition.audience.id,
        "language": edition.language,
        "site": edition.site.id if edition.site else "",
    }


def _named(form: Form) -> dict[str, Any]:
    return {key: form[key] for key in ("audience", "kind", "open")}


def _files(path: Path, folder: Path, stage: Staging) -> Iterator[tuple[str, Path]]:
    """The files of what will stand at `path`: their names in `folder`, and where they are until then."""
    waiting = stage.at(path)
    for file in waiting.rglob("*") if waiting.is_dir() else [waiting]:
        if file.is_file():
            yield (path / file.relative_to(waiting)).relative_to(folder).as_posix(), file


def _fingerprint(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "size_bytes": path.stat().st_size}


def _listed_before(path: Path, sources: Mapping[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    """What an earlier run from the same commit and sources lists and is still as it was."""
    nothing: dict[str, dict[str, Any]] = {"editions": {}, "files": {}}
    try:
        before = json.loads(path.read_bytes())
        if any(before[key] != value for key, value in sources.items()):
            return nothing
        files = {name: was for name, was in before["files"].items() if _unchanged(folder / name, was)}
        slugs = {name.split("/")[0] for name in files}
        return {"editions": {slug: was for slug, was in before["editions"].items() if slug in slugs}, "files": files}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # none yet, or not ours: start afresh
        return nothing


def _unchanged(path: Path, was: Mapping[str, Any]) -> bool:
    return path.is_file() and _fingerprint(path) == was
