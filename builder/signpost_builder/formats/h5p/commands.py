"""`signpost h5p`: what Signpost does through the H5P command line besides packing."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from signpost_builder.formats.h5p.flags import SETTING, end_cleanly

if TYPE_CHECKING:
    from signpost_builder.formats.h5p.cli import Tool, Unavailable

MAIN_TYPES = ("H5P.QuestionSet", "H5P.InteractiveBook", "H5P.BranchingScenario")


def commands() -> Sequence[click.Command]:
    return (h5p,)


@click.group()
def h5p() -> None:
    """Libraries of content types, and a look at a package in the H5P command line's own server."""


@h5p.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.argument("types", metavar="[TYPE]...", nargs=-1)
def setup(folder: Path, types: tuple[str, ...]) -> None:
    """Fetch the libraries of TYPEs, by default of all that Signpost writes, into DIR. Needs Git and a network."""
    from signpost_builder.formats.h5p.cli import Unavailable, set_up
    from signpost_builder.formats.h5p.fields import FIELDS

    for name in types:
        if name not in FIELDS:
            raise click.UsageError(f"TYPE: unknown '{name}'; known: {', '.join(sorted(FIELDS))}")
    try:
        for line in set_up(folder, types or MAIN_TYPES, _tool()):
            click.echo(line)
    except Unavailable as reason:
        _fail(reason)


@h5p.command()
@click.argument("package", metavar="PACKAGE.h5p", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--h5p-libraries",
    "libraries",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder that 'signpost h5p setup' has filled.",
)
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    default=8080,
    show_default=True,
    help="Where the server listens, for this computer alone.",
)
def serve(package: Path, libraries: Path, port: int) -> None:
    """Show PACKAGE.h5p in the H5P command line's own server, until Ctrl-C."""
    from signpost_builder.formats.h5p.check import lint
    from signpost_builder.formats.h5p.cli import Unavailable, serving, unpacked

    if lint(package).standard == "unknown":
        raise click.UsageError(f"'{package}' cannot be read as an H5P package; 'signpost check {package}' says why")
    tree = {
        name: content
        for name, content in unpacked(package).items()
        if name == "h5p.json" or name.startswith("content/")
    }
    end_cleanly()
    try:
        with serving(tree, libraries, _tool(), port) as address:
            click.echo(f"{address}\nCtrl-C ends it.")
            signal.pause()
    except Unavailable as reason:
        _fail(reason)
    except KeyboardInterrupt:
        click.echo("ended", err=True)


def _tool() -> "Tool":
    from signpost_builder.formats.h5p.cli import locate

    return locate(Path.cwd(), os.environ.get(SETTING, ""))


def _fail(reason: "Unavailable") -> NoReturn:
    raise click.ClickException(f"[{reason.code}] {reason.reason}\n    hint: {reason.remedy}")
