"""`signpost-survey reader`: who may read releases over HTTP."""

import click

from signpost_survey import readers
from signpost_survey.commands.common import with_store
from signpost_survey.stores import Store, StoreError


@click.group()
def reader() -> None:
    """Who may read releases over HTTP."""


@reader.command("add")
@click.argument("name")
@with_store
def reader_add(store: Store, name: str) -> None:
    """Make a key for a reader and show it once; the store keeps its hash."""
    key = readers.new_key()
    store.add_reader(name, readers.key_hash(key))
    click.echo(key)


@reader.command("remove")
@click.argument("name")
@with_store
def reader_remove(store: Store, name: str) -> None:
    """Take a reader's key away."""
    if not store.remove_reader(name):
        raise StoreError(f"no reader is called {name}")


@reader.command("list")
@with_store
def reader_list(store: Store) -> None:
    """Names of readers."""
    for name in store.readers():
        click.echo(name)
