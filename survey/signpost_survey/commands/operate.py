"""`signpost-survey doctor`, `backup`, `restore`, `adopt` and `purge`: looking after a store."""

import datetime
from pathlib import Path

import click

from signpost_survey.commands.common import FILE, NEW, with_store
from signpost_survey.stores import Store, StoreError


@click.command()
@click.option(
    "--pin",
    "pinned",
    multiple=True,
    envvar="SIGNPOST_SURVEY_PIN",
    help="The signing key as the course names it ('verify').",
)
@with_store
def doctor(store: Store, pinned: tuple[str, ...]) -> None:
    """Check settings, files, every record and every release with its signature; exit 1 if anything is wrong."""
    from signpost_survey.doctor import findings

    found = list(findings(store, *pinned))
    for finding in found:
        click.echo(finding)
    click.echo(f"{store.kind}: {len(found)} findings")
    if store.releases() and not pinned:
        click.echo(
            "signatures were compared with the store's own forms; with --pin, with the key that the course names"
        )
    if found:
        raise SystemExit(1)


@click.command()
@click.argument("path", type=NEW)
@with_store
def backup(store: Store, path: Path) -> None:
    """Write a verified copy of the store into the new file PATH while it goes on serving."""
    from signpost_survey.backup import backup

    contents = backup(store, path)
    store.set_note("backup", datetime.date.today().isoformat())
    click.echo(f"{path}: {contents}")


@click.command()
@click.argument("path", type=FILE)
@with_store
def restore(store: Store, path: Path) -> None:
    """Put a backup into the store, after checking every record, form and release in it."""
    from signpost_survey.backup import restore

    click.echo(f"{path}: {restore(path, store)}")


@click.command()
@click.argument("path", type=FILE)
@with_store
def adopt(store: Store, path: Path) -> None:
    """Take over the releases that were made on PATH, a backup of this store, on the computer with the private key."""
    from signpost_survey.backup import adopt

    for id in adopt(path, store):
        click.echo(id)


@click.command()
@click.argument("form_id")
@with_store
def purge(store: Store, form_id: str) -> None:
    """Finish the removal of published records, where a crash or a busy store stopped it."""
    if form_id not in store.forms():
        raise StoreError(f"no form has the id {form_id}")
    click.echo(f"{store.purge(form_id)} records removed")
