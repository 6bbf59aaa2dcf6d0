"""The command `signpost build`."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.commands.building import progress, say_what_was_built
from signpost_builder.commands.courses import course_folders, project_home, project_of, read_courses, wanted_editions
from signpost_builder.commands.formats import FormatName, build_options, format_names, told_courses, with_options
from signpost_builder.commands.printing import fail, print_findings, styled
from signpost_builder.commands.simulated import simulated_courses, survey_keys
from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from signpost_builder.making import Result
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
    project = project_of(folders[0])
    try:
        courses, warnings = read_courses(folders, as_of, strict, keys)
        courses = _as_told(simulated_courses(courses) if simulated else courses, formats, told, project)
        wanted = list(chain.from_iterable(wanted_editions(courses, sites, all_sites, audiences)))
        into, commit = (
            (output or project_home() / "output") / ("simulated" if simulated else ""),
            building.source_commit(project),
        )
        with progress(wanted) as each:
            results = building.build(wanted, formats, into, commit=commit, strict=strict, each=each)
    except SourceError as errors:
        fail(errors.diagnostics, project, style)
    for built in courses:
        of_course, used = [result for result in results if result.course.id == built.id], formats or built.formats
        if of_course:
            several = len(courses) > 1
            say_what_was_built(built, of_course, used, into, strict=strict, several=several, verbose=verbose)
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
