"""What `signpost build` can be told about H5P packages."""

import os
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from signpost_builder.formats.format import Told
from signpost_builder.formats.h5p.options import H5p, Profile

if TYPE_CHECKING:
    from signpost_builder.formats.h5p.cli import Libraries, Tool

SETTING = "SIGNPOST_H5P_CLI"  # environment variable: the program to use instead of looking for one


def build_flags() -> Sequence[click.Option]:
    return (
        click.Option(
            ["--h5p-profile"],
            type=click.Choice(get_args(Profile)),
            help="The content types of the H5P site. [default: that of course.yaml]",
        ),
        click.Option(
            ["--h5p-libraries"],
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            metavar="DIR",
            help="H5P packages carry their libraries, out of this folder.",
        ),
        click.Option(["--require-libraries"], is_flag=True, help="An H5P package without its libraries is an error."),
    )


def told(values: Told, wanted: Collection[str], project: Path) -> Callable[[H5p], H5p]:
    """Raises UsageError for libraries that no package would carry."""
    profile, folder, required = values["h5p_profile"], values["h5p_libraries"], values["require_libraries"]
    if required and not folder:
        raise click.UsageError("--require-libraries needs --h5p-libraries DIR")
    if folder and not wanted:
        raise click.UsageError("--h5p-libraries is for the format h5p")
    libraries = _libraries(project, folder, required) if folder else None
    return lambda given: replace(given, profile=profile or given.profile, libraries=libraries)


def _libraries(project: Path, folder: Path, required: bool) -> "Libraries":
    """What packages are made with; without the tool, the reason goes to each of them."""
    from signpost_builder.formats.h5p.cli import Libraries, Unavailable, locate

    end_cleanly()
    tool: Tool | Unavailable
    try:
        tool = locate(project, os.environ.get(SETTING, ""))
    except Unavailable as reason:
        tool = reason
    return Libraries(folder=folder, tool=tool, required=required)


def end_cleanly() -> None:
    """Whoever ends us, what we started ends too: by default SIGTERM would leave no moment for it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
