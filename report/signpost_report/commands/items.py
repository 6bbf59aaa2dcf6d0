"""`signpost-report items`: what a release says of each question, beside its place in the sources."""

import json
from itertools import groupby
from pathlib import Path

import click

from signpost_report.item_pages import Judged, document, lines, markdown
from signpost_report.items import items
from signpost_report.pooling import pooled
from signpost_report.reading import ReleaseError, read_release
from signpost_report.sources import SourcesError, places


@click.command("items")
@click.argument("releases", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="RELEASE...")
@click.option("--sources", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), metavar="DIR", help="The folder with course/ and quizzes/. [default: this one]")
@click.option("--pin", "pinned", envvar="SIGNPOST_SURVEY_PIN", help="The signing key as the course names it ('verify').")
@click.option("--builder", default="signpost", show_default=True, help="The command that runs the builder.")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def command(releases: tuple[Path, ...], sources: Path, pinned: str | None, builder: str, style: str) -> None:
    """Say of each question how many have it right before and after, and which teach nothing, are too easy, or mislead.

    RELEASE is a release's JSON file or the folder of its data package; several of one form are added up.
    """
    found = [_read(path, pinned) for path in releases]
    found.sort(key=lambda one: one[0]["form"]["id"])
    by_form = [list(group) for _, group in groupby(found, key=lambda one: one[0]["form"]["id"])]
    try:
        judged = [_judged(group, sources, builder) for group in by_form]
    except (SourcesError, ReleaseError) as error:
        raise click.ClickException(str(error)) from None
    if style == "json":
        click.echo(document(judged))
    elif style == "markdown":
        click.echo("\n".join(map(markdown, judged)), nl=False)
    else:
        click.echo("\n\n".join("\n".join([*_heading(one, judged), *lines(one)]) for one in judged))


def _heading(one: Judged, among: list[Judged]) -> list[str]:
    return [f"{one.title} ({one.audience}; {', '.join(one.terms)})"] if len(among) > 1 else []


def _read(path: Path, pinned: str | None):
    """The document and its Results; without a pinned key only that nothing was changed since it was signed is known, and said."""
    file = path / "release.json" if path.is_dir() else path
    try:
        data = file.read_bytes()
        document = json.loads(data)
        key = pinned or document["signature"]["key"]
        if not pinned:
            click.echo(f"note: {file}: signed by {key}, compared with no other key (--pin)", err=True)
        return document, read_release(data, key)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        words = str(error) if isinstance(error, ReleaseError) else "this is not a release"
        raise click.ClickException(f"{file}: {words}") from None


def _judged(group: list, sources: Path, builder: str) -> Judged:
    first, form = group[0][0], group[0][0]["form"]
    results = pooled([results for _, results in group])
    hashes = {row[0]: row[1] for row in first["questions"]}
    found = items(results, hashes)
    where = places(sources, form["course"], [(item.id, item.hash) for item in found], builder)
    notice = max((one["notice"] for one, _ in group), key=len)
    return Judged(first["title"], form["audience"], results.terms, notice, found, where)
