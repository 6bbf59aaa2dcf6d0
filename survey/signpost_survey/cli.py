"""The command `signpost-survey`: parses, calls, prints, exits."""

import getpass
import json
import os
import sys
from functools import update_wrapper
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from signpost_survey import __version__, keys, readers
from signpost_survey.form import Form, FormError, form_bytes, parse_form
from signpost_survey.stores import Store, StoreError, open_store

DEFAULT_STORE = "signpost-survey.sqlite"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)


class Group(click.Group):
    """Faults that a person can act on are one line on stderr and exit 1; anything else is a bug and keeps its traceback."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except (StoreError, FormError, keys.KeyFileError) as error:
            for line in str(error).splitlines():
                click.echo(f"error: {line}", err=True)
            context.exit(1)


@click.group(cls=Group)
@click.version_option(__version__)
def main() -> None:
    """The anonymous survey: a store for sealed records, and the job that adds them up once a term."""


def with_store(command):
    """Give the command an open store; `--store` or SIGNPOST_SURVEY_STORE names it."""

    @click.option("--store", "url", envvar="SIGNPOST_SURVEY_STORE", default=DEFAULT_STORE, show_default=True)
    def wrapped(url: str, **arguments):
        store = open_store(url)
        store.migrate()
        return command(store, **arguments)

    return update_wrapper(wrapped, command)


@main.command()
@click.argument("path", type=NEW)
@click.option("--passphrase-file", type=FILE, help="Its first line; else SIGNPOST_SURVEY_PASSPHRASE, else asked for.")
def keygen(path: Path, passphrase_file: Path | None) -> None:
    """Make a key pair: the private key in PATH under a passphrase, the public key on the screen for course builders.

    Do this on the computer that will publish, never on the one that serves.
    """
    if path.exists():
        raise click.UsageError(f"{path} exists; a key is never replaced")
    passphrase = _passphrase(passphrase_file, new=True)
    if len(passphrase) < keys.MINIMUM_PASSPHRASE:
        raise click.UsageError(f"a passphrase has at least {keys.MINIMUM_PASSPHRASE} characters")
    private = X25519PrivateKey.generate()
    keys.write_key(path, private, passphrase)
    click.echo(json.dumps(keys.public_document(private)))


@main.group()
def form() -> None:
    """Register, list, open and close forms."""


@form.command("check")
@click.argument("path", type=FILE)
def form_check(path: Path) -> None:
    """Check a form file without registering it."""
    click.echo(_described(parse_form(path.read_bytes())))


@form.command("add")
@click.argument("paths", type=FILE, nargs=-1, required=True)
@with_store
def form_add(store: Store, paths: tuple[Path, ...]) -> None:
    """Register form files; a form known already gets its new titles."""
    for path in paths:
        added = parse_form(path.read_bytes())
        known = store.forms().get(added.id)
        if known and parse_form(known.document).key != added.key and store.count(added.id):
            raise StoreError(f"{path}: this form holds records sealed to another key; publish them first")
        store.add_form(added.id, form_bytes(added))
        click.echo(_described(added))


@form.command("list")
@with_store
def form_list(store: Store) -> None:
    """Each form with the number of records that wait."""
    for id, stored in store.forms().items():
        state = "accepting" if stored.accepting else "closed"
        click.echo(f"{_described(parse_form(stored.document))}  {state}  {store.count(id)} waiting")


@form.command("close")
@click.argument("id")
@with_store
def form_close(store: Store, id: str) -> None:
    """Take no more records; servers follow within seconds."""
    _accept(store, id, False)


@form.command("open")
@click.argument("id")
@with_store
def form_open(store: Store, id: str) -> None:
    """Take records again."""
    _accept(store, id, True)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8600, show_default=True)
@click.option("--uds", help="A Unix socket instead of host and port.")
@click.option("--per-hour", default=6_000, show_default=True, help="Records an hour from one address; 0: no limit.")
@click.option("--client-header", default="", help="Header in which a trusted proxy writes the address, for the limit alone.")
@with_store
def serve(store: Store, host: str, port: int, uds: str | None, per_hour: int, client_header: str) -> None:
    """Take records over HTTP. Works at once: SQLite in this folder, loopback only."""
    from signpost_survey.app import Settings
    from signpost_survey.server import serve

    serve(store, Settings(per_hour=per_hour, client_header=client_header), host=host, port=port, uds=uds)


@main.group()
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


def _passphrase(path: Path | None, *, new: bool = False) -> str:
    if path:
        return path.read_text(encoding="utf-8").splitlines()[0]
    if given := os.environ.get("SIGNPOST_SURVEY_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise click.UsageError("give --passphrase-file or SIGNPOST_SURVEY_PASSPHRASE")
    first = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Again: ") != first:
        raise click.UsageError("the two are not the same")
    return first


def _described(form: Form) -> str:
    labels = [form.kind, *(["open"] if form.open else []), *(["SIMULATED"] if form.simulated else [])]
    return f"{form.id}  {form.title} ({form.audience}, {form.language}; {', '.join(labels)})"


def _accept(store: Store, id: str, accepting: bool) -> None:
    if id not in store.forms() or not store.accept(id, accepting):
        raise StoreError(f"no form has the id {id}")
