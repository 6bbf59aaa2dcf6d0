"""The command `signpost check`: courses before they are built, packages whoever made them."""

import datetime
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.commands.courses import as_errors, course_folders, project_of, read_courses
from signpost_builder.commands.formats import check_options, with_options
from signpost_builder.commands.printing import SARIF, SOURCES_HAVE_ERRORS, checked, fail, print_findings, print_report
from signpost_builder.diagnostics import Diagnostic, SourceError, told_once
from signpost_builder.formats import FORMATS
from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from signpost_builder.last_check import Outcome
    from signpost_builder.model import Course


@with_options(check_options)
@click.command()
@click.argument("target", metavar="[COURSE|PACKAGE]", required=False)
@click.option("--reading", is_flag=True, help="Show the reading grade of every page.")
@checked
def check(
    target: str | None, reading: bool, strict: bool, as_of: datetime.datetime | None, style: str, **told: Any
) -> None:
    """Check a course without building it, or a package of any format, whoever made it.

    Without a name: every course in course/.
    """
    if target is not None and _is_package(target):
        if reading:
            raise click.UsageError("--reading is for courses")
        _check_package(Path(target), strict, style, told)
    else:
        _check_courses(course_folders(target), reading, strict, as_of, style)


def _check_courses(
    folders: Sequence[Path], reading: bool, strict: bool, as_of: datetime.datetime | None, style: str
) -> None:
    from signpost_builder.last_check import key_of_check, remember, remembered

    project, day = project_of(folders[0]), as_of.date() if as_of else datetime.date.today()
    key = key_of_check(project, folders, str(day), str(strict))
    outcome = remembered(project, key)
    if outcome is None:
        outcome = _outcome(folders, project, strict, as_of)
        remember(project, key, outcome)
    for line in outcome.reviewed:
        click.echo(line, err=style == SARIF)
    if outcome.failed:
        fail(outcome.findings, project, style)
    if reading:
        _show_reading_grades(read_courses(folders, as_of, strict=False)[0], style)
    print_findings(outcome.findings, project, style)
    if not outcome.findings and style not in ("json", SARIF):
        for line in outcome.said:
            click.echo(line)


def _outcome(folders: Sequence[Path], project: Path, strict: bool, as_of: datetime.datetime | None) -> "Outcome":
    from signpost_builder.last_check import Outcome
    from signpost_builder.source.files import Project
    from signpost_builder.whole_course import findings_of_whole

    reviewed = tuple(_what_is_reviewed(folders, as_of)) if strict else ()
    courses: Sequence[Course] = ()
    of_files: Sequence[Diagnostic]
    try:
        courses, of_files = read_courses(folders, as_of, strict)
    except SourceError as errors:
        of_files = errors.diagnostics
        with suppress(SourceError):  # what is an error only because of --strict hides nothing
            courses = read_courses(folders, as_of, strict=False)[0] if strict else ()
    findings = told_once([of_files, *(findings_of_whole(course, Project(project)) for course in courses)])
    findings = as_errors(findings) if strict else findings
    failed = any(finding.severity == "error" for finding in findings)
    said = tuple(f"{course.id}: nothing wrong in {_what_was_read(course)}" for course in courses)
    return Outcome(findings=tuple(findings), failed=failed, reviewed=reviewed, said=said)


def _what_is_reviewed(folders: Sequence[Path], as_of: datetime.datetime | None) -> Iterator[str]:
    """Of every course that can be read. What is a draft is no error: each page says so of itself."""
    from signpost_builder.reviewing.standing import summary

    for folder in folders:
        with suppress(SourceError):  # told by the reading that follows
            (course,), _ = read_courses([folder], as_of, strict=False)
            yield summary(course)


def _show_reading_grades(courses: "Sequence[Course]", style: str) -> None:
    from signpost_builder.editions import editions
    from signpost_builder.reading_grade import reading_lines

    for course in courses:
        before = f"{course.id}  " if len(courses) > 1 else ""
        for line in reading_lines(editions(course, [None], course.audiences)):
            click.echo(f"{before}{line}", err=style == SARIF)


def _what_was_read(course: "Course") -> str:
    """ "6 modules, 15 question sets, …": so that nothing wrong is not nothing read."""
    counts = {
        "module": course.modules,
        "question set": course.question_sets,
        "fact": course.facts,
        "helpline": course.helplines,
        "site": course.sites,
    }
    return ", ".join(
        f"{len(listed)} {noun}{'' if len(listed) == 1 else 's'}" for noun, listed in counts.items() if listed
    )


def _is_package(target: str) -> bool:
    path = Path(target)
    if path.is_dir():
        from signpost_builder.checking import is_package

        return not (path / "course.yaml").is_file() and is_package(path)
    endings = tuple(format.ending for format in FORMATS.values() if format.ending)
    return target.lower().endswith(endings) or (path.is_file() and path.name != "course.yaml")


def _check_package(path: Path, strict: bool, style: str, told: Told) -> None:
    from signpost_builder.checking import lint

    if not path.exists():
        raise click.UsageError(f"no file '{path}'")
    if not path.is_file() and not path.is_dir():
        raise click.UsageError(f"'{path}' is neither a file nor a folder")
    if path.suffix.lower() in (".md", ".yaml", ".yml", ".csv"):
        raise click.UsageError(
            f"'{path}' is a source and no package; 'signpost check' without it reads every source of a course"
        )
    report = lint(path, told)
    print_report(report, style)
    for note in report.notes:
        click.echo(note, err=True)
    wrong = "" if report.diagnostics else "  nothing wrong"
    click.echo(f"{path}  {report.standard}  {report.files} files{wrong}", err=style == SARIF)
    if report.proved:
        click.echo(report.proved, err=style == SARIF)
    if any(strict or finding.severity == "error" for finding in report.diagnostics):
        sys.exit(SOURCES_HAVE_ERRORS)
