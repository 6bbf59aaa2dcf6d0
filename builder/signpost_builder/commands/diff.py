"""The command `signpost diff`: what a change means, for whoever has to agree to it."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.courses import course_folders, project_of, read_courses
from signpost_builder.commands.printing import fail
from signpost_builder.diagnostics import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signpost_builder.comparing.change import Comparison
    from signpost_builder.model import Course

NEEDS_A_REVIEW = 3  # neither a fault of the sources (1) nor of the command line (2)


@click.command()
@click.argument("revision", metavar="REV")
@click.argument("course", required=False)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How it prints; markdown is for a pull request.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on this day. [default: today]"
)
def diff(revision: str, course: str | None, style: str, as_of: datetime.datetime | None) -> None:
    """Say what changed since the Git revision REV: to learners, to results, and in packages.

    Exit 3 where the course's rules ('review' in course.yaml) want somebody to read it again.
    """
    from signpost_builder.comparing import printing

    folders = course_folders(course)
    project = project_of(folders[0])
    everything = {folder.name for folder in folders} == {
        file.parent.name for file in project.glob("course/*/course.yaml")
    }
    try:
        courses, _ = read_courses(folders, as_of, strict=False)
    except SourceError as errors:
        fail(errors.diagnostics, project, "concise")
    comparisons = _comparisons(revision, project, courses, as_of, gone_too=everything and course is None)
    match style:
        case "markdown":
            click.echo(printing.markdown(comparisons))
        case "json":
            click.echo(printing.document(comparisons))
        case _:
            click.echo("\n".join(printing.text(comparisons)))
    if any(each.unread for each in comparisons):
        sys.exit(NEEDS_A_REVIEW)


def _comparisons(
    revision: str, project: Path, courses: "Sequence[Course]", as_of: datetime.datetime | None, *, gone_too: bool
) -> "list[Comparison]":
    from signpost_builder.comparing.compare import compare, gone_course, new_course
    from signpost_builder.comparing.revision import NoRevision, sources_at
    from signpost_builder.comparing.version import version

    try:
        with sources_at(revision, project) as before:
            old = {course.id: course for course in _as_they_were(before, courses, revision, as_of)}
            found = [
                compare(version(old[course.id], before), version(course, project), revision)
                if course.id in old
                else new_course(version(course, project), revision)
                for course in courses
            ]
            known = {course.id for course in courses} if gone_too else None
            return [*found, *(gone_course(each, revision) for each in _gone(before, known, revision, as_of))]
    except NoRevision as problem:
        raise click.UsageError(str(problem)) from problem


def _as_they_were(
    before: Path, courses: "Sequence[Course]", revision: str, as_of: datetime.datetime | None
) -> "list[Course]":
    there = [folder for course in courses if ((folder := before / "course" / course.id) / "course.yaml").is_file()]
    try:
        return read_courses(there, as_of, strict=False)[0]
    except SourceError as errors:
        click.echo(
            f"the sources as they were at {revision} have errors, so nothing can be compared with them:", err=True
        )
        fail(errors.diagnostics, before, "concise")


def _gone(before: Path, known: "set[str] | None", revision: str, as_of: datetime.datetime | None) -> "Iterator[Course]":
    """Courses of that time that are not among those known now; none where only some were asked for."""
    for file in sorted(before.glob("course/*/course.yaml")) if known is not None else ():
        if file.parent.name not in (known or ()):
            try:
                yield from read_courses([file.parent], as_of, strict=False)[0]
            except SourceError:
                click.echo(f"{file.parent.name}: gone since {revision}, where it had errors", err=True)
