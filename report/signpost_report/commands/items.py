"""`signpost-report items`: what a release says of each question, beside its place in the sources."""

from pathlib import Path

import click

from signpost_report.aligning import Series, aligned
from signpost_report.commands.reading import key_option, releases
from signpost_report.item_pages import Judged, document, lines, markdown
from signpost_report.items import items as items_of
from signpost_report.reading import ReleaseError
from signpost_report.sources import SourcesError, places


@click.command()
@click.argument("release", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The folder with course/ and quizzes/. [default: this one]",
)
@click.option("--builder", default="signpost", show_default=True, help="The command that runs the builder.")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@key_option
def items(release: tuple[Path, ...], sources: Path, builder: str, style: str, key: str | None) -> None:
    """Say of each question how many have it right before and after, and which teach nothing, are too easy, or mislead.

    Several RELEASE files of one form are added up; those of different forms follow each other.
    """
    try:
        judged = [_judged(series, sources, builder) for series in aligned(releases(release, key)).series]
    except (SourcesError, ReleaseError) as error:
        raise click.ClickException(str(error)) from None
    for signing in dict.fromkeys(one.signed_by for one in judged if not key):
        click.echo(f"note: signed by {signing}, which was compared with no other key (--key)", err=True)
    if style == "json":
        click.echo(document(judged))
    elif style == "markdown":
        click.echo("\n".join(map(markdown, judged)), nl=False)
    else:
        click.echo("\n\n".join("\n".join([*_heading(one, judged), *lines(one)]) for one in judged))


def _heading(one: Judged, among: list[Judged]) -> list[str]:
    return [f"{one.title} ({one.audience}; {', '.join(one.terms)})"] if len(among) > 1 else []


def _judged(series: Series, sources: Path, builder: str) -> Judged:
    last = series.releases[-1]
    found = items_of(series.results, {id: question.hash for id, question in series.questions.items()})
    where = places(sources, last.form["course"], [(item.id, item.hash) for item in found], builder)
    return Judged(
        title=last.title, audience=series.audience, terms=series.results.terms, notice=last.notice, signed_by=last.key,
        simulated=last.simulated, items=found, places=where,
    )  # fmt: skip
