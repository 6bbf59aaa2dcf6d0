"""The command `signpost new`: examples to begin from, which pass the check as they are."""

import datetime
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn

import click

from signpost_builder.commands.courses import course_folders, project_home

if TYPE_CHECKING:
    from signpost_builder.beginnings.planning import Wish
    from signpost_builder.read.context import Context

TITLES = {
    "course": "A safe bicycle",
    "module": "One look before you ride",
    "quiz": "What you know about lights",
}


@click.group()
def new() -> None:
    """Begin a course, a module, a question set, a site, or a repository of your own.

    Each is a small example that passes 'signpost check'. Nothing that is there is changed.
    """


def _options(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")(command)
    return click.option("--title", help="Its title. [default: an example's]")(command)


@new.command()
@click.argument("id")
@_options
def course(id: str, title: str | None, dry_run: bool) -> None:
    """A course with one module and one question set: course/ID/, modules/ID-check/, quizzes/ID-questions.yaml."""
    from signpost_builder.beginnings import planning

    root = project_home()
    wish = _wish("course", root, id, title, "-questions-9")
    _make(root, planning.course(wish), dry_run, f"signpost check {id}", "change the texts to your own")


@new.command()
@click.argument("id")
@_options
def module(id: str, title: str | None, dry_run: bool) -> None:
    """A module for the first audience of a course that is here: modules/ID/module.md."""
    from signpost_builder.beginnings import planning

    root, context = _project()
    plan = planning.module(_wish("module", root, id, title, "-1"), [context.audiences.ids[0]])
    _make(root, plan, dry_run, f"list '{id}' under 'modules' in {context.folder}/course.yaml")


@new.command()
@click.argument("id")
@_options
def quiz(id: str, title: str | None, dry_run: bool) -> None:
    """A question set: quizzes/ID.yaml."""
    from signpost_builder.beginnings import planning

    root, context = _project()
    plan = planning.quiz(_wish("quiz", root, id, title, "-9"))
    _make(
        root,
        plan,
        dry_run,
        f"write '::: quiz ref={id}' on a page, or name it under 'questions' in {context.folder}/course.yaml",
    )


@new.command()
@click.argument("id")
@click.argument("course", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
def site(id: str, course: str | None, dry_run: bool) -> None:
    """A row for a site in the table of COURSE: an example, marked so, until you fill in what is real."""
    from signpost_builder.beginnings import planning
    from signpost_builder.whole_file import ChangedMeanwhile, write_over

    root, context = _project(course)
    _refuse(planning.id_fault(id))
    path = root / context.sites_file
    before = path.read_bytes() if path.is_file() else None
    if not context.sites.whole or not context.local_contacts.whole:
        raise click.UsageError(f"there are errors in {context.sites_file} or its contacts; 'signpost check' says which")
    if id.lower() in (known.lower() for known in context.sites.ids):
        raise click.UsageError(f"'{id}' is in {context.sites_file} already")
    table = (before or b"").decode("utf-8")
    content = planning.site(id, table, context.local_contacts.contacts, datetime.date.today())
    if not dry_run:
        try:
            write_over(path, before, content)
        except ChangedMeanwhile:
            message = f"somebody else has changed {context.sites_file} meanwhile; run this again"
            raise click.ClickException(message) from None
    click.echo(f"{'would add a row to' if dry_run else 'a row more in'} {context.sites_file}")
    _next(
        f"fill in the row of '{id}', and take 'yes' out of 'example' when it is real; 'signpost sites check' says what lacks"
    )


@new.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--course", "id", help="The id of its course. [default: the folder's name]")
@_options
def repository(folder: Path, id: str | None, title: str | None, dry_run: bool) -> None:
    """A content repository of your own in DIR: a course, editor settings, checks before a commit and on pull requests."""
    from signpost_builder.beginnings import planning

    wish = _wish("course", folder, id or _id_of(folder.resolve().name), title, "-questions-9")
    _make(folder, planning.repository(wish), dry_run, f"read {folder / 'README.md'}; then 'signpost check' in {folder}")


def _id_of(name: str) -> str:
    """A folder's name as an id: "My courses!" -> "my-courses"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "course"


def _wish(kind: str, root: Path, id: str, title: str | None, longest: str) -> "Wish":
    from signpost_builder.beginnings import planning

    _refuse(planning.id_fault(id, longest))
    words = " ".join((title or TITLES[kind]).split())
    if not words or re.search(r'["\\{}<>\x00-\x1f]', words):
        raise click.UsageError("a title is plain words, without quotes, braces or angle brackets")
    return planning.Wish(id, words, datetime.date.today(), (root / ".schemas").is_dir())


def _project(course: str | None = None) -> "tuple[Path, Context]":
    """The project that we are in, and what is known of its first course or of the one that is named."""
    from signpost_builder.read.course import read_context

    folder = course_folders(course)[0]
    context = read_context(folder, as_of=datetime.date.today()).value
    if context is None:
        raise click.UsageError(f"{folder / 'course.yaml'} cannot be read; 'signpost check' says why")
    return folder.resolve().parent.parent, context


def _refuse(fault: str) -> None:
    if fault:
        raise click.UsageError(fault)


def _make(root: Path, plan: Mapping[PurePosixPath, bytes], dry_run: bool, *steps: str) -> None:
    from signpost_builder.beginnings.writing import InTheWay, write_new

    try:
        if not dry_run:
            write_new(root, plan)
    except InTheWay as there:
        _in_the_way(there.paths)
    for path in plan:
        click.echo(f"{'would make' if dry_run else 'made'} {root / path if root != Path() else path}")
    _next(*steps)


def _in_the_way(paths: Any) -> NoReturn:
    listed = "\n".join(f"  {path}" for path in paths)
    raise click.ClickException(f"these are there already, and nothing was made:\n{listed}")


def _next(*steps: str) -> None:
    click.echo(f"next: {'; then '.join(steps)}")
