"""The command `signpost`: parse, call, print, exit. Imports wait until a command needs them, so that each starts quickly."""

import datetime
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from signpost_builder.cli_building import progress, say_what_was_built
from signpost_builder.cli_courses import by_name, course_folders, project_home, read_courses, told_once, wanted_editions
from signpost_builder.cli_failing import CalmGroup
from signpost_builder.cli_formats import (
    FormatName,
    build_options,
    check_options,
    commands,
    format_names,
    told_courses,
    with_options,
)
from signpost_builder.cli_questions import questions
from signpost_builder.cli_simulated import simulated_courses, survey_keys
from signpost_builder.cli_sites import sites
from signpost_builder.diagnostic_text import RENDERINGS, capped, count, first_of_each
from signpost_builder.diagnostics import Diagnostic, SourceError, Span, in_order
from signpost_builder.formats import FORMATS
from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from signpost_builder.lint.report import Report
    from signpost_builder.model import Course

FINE, SOURCES_HAVE_ERRORS = 0, 1  # wrong usage is 2, click's own


def styled(command: Callable[..., None]) -> Callable[..., None]:
    """Options about what is an error and how it prints, the same for `build` and `check`."""
    options = (
        click.option("--strict", is_flag=True, help="Warnings and example sites are errors."),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help="Judge dates as on this day. [default: today]",
        ),
        click.option(
            "--diagnostics",
            "style",
            type=click.Choice(list(RENDERINGS)),
            default="concise",
            show_default=True,
            help="How findings print.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=CalmGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signpost-builder", prog_name="signpost")
def main() -> None:
    """Build training modules into packages that learning platforms run."""


for _command in (*commands(), questions, sites):
    main.add_command(_command)


@with_options(build_options)
@main.command()
@click.argument("course", required=False)
@click.option(
    "--format",
    "formats",
    type=FormatName(),
    multiple=True,
    metavar="FORMAT",
    help=f"{format_names()}; may be repeated. [default: those of course.yaml]",
)
@click.option("--site", "sites", multiple=True, metavar="ID", help="The edition for this site; may be repeated.")
@click.option("--all-sites", is_flag=True, help="An edition for every site in sites.csv.")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="ID",
    help="The edition for this audience; may be repeated. [default: the first of course.yaml]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where packages go. [default: output/ of the project]",
)
@click.option("--verbose", is_flag=True, help="A line for each package, also where a table sums them up.")
@click.option("--simulated", is_flag=True, help="A labelled build for trying out the survey with invented answers.")
@click.option(
    "--survey-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="With --simulated: the keys that keygen printed, for a store on this computer.",
)
@styled
def build(
    course: str | None,
    formats: tuple[str, ...],
    sites: tuple[str, ...],
    all_sites: bool,
    audiences: tuple[str, ...],
    output: Path | None,
    verbose: bool,
    simulated: bool,
    survey_key: Path | None,
    strict: bool,
    as_of: datetime.datetime | None,
    style: str,
    **told: Any,
) -> None:
    """Build the packages of COURSE, its id or folder. Without a name: of every course in course/."""
    from signpost_builder import build as building

    if sites and all_sites:
        raise click.UsageError("--site and --all-sites exclude each other")
    keys = survey_keys(simulated, survey_key)
    folders = course_folders(course)
    project = _project(folders[0])
    try:
        courses, warnings = read_courses(folders, as_of, strict, keys)
        if simulated:
            courses = simulated_courses(courses)
        wanted = sorted({name for one in courses for name in formats or one.formats})
        courses = told_courses(courses, told, wanted, project)
        made = list(chain.from_iterable(wanted_editions(courses, sites, all_sites, audiences)))
        commit = building.source_commit(project)
        into = (output or project_home() / "output") / ("simulated" if simulated else "")
        with progress(made) as each:
            results = building.build(made, formats, into, commit=commit, strict=strict, each=each)
    except SourceError as errors:
        _fail(errors.diagnostics, project, style)
    for one in courses:
        of_course = [each for each in results if each.course.id == one.id]
        if of_course:
            several, used = len(courses) > 1, formats or one.formats
            say_what_was_built(one, of_course, used, into, strict=strict, several=several, verbose=verbose)
    carried = [found for result in results for found in result.warnings]
    if style != "concise":  # there the line of the report says how many it lists
        carried += [found for result in results for found in result.losses]
    _print([*warnings, *carried], project, style)


@with_options(check_options)
@main.command()
@click.argument("target", metavar="[COURSE|PACKAGE]", required=False)
@click.option("--reading", is_flag=True, help="Show the reading grade of every page.")
@styled
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


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a diagnostic code means and what to do about it."""
    from signpost_builder.explanations import explanations

    known = explanations()
    click.echo(f"{code}\n\n{by_name('CODE', code, known)}")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """Write JSON Schemas into DIR, with which editors complete and check what authors type."""
    from signpost_builder.formats.course_file import course_file
    from signpost_builder.package import write_atomically
    from signpost_builder.schema import json_schemas

    for name, text in json_schemas(course_file()).items():
        write_atomically(folder / name, text)
        click.echo(folder / name)


def _check_courses(
    folders: Sequence[Path], reading: bool, strict: bool, as_of: datetime.datetime | None, style: str
) -> None:
    project = _project(folders[0])
    try:
        courses, warnings = read_courses(folders, as_of, strict)
        found = told_once([warnings, *map(_findings_of_whole, courses)])
        if any(strict or one.severity == "error" for one in found):
            raise SourceError(found)
    except SourceError as errors:
        _fail(errors.diagnostics, project, style)
    if reading:
        _show_reading_grades(courses)
    _print(found, project, style)
    if not found and style != "json":
        for course in courses:
            click.echo(f"{course.id}: nothing wrong in {_what_was_read(course)}")


def _findings_of_whole(course: "Course") -> list[Diagnostic]:
    """What only a whole course shows: editions that no platform could keep, and then questions that give themselves away."""
    from signpost_builder.build import editions
    from signpost_builder.fairness import fairness_findings
    from signpost_builder.making import budget, refusals

    made = list(editions(course, [None, *course.sites], course.audiences))
    problems = [*budget(made, course.formats), *refusals(made, course.formats)]
    return problems or list(fairness_findings(course))


def _show_reading_grades(courses: "Sequence[Course]") -> None:
    from signpost_builder.build import editions
    from signpost_builder.reading_grade import reading_lines

    for course in courses:
        before = f"{course.id}  " if len(courses) > 1 else ""
        for line in reading_lines(editions(course, [None], course.audiences)):
            click.echo(f"{before}{line}")


def _what_was_read(course: "Course") -> str:
    """ "6 modules, 15 question sets, …": so that nothing wrong is not nothing read."""
    counts = {
        "module": course.modules,
        "question set": course.question_sets,
        "fact": course.facts,
        "helpline": course.helplines,
        "site": course.sites,
    }
    return ", ".join(f"{len(each)} {noun}{'' if len(each) == 1 else 's'}" for noun, each in counts.items() if each)


def _is_package(target: str) -> bool:
    from signpost_builder.checking import is_package

    path = Path(target)
    if path.is_dir():
        return not (path / "course.yaml").is_file() and is_package(path)
    endings = tuple(one.ending for one in FORMATS.values() if one.ending)
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
    _print_report(report, style)
    for note in report.notes:
        click.echo(note, err=True)
    wrong = "" if report.diagnostics else "  nothing wrong"
    click.echo(f"{path}  {report.standard}  {report.files} files{wrong}")
    if report.proved:
        click.echo(report.proved)
    if any(strict or found.severity == "error" for found in report.diagnostics):
        sys.exit(SOURCES_HAVE_ERRORS)


def _project(folder: Path) -> Path:
    return folder.resolve().parent.parent


def _print(
    found: Iterable[Diagnostic], project: Path | None, style: str, source_line: Callable[[Span], str] | None = None
) -> None:
    found = in_order(found)
    for one in sorted(capped(found), key=lambda one: one.severity == "error"):  # errors last: nearest to the prompt
        text = RENDERINGS[style](one, source_line or (lambda span: _source_line(project or Path(), span)))
        click.echo(_coloured(text, one) if style in ("concise", "full") else text, err=True)
    if found and style != "json":
        click.echo(count(found), err=True)


def _print_report(report: "Report", style: str) -> None:
    """Of a package: what is only advice first, and apart from what costs somebody something."""
    if style not in ("concise", "full"):
        _print(report.diagnostics, None, style, report.source_line)
        return
    found = in_order(report.diagnostics)
    for severity, title in (("warning", "Advice:"), ("error", "An LMS or site will refuse or lose this:")):
        if of_it := [one for one in found if one.severity == severity]:
            click.echo(title, err=True)
            shown, more = first_of_each(of_it) if style == "concise" else (capped(of_it), [])
            for one in shown:
                click.echo(_coloured(RENDERINGS[style](one, report.source_line), one), err=True)
            for line in more:
                click.echo(line, err=True)
    if found:
        click.echo(count(found), err=True)


def _fail(found: Iterable[Diagnostic], project: Path, style: str) -> NoReturn:
    _print(found, project, style)
    sys.exit(SOURCES_HAVE_ERRORS)


def _source_line(project: Path, span: Span) -> str:
    try:
        return (project / span.path).read_text(encoding="utf-8").splitlines()[span.line - 1]
    except (OSError, UnicodeDecodeError, IndexError):
        return ""


def _coloured(text: str, found: Diagnostic) -> str:
    """The severity in colour, on a terminal only and not where NO_COLOR is set (no-color.org)."""
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    plain = f"{found.severity}[{found.code}]"
    return text.replace(plain, click.style(plain, fg="red" if found.severity == "error" else "yellow", bold=True), 1)
