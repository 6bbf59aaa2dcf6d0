"""`signpost sites`: for whoever keeps the table of sites and hands packages out."""

import datetime
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.building import near
from signpost_builder.commands.courses import course_folders, project_home
from signpost_builder.diagnostic_text import concise
from signpost_builder.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from signpost_builder.read.context import Context
    from signpost_builder.read.site_states import SiteState

SOMETHING_MISSING = 1


@click.group()
def sites() -> None:
    """The table of sites: what is missing in it, and an empty one."""


@sites.command()
@click.argument("course", required=False)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on this day. [default: today]"
)
def check(course: str | None, as_of: datetime.datetime | None) -> None:
    """Say for each site what its row lacks, and which contacts are old.

    Exits with 1 when something that is required is missing or wrong. Without COURSE: the tables of all courses.
    """
    seen: set[Path] = set()
    failed = False
    for folder in course_folders(course):
        context, found = _known(folder, as_of.date() if as_of else datetime.date.today())
        table = context.project.root / context.sites_file
        if table in seen:
            continue
        seen.add(table)
        if not table.is_file():
            click.echo(f"{folder.name} has no table of sites; 'signpost sites template {folder.name}' writes one")
            continue
        for line in _said(context, found):
            click.echo(line)
        failed = failed or any(one.severity == "error" and one.span.path == context.sites_file for one in found)
    if failed:
        sys.exit(SOMETHING_MISSING)


@sites.command()
@click.argument("course", required=False)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the table goes. [default: output/COURSE/ of the project]",
)
def template(course: str | None, output: Path | None) -> None:
    """Write an empty table of sites for COURSE: as CSV, and as a spreadsheet (XLSX) that keeps the zeros of numbers."""
    from signpost_builder.sites_template import columns, csv_bytes, has_spreadsheets, xlsx_bytes
    from signpost_builder.whole_file import write_atomically

    (folder, *more) = course_folders(course)
    if more:
        raise click.UsageError(f"say of which course: {', '.join(one.name for one in (folder, *more))}")
    context, _ = _known(folder, datetime.date.today())
    wanted = list(columns(context.local_contacts.contacts, {one.id: one.title for one in context.course.audiences}))
    into = output or project_home() / "output" / folder.name
    made = {"sites-template.csv": csv_bytes(wanted)}
    if has_spreadsheets():
        made["sites-template.xlsx"] = xlsx_bytes(wanted)
    else:
        click.echo(
            "no XLSX: it needs what is not installed here; this brings it: pip install 'signpost-builder[sheets]'",
            err=True,
        )
    for name, content in made.items():
        write_atomically(into / name, content)
        click.echo(near(into / name))
    for column in wanted:
        click.echo(f"  {column.name}{'' if column.required else ' (optional)'}: {column.about}")


def _known(folder: Path, as_of: datetime.date) -> "tuple[Context, tuple[Diagnostic, ...]]":
    """Exits with 1, and says why, where not even course.yaml can be read or the columns are not known."""
    from signpost_builder.read.course import read_context

    context, found = read_context(folder, as_of=as_of)
    if context is None or not context.local_contacts.whole:
        for one in found:
            click.echo(concise(one, lambda _: ""), err=True)
        sys.exit(SOMETHING_MISSING)
    return context, found


# ---------------------------------------------------------------------- what a table says


def _said(context: "Context", found: Sequence[Diagnostic]) -> Iterator[str]:
    from signpost_builder.read.site_states import site_states

    of_table = [one for one in found if one.span.path == context.sites_file]
    text = context.project.text(context.sites_file, Span(context.sites_file)).value if context.sites.sites else ""
    states = site_states(text or "", context.sites_file, of_table)
    if states:
        yield from _table(context.words.site or "site", str(context.sites_file), states)
    in_rows = {one.line for one in states}
    for one in of_table:
        if one.severity == "error" and (one.span.line not in in_rows or not states):
            yield concise(one, lambda _: "")
    if elsewhere := sum(one.severity == "error" and one.span.path != context.sites_file for one in found):
        yield f"{elsewhere} errors in other files; 'signpost check {context.folder.name}' shows them"


def _table(called: str, path: str, states: "Sequence[SiteState]") -> Iterator[str]:
    rows = [(called, "line", "checked", "ask again by", "state"), *map(_row, states)]
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    yield f"{path}:"
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
    yield _sum(called, states)


def _row(state: "SiteState") -> tuple[str, str, str, str, str]:
    due = str(state.due) if state.due else "-"
    return state.id or "-", str(state.line), state.checked or "-", due, "; ".join(_words(state)) or "complete"


def _words(state: "SiteState") -> Iterator[str]:
    named = {"MISSING": state.missing, "placeholder in": state.placeholders, "wrong": state.wrong}
    yield from (f"{words} {', '.join(columns)}" for words, columns in named.items() if columns)
    if state.old:
        yield "OLD: ask, then change checked_on"
    if state.old_picture:
        yield f"local picture held until {state.picture_until}, left out"
    if state.example:
        yield "an example, not a real one"
    if state.empty:
        yield f"may stay empty: {', '.join(state.empty)}"


def _sum(called: str, states: "Iterable[SiteState]") -> str:
    states = list(states)
    number = len(states)
    counts = {
        "with something missing or wrong": sum(one.has_errors for one in states),
        "with old contacts": sum(one.old for one in states),
        "examples": sum(one.example for one in states),
    }
    return f"{number} in the table by {called}: " + ", ".join(f"{each} {words}" for words, each in counts.items())
