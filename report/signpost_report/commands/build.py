"""`signpost-report build`: releases in, the report out."""

from pathlib import Path

import click

from signpost_report.building import files_of
from signpost_report.commands.reading import denominators, key_option, releases
from signpost_report.reading import ReleaseError
from signpost_report.storing import store


@click.command()
@click.argument("release", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the report; made if need be.",
)
@click.option(
    "--denominators",
    "asked",
    type=click.Path(path_type=Path),
    help="CSV of how many could have answered: docs/research.md.",
)
@key_option
def build(release: tuple[Path, ...], output: Path, asked: Path | None, key: str | None) -> None:
    """One report of all RELEASE files: report.html, report.pdf and the data in data/."""
    try:
        made = files_of(releases(release, key), denominators(asked))
    except ReleaseError as error:
        raise click.ClickException(str(error)) from None
    store(output, made)
    click.echo(f"{output / 'report.html'}  {sum(map(len, made.values())) / 1e6:.1f} MB in {len(made)} files")
