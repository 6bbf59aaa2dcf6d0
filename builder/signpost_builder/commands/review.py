"""The command `signpost review`: somebody has read it, in a role, on a day."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.courses import by_name, course_folders, project_of, read_courses, unknown
from signpost_builder.commands.printing import fail, print_findings
from signpost_builder.diagnostics import SourceError

if TYPE_CHECKING:
    from signpost_builder.model import Course
    from signpost_builder.schema import ReviewsFile


@click.command()
@click.argument("names", metavar="MODULE|quizzes/SET...", nargs=-1, required=True)
@click.option("--role", required=True, help="In which role it was read: 'Lead fire engineer'. No names.")
@click.option(
    "--date", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day of reading."
)
@click.option("--page", "pages", multiple=True, metavar="NAME", help="Only this page of the module; may be repeated.")
def review(names: Sequence[str], role: str, day: datetime.datetime, pages: Sequence[str]) -> None:
    """Write down that MODULE, or the question set quizzes/SET, was read as it stands.

    It goes into modules/reviews.yaml. A page that says something else afterwards is a draft again.
    """
    from signpost_builder.read.reviews import REVIEWS
    from signpost_builder.reviewing.signing import reviews_text
    from signpost_builder.whole_file import ChangedMeanwhile, write_over

    date = day.date()
    _refuse(role.strip(), date)
    folders = course_folders(None)
    project = project_of(folders[0])
    before = (project / REVIEWS).read_bytes() if (project / REVIEWS).is_file() else None
    courses, file = _read_without_errors(folders, project)
    said: list[str] = []
    for name in names:
        showing = _showing(name, dict(zip(folders, courses, strict=True)))
        file, line = _signed(file, name, _one_wording(showing, name), pages, role.strip(), date)
        said.append(line)
    try:
        write_over(project / REVIEWS, before, reviews_text(file).encode())
    except ChangedMeanwhile:
        raise click.ClickException(f"somebody else has changed {REVIEWS} meanwhile; run this again") from None
    click.echo("\n".join(said))


def _refuse(role: str, date: datetime.date) -> None:
    from signpost_builder.read.reviews import ROLE_HINT
    from signpost_builder.read.roles import role_fault

    if fault := role_fault(role):
        raise click.UsageError(f"--role: '{role}' {fault}; {ROLE_HINT}")
    if date > datetime.date.today():
        raise click.UsageError(f"--date: {date} is still to come; write the day on which it was read")


def _read_without_errors(folders: Sequence[Path], project: Path) -> "tuple[list[Course], ReviewsFile]":
    """The courses, and reviews.yaml as it is; ends the command where any source has errors, for nobody has read what cannot be built."""
    from signpost_builder.read.reviews import read_reviews_file
    from signpost_builder.source.files import Project

    try:
        courses, _ = read_courses(folders, None, strict=False)
    except SourceError as errors:
        fail(errors.diagnostics, project, "concise")
    read = read_reviews_file(Project(project), datetime.date.today())
    if read.value is None:
        fail(read.findings, project, "concise")
    print_findings(read.findings, project, "concise")
    return courses, read.value


def _showing(name: str, courses: "Mapping[Path, Course]") -> list[Path]:
    """The folders of the courses that ask a question set: what others would make of its tokens is read by nobody."""
    from signpost_builder.reviewing.digests import SETS

    asking = [folder for folder, course in courses.items() if name.removeprefix(SETS) in course.question_sets]
    return asking if name.startswith(SETS) and asking else list(courses)


def _one_wording(folders: Sequence[Path], name: str) -> Mapping[str, str]:
    from signpost_builder.reviewing.digests import digests

    found = digests(folders, name, datetime.date.today())
    if len(found) > 1:
        raise click.UsageError(
            f"'{name}' shows other contacts in one course than in another; run this in the folder of the course that was read"
        )
    if not found:
        home = project_of(folders[0])
        known = [file.parent.name for file in home.glob("modules/*/module.md")]
        known += [f"quizzes/{file.stem}" for file in home.glob("quizzes/*.yaml")]
        raise click.UsageError(unknown("MODULE", name, known))
    return found[0]


def _signed(
    file: "ReviewsFile", name: str, digests: Mapping[str, str], pages: Sequence[str], role: str, date: datetime.date
) -> "tuple[ReviewsFile, str]":
    """With what is said of it."""
    from signpost_builder.reviewing.digests import SETS
    from signpost_builder.reviewing.signing import with_module, with_set

    if name.startswith(SETS):
        if pages:
            raise click.UsageError("--page is for modules; a question set is read as a whole")
        signed = with_set(file, name.removeprefix(SETS), next(iter(digests.values())), role, date)
        return signed, f"{name}: read as '{role}' on {date}"
    for page in pages:
        by_name("--page", page, digests)
    read = pages or tuple(digests)
    signed = with_module(file, name, digests, read, role, date)
    return signed, f"{name}: {len(read)} of {len(digests)} pages read as '{role}' on {date}"
