"""What the command line can tell the SCORM formats: whether packages carry the official schemas, and where these are."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from signpost_builder.formats.scorm.options import Scorm
    from signpost_builder.package import Tree


def check_flags() -> Sequence[click.Option]:
    return (
        click.Option(
            ["--schemas"],
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            metavar="DIR",
            help="Where the official SCORM schemas are.",
        ),
    )


def build_flags() -> Sequence[click.Option]:
    profile = click.Option(
        ["--profile"],
        type=click.Choice(["lean", "strict"]),
        default="lean",
        show_default=True,
        help="strict: SCORM packages carry the official schemas.",
    )
    return (profile, *check_flags())


def told(values: Told, wanted: Collection[str], project: Path) -> "Callable[[Scorm], Scorm]":
    """Raises UsageError for `strict` without the schemas."""
    if values["profile"] != "strict":
        return lambda given: given
    from signpost_builder.formats.scorm.xsd import FETCH, STANDARDS, SchemasMissing, control_documents

    places = schema_places(project, values)
    try:
        documents: dict[str, Tree] = {name: control_documents(name, places) for name in STANDARDS if name in wanted}
    except SchemasMissing as missing:
        raise click.UsageError(f"--profile strict: {missing}\nThis brings them, in the project: {FETCH}") from missing
    return lambda given: replace(given, control_documents=documents)


def schema_places(project: Path, values: Told) -> list[Path]:
    """Where to look: what was named, then where npm puts them."""
    from signpost_builder.formats.scorm.xsd import NPM_FOLDER

    named = values.get("schemas")
    return [*([named] if named else []), project / NPM_FOLDER]
