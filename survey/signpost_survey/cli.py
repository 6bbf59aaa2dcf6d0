"""The command `signpost-survey`: parses, calls, prints, exits."""

import getpass
import json
import os
import sys
from functools import update_wrapper
from itertools import islice
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from signpost_survey import __version__, keys, readers
from signpost_survey.form import Form, FormError, form_bytes, parse_form
from signpost_survey.stores import Store, StoreError, open_store
from signpost_survey.stores.base import Row
from signpost_survey.stores.base import key as form_key

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


@main.command()
@click.argument("form_id")
@click.argument("term")
@click.option(
    "--key", "key_paths", type=FILE, required=True, multiple=True, help="A private key; again for an older one in use."
)
@click.option("--passphrase-file", type=FILE, help="Its first line; else SIGNPOST_SURVEY_PASSPHRASE, else asked for.")
@with_store
def publish(store: Store, form_id: str, term: str, key_paths: tuple[Path, ...], passphrase_file: Path | None) -> None:
    """Open, add up, suppress, freeze and purge the records of a form and a school term (2026-autumn).

    Fewer than 100 records are carried over to the next term. A release is never changed.
    """
    from signpost_survey.publish import CarriedOver, described, left_out
    from signpost_survey.publish import publish as publish_term

    passphrase = _passphrase(passphrase_file)
    private = [keys.read_key(path, passphrase) for path in key_paths]
    outcome = publish_term(store, form_id, term, *private)
    if isinstance(outcome, CarriedOver):
        click.echo(f"Fewer than {outcome.minimum} records: nothing is published, and they are carried over to the next term.")
        return
    click.echo(described(outcome.document))
    for line in left_out(outcome.document):
        click.echo(f"  {line}")


@main.command()
@click.argument("form_id")
@click.option("--people", default=400, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--seed", default=1, show_default=True)
@with_store
def simulate(store: Store, form_id: str, people: int, seed: int) -> None:
    """Fill a form marked as simulated with sealed records of invented people."""
    from signpost_survey.record import digest
    from signpost_survey.simulate import simulated_records

    stored = store.forms().get(form_id)
    if not stored:
        raise StoreError(f"no form has the id {form_id}")
    records = simulated_records(parse_form(stored.document), people, seed)
    while batch := [Row(form_key(form_id), digest(sealed), sealed) for sealed in islice(records, 512)]:
        store.put(batch)
    store.close()
    click.echo(f"{people} simulated records")


@main.group()
def release() -> None:
    """Published releases: frozen, suppressed, for anyone you choose to give them to."""


@release.command("list")
@with_store
def release_list(store: Store) -> None:
    """Every release with its SHA-256."""
    from signpost_survey.publish import described

    for id, _, _, sha256 in store.releases():
        click.echo(f"{described(store.release(id))}  sha256:{sha256}")


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
    for name, body in files.items():
        (folder / name).write_bytes(body)
    click.echo(f"{folder}: {len(files)} files")


@main.command()
@with_store
def doctor(store: Store) -> None:
    """Check settings, files, every record and every release; exit 1 if anything is wrong."""
    from signpost_survey.doctor import findings

    found = list(findings(store))
    for finding in found:
        click.echo(finding)
    click.echo(f"{store.kind}: {len(found)} findings")
    if found:
        raise SystemExit(1)


@main.command()
@click.argument("path", type=NEW)
@with_store
def backup(store: Store, path: Path) -> None:
    """Write a verified copy of the store into the new file PATH while it goes on serving."""
    from signpost_survey.backup import backup

    click.echo(f"{path}: {backup(store, path)}")


@main.command()
@click.argument("path", type=FILE)
@with_store
def restore(store: Store, path: Path) -> None:
    """Put a backup into the store, after checking every record, form and release in it."""
    from signpost_survey.backup import restore

    click.echo(f"{path}: {restore(path, store)}")


@main.command()
@click.argument("path", type=FILE)
@with_store
def adopt(store: Store, path: Path) -> None:
    """Take over the releases that were made on PATH, a backup of this store, on the computer with the private key."""
    from signpost_survey.backup import adopt

    for id in adopt(path, store):
        click.echo(id)


@main.command()
@click.argument("form_id")
@with_store
def purge(store: Store, form_id: str) -> None:
    """Finish the removal of published records, where a crash or a busy store stopped it."""
    click.echo(f"{store.purge(form_id)} records removed")
