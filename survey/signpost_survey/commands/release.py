"""`signpost-survey release`: what was published, as files."""

from pathlib import Path

import click

from signpost_survey.commands.common import NEW, whole, with_store
from signpost_survey.ledger import words
from signpost_survey.stores import Store, StoreError


@click.group()
def release() -> None:
    """Published releases: frozen, signed, for anyone you choose to give them to."""


@release.command("list")
@with_store
def release_list(store: Store) -> None:
    """Every release with its SHA-256 and the six words of it."""
    from signpost_survey.publish import described

    for id, _, _, sha256 in store.releases():
        click.echo(f"{described(store.release(id) or b'')}  sha256:{sha256}  {words(sha256)}")


@release.command("export")
@click.argument("release_id")
@click.argument("folder", type=NEW)
@click.option("--parquet", is_flag=True, help="Parquet beside the CSV files.")
@with_store
def release_export(store: Store, release_id: str, folder: Path, parquet: bool) -> None:
    """Write a release as a Frictionless data package into a new folder."""
    from signpost_survey.release import package

    document = store.release(release_id)
    if document is None:
        raise StoreError(f"no release has the id {release_id}")
    files = package(document, parquet=parquet)
    folder.mkdir(parents=True)
    with whole(folder):
        for name, body in files.items():
            (folder / name).write_bytes(body)
    click.echo(f"{folder}: {len(files)} files")


@release.command("tables")
@click.argument("release_id")
@click.argument("folder", type=NEW)
@with_store
def release_tables(store: Store, release_id: str, folder: Path) -> None:
    """Write a release as tables in words, for a spreadsheet, into a new folder: tables.csv and tables.xlsx."""
    from signpost_survey import labelled

    document = store.release(release_id)
    if document is None:
        raise StoreError(f"no release has the id {release_id}")
    files = {"tables.csv": labelled.as_csv(document), "tables.xlsx": labelled.as_xlsx(document)}
    folder.mkdir(parents=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    click.echo(f"{folder}: {', '.join(files)}, {labelled.everyone(document)} people")
