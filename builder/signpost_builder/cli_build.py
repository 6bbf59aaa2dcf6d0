"""The command `signpost build`."""

import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.cli_courses import course_folders, project_home, project_of, read_courses, wanted_editions
from signpost_builder.cli_formats import FormatName, build_options, format_names, told_courses, with_options
from signpost_builder.cli_printing import fail, print_findings, styled
from signpost_builder.cli_simulated import simulated_courses, survey_keys
from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from signpost_builder.build import Result
    from signpost_builder.forms import Form
    from signpost_builder.model import Course


@with_options(build_options)
@click.command()
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
    project = project_of(folders[0])
    try:
        courses, warnings = read_courses(folders, as_of, strict, keys)
        courses = _as_told(simulated_courses(courses) if simulated else courses, formats, told, project)
        editions = chain.from_iterable(list(wanted_editions(courses, sites, all_sites, audiences)))
        into = (output or project_home() / "output") / ("simulated" if simulated else "")
        results = building.build(editions, formats, into, commit=building.source_commit(project), strict=strict)
    except SourceError as errors:
        fail(errors.diagnostics, project, style)
    for built in courses:
        _say_what_was_built(built, results, formats or built.formats, strict=strict, several=len(courses) > 1)
    print_findings([*warnings, *_carried(results, style)], project, style)


def _as_told(courses: "Sequence[Course]", formats: Sequence[str], told: Told, project: Path) -> "list[Course]":
    """The courses with what the command line says to the formats that are made."""
    wanted = sorted({name for course in courses for name in formats or course.formats})
    return told_courses(courses, told, wanted, project)


def _carried(results: "Sequence[Result]", style: str) -> "Iterator[Diagnostic]":
    """What the packages came with. What a format says less well is counted on the line of its report where that is enough."""
    for result in results:
        yield from result.warnings
    for result in results if style != "concise" else ():
        yield from result.losses


def _say_what_was_built(
    course: "Course", built: "Sequence[Result]", formats: Iterable[str], *, strict: bool, several: bool
) -> None:
    """A line for each package and form of the course; a sum where other courses follow."""
    from signpost_builder.restricted_forms import held_back

    results = [result for result in built if result.course.id == course.id]
    for result in results:
        click.echo(_line(result))
    if course.survey and course.score_mode == "exact":
        click.echo(
            "score_mode is exact: the platform learns the score, so the survey keeps no answers to knowledge questions"
        )
    for line in held_back(course, formats, strict=strict):
        click.echo(line)
    if several and results:
        click.echo(f"{course.id} {course.version}: {_sum(results)}")


def _sum(results: "Sequence[Result]") -> str:
    size, seconds = sum(result.written.size_bytes for result in results), sum(result.seconds for result in results)
    return f"{len(results)} package{'s' if len(results) > 1 else ''}, {size / 1_000_000:.1f} MB, {seconds:.2f} s"


def _line(result: "Result") -> str:
    written = result.written
    files = f"{written.files} file{'s' if written.files != 1 else ''}"
    line = f"{_near(written.path)}  {written.size_bytes / 1000:.1f} kB  {files}  {result.seconds:.2f} s"
    if result.losses:
        number = len(result.losses)
        return f"{line}  lists {number} thing{'s' if number > 1 else ''} that this format says less well"
    return f"{line}  {_of_form(result.form)}" if result.form else line


def _of_form(form: "Form") -> str:
    """Whose form it is, and where it is answered."""
    where = (
        ("campaign" if form["open"] else "with approval")
        if form["kind"] == "single"
        else "for lessons that link to it"
        if form["open"]
        else "course"
    )
    return f"survey of '{form['audience']}': {where}"


def _near(path: Path) -> Path:
    """As it is reached from where the command runs, if it is in the same project."""
    return Path(os.path.relpath(path)) if path.absolute().is_relative_to(project_home()) else path
