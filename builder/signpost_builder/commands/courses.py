"""Which courses a command is about, all of them read in one run, and which of their editions were asked for."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

import click

from signpost_builder.diagnostics import Diagnostic, SourceError, nearest, told_once

if TYPE_CHECKING:
    from signpost_builder.editions import Wanted
    from signpost_builder.model import Audience, Course, Site, SurveyKeys

Named = TypeVar("Named")


def course_folders(course: str | None) -> list[Path]:
    """The folder of the course that was named by id or by path; without a name the one we are in, or else every one."""
    home = project_home()
    known = {file.parent.name: file.parent for file in sorted(home.glob("course/*/course.yaml"))}
    if course is None:
        here = [folder for folder in known.values() if Path.cwd().is_relative_to(folder)]
        if not known:
            raise click.UsageError(_no_course(home))
        return here or list(known.values())
    if course in known:
        return [known[course]]
    folder = Path(course)
    if (folder / "course.yaml").is_file():
        return [folder]
    if folder.name == "course.yaml" and folder.is_file():
        return [folder.parent]
    raise click.UsageError(unknown("course", course, known))


def project_home() -> Path:
    """The nearest folder from here upwards that holds course/, as Git finds its own; here, if there is none."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if any(folder.glob("course/*/course.yaml"))), here)


def project_of(folder: Path) -> Path:
    """What a course belongs to: the folder that holds course/."""
    return folder.resolve().parent.parent


def _no_course(home: Path) -> str:
    from signpost_builder.read.misnamed import misnamed

    for folder in sorted(home.glob("course/*")):
        if hint := misnamed(home, PurePosixPath(folder.relative_to(home), "course.yaml")):
            return f"no course here; {hint}"
    return "no course here nor in any folder above; run this in the project that holds course/, or give its path"


def read_courses(
    folders: Iterable[Path], as_of: datetime.datetime | None, strict: bool, keys: "SurveyKeys | None" = None
) -> "tuple[list[Course], list[Diagnostic]]":
    """The courses and their warnings. Raises SourceError with what is wrong in any of them; with --strict, warnings are errors."""
    from signpost_builder.read import read_course

    day = as_of.date() if as_of else datetime.date.today()
    courses: list[Course] = []
    of_courses: list[Sequence[Diagnostic]] = []
    for folder in folders:
        try:
            course, warnings = read_course(folder, as_of=day, strict=strict, keys=keys)
            courses.append(course)
            of_courses.append(warnings)
        except SourceError as errors:
            of_courses.append(errors.diagnostics)
    told = told_once(of_courses)
    if strict:
        told = as_errors(told)
    if len(courses) < len(of_courses) or (strict and told):
        raise SourceError(told)
    return courses, told


def as_errors(findings: "Iterable[Diagnostic]") -> list[Diagnostic]:
    """As --strict takes them."""
    return [replace(finding, severity="error") for finding in findings]


def wanted_editions(
    courses: "Sequence[Course]", sites: Sequence[str], all_sites: bool, audiences: Sequence[str]
) -> "Iterator[Iterator[Wanted]]":
    """The editions of each course. One that has none of the sites or audiences asked for is left out, and that is said.

    Raises UsageError for a name that no course knows.
    """
    from signpost_builder.editions import wanted

    if all_sites and not any(course.sites for course in courses):
        raise click.UsageError(f"--all-sites: {_have_no_sites(courses)}")
    for course in courses:
        places = _sites(course, courses, sites, all_sites)
        people = _audiences(course, courses, audiences)
        if places and people:
            yield wanted(course, places, people)
        else:
            what = "--site" if not places else "--audience"
            click.echo(
                f"{course.id}: left out, it has nothing of what {'--all-sites' if all_sites and not places else what} names",
                err=True,
            )


def _have_no_sites(courses: "Sequence[Course]") -> str:
    return f"course '{courses[0].id}' has no table of sites" if len(courses) == 1 else "no course has a table of sites"


def _sites(course: "Course", courses: "Sequence[Course]", wanted: Sequence[str], everyone: bool) -> "list[Site | None]":
    own = {site.id: site for site in course.sites}
    if everyone:
        return list(own.values())
    _check("--site", wanted, [site.id for known in courses for site in known.sites])
    return [own[id] for id in wanted if id in own] if wanted else [None]


def _audiences(course: "Course", courses: "Sequence[Course]", wanted: Sequence[str]) -> "list[Audience]":
    own = {audience.id: audience for audience in course.audiences}
    _check("--audience", wanted, [audience.id for known in courses for audience in known.audiences])
    return [own[id] for id in wanted if id in own] if wanted else [course.audiences[0]]


def _check(option: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    names = dict.fromkeys(known)
    for name in wanted:
        if name not in names:
            raise click.UsageError(unknown(option, name, names))


def by_name(option: str, name: str, known: Mapping[str, Named]) -> Named:
    """The value of that name; wrong usage, with the nearest name, if there is none."""
    _check(option, [name], known)
    return known[name]


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    hint = nearest(name, known)
    return f"{what}: unknown '{name}'{'; ' + hint if hint else ''}"
