"""The command `signpost questions`: where they stand, for programs that lay results beside them."""

import datetime
import json
import sys
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.courses import course_folders
from signpost_builder.diagnostic_text import RENDERINGS, count
from signpost_builder.diagnostics import SourceError

if TYPE_CHECKING:
    from signpost_builder.model import Course

AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on this day. [default: today]"
)


@click.command()
@click.argument("course", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document (docs/formats/questions.md).")
@AS_OF
def questions(course: str | None, as_json: bool, as_of: datetime.datetime | None) -> None:
    """List the questions of COURSE's sets with file and line, for whoever lays results beside them."""
    from signpost_builder.places import places

    listed = places(_read(course, as_of))
    if as_json:
        click.echo(json.dumps(listed, sort_keys=True, ensure_ascii=False, indent=2))
        return
    for line in dict.fromkeys(f"{row['file']}:{row['line']}: {row['id']} {row['stem']}" for row in listed["questions"]):
        click.echo(line)


def _read(name: str | None, as_of: datetime.datetime | None) -> "Course":
    """The one course; its errors are printed, and end the command."""
    from signpost_builder.read import read_course

    folders = course_folders(name)
    if len(folders) > 1:
        raise click.UsageError(f"several courses here, name one of: {', '.join(folder.name for folder in folders)}")
    try:
        return read_course(folders[0], as_of=as_of.date() if as_of else datetime.date.today())[0]
    except SourceError as errors:
        for finding in errors.diagnostics:
            click.echo(RENDERINGS["concise"](finding, lambda span: ""), err=True)
        click.echo(count(errors.diagnostics), err=True)
        sys.exit(1)
