"""What the command line can tell the SCORM formats: whether packages carry the official schemas, and where these are."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from signpost_builder.formats.format import Told
from signpost_builder.formats.scorm.xsd import FETCH, NPM_FOLDER, STANDARDS, SchemasMissing, control_documents
from signpost_builder.package import NOTHING, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorm:
    """`control_documents`: by format, the XSDs and DTDs that its packages carry (profile `strict`); `lean` ones carry none."""

    control_documents: Mapping[str, Tree] = field(default_factory=dict)

    def carried(self, format: str) -> Tree:
        return self.control_documents.get(format, NOTHING)


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


def told(values: Told, wanted: Collection[str], project: Path) -> Callable[[Scorm], Scorm]:
    """Raises UsageError for `strict` without the schemas."""
    if values["profile"] != "strict":
        return lambda given: given
    places = schema_places(project, values)
    try:
        documents: dict[str, Tree] = {name: control_documents(name, places) for name in STANDARDS if name in wanted}
    except SchemasMissing as missing:
        raise click.UsageError(f"--profile strict: {missing}\nThis brings them, in the project: {FETCH}") from missing
    return lambda given: replace(given, control_documents=documents)


def schema_places(project: Path, values: Told) -> list[Path]:
    """Where to look: what was named, then where npm puts them."""
    named = values.get("schemas")
    return [*([named] if named else []), project / NPM_FOLDER]
