"""The command `signpost`: parse, call, print, exit. Imports wait until a command needs them, so that each starts quickly."""

from pathlib import Path

import click

from signpost_builder.commands.build import build
from signpost_builder.commands.check import check
from signpost_builder.commands.courses import by_name
from signpost_builder.commands.diff import diff
from signpost_builder.commands.facts import facts
from signpost_builder.commands.failing import CalmGroup
from signpost_builder.commands.formats import commands
from signpost_builder.commands.lsp import lsp
from signpost_builder.commands.new import new
from signpost_builder.commands.preview import preview
from signpost_builder.commands.questions import questions
from signpost_builder.commands.review import review
from signpost_builder.commands.room import room
from signpost_builder.commands.sites import sites


@click.group(cls=CalmGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signpost-builder", prog_name="signpost")
def main() -> None:
    """Build training modules into packages that learning platforms run."""


for _command in (
    build,
    check,
    diff,
    *commands(),
    facts,
    lsp,
    new,
    preview,
    questions,
    review,
    room,
    sites,
):
    main.add_command(_command)


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
    from signpost_builder.formats.course_file import source_schemas
    from signpost_builder.schema import schema_files
    from signpost_builder.whole_file import write_atomically

    for name, text in schema_files(source_schemas()).items():
        write_atomically(folder / name, text)
        click.echo(folder / name)
