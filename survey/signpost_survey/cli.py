"""The command `signpost-survey`: parses, calls, prints, exits."""

import datetime
import getpass
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import click

from signpost_survey import __version__, keys, readers
from signpost_survey.form import Form, FormError, form_bytes, parse_form, shown_as_page
from signpost_survey.hardening import seal_process
from signpost_survey.ledger import LedgerError
from signpost_survey.stores import Store, StoreError, open_store
from signpost_survey.stores.base import Row
from signpost_survey.stores.base import key as form_key

if TYPE_CHECKING:
    from signpost_survey.publish import Outcome

DEFAULT_STORE = "signpost-survey.sqlite"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
SUPERSEDED_DAYS = 90  # a package that is being replaced is in use for a while, and a page tries to send for 30 days


class Group(click.Group):
    """Faults that a person can act on are one line on stderr and exit 1; anything else is a bug and keeps its traceback."""

    def invoke(self, context: click.Context):
        try:
            return super().invoke(context)
        except (StoreError, FormError, LedgerError, keys.KeyFileError) as error:
            for line in _in_words(str(error)).splitlines():
                click.echo(f"error: {line}", err=True)
            context.exit(1)
        except OSError as error:  # a disk that is full, a file that must not be read
            click.echo(f"error: {error.filename or context.invoked_subcommand}: {error.strerror or error}", err=True)
            context.exit(1)


ENGINE = {
    "SQLITE_FULL": "the disk of the store is full: make room, then run the command again",
    "SQLITE_BUSY": "another program holds the store: stop it, then run the command again",
    "SQLITE_READONLY": "the store's file must not be written by this user",
    "SQLITE_IOERR": "the disk of the store is full or broken: look at it, then run the command again",
    "SQLITE_CANTOPEN": "the store's file cannot be opened",
}


def _in_words(fault: str) -> str:
    """The engine's name of a fault, with what to do."""
    return next((f"{words} ({fault})" for name, words in ENGINE.items() if fault.startswith(name)), fault)


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
@click.argument("folder", type=NEW)
@click.option(
    "--rotate", is_flag=True, help="A new key in the existing FOLDER, signed by the one in use; the ledger goes on."
)
@click.option("--passphrase-file", type=FILE, help="Its first line; else SIGNPOST_SURVEY_PASSPHRASE, else asked for.")
def keygen(folder: Path, rotate: bool, passphrase_file: Path | None) -> None:
    """Make a key folder: private keys under a passphrase, and the ledger. Prints the public halves for course builders.

    Do this on the computer that will publish, never on the one that serves.
    """
    from signpost_survey.ledger import found_ledger

    if folder.exists() != rotate:
        raise click.UsageError(
            f"{folder} is not there" if rotate else f"{folder} exists; a key is never replaced (see --rotate)"
        )
    passphrase = _passphrase(passphrase_file, new=not rotate)
    if len(passphrase) < keys.MINIMUM_PASSPHRASE:
        raise click.UsageError(f"a passphrase has at least {keys.MINIMUM_PASSPHRASE} characters")
    if rotate:
        made = keys.rotate(folder, passphrase)
    else:
        ledger_id = os.urandom(16).hex()
        with _whole(folder):
            made = keys.make_folder(folder, passphrase, ledger_id)
            found_ledger(folder, ledger_id)
    click.echo(json.dumps(keys.public_document(made)))


@contextmanager
def _whole(folder: Path) -> Iterator[None]:
    """A new folder has everything in it, or is not left behind."""
    try:
        yield
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


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
    """Register form files; a form known already gets its new titles.

    A form of the same course, audience, language and kind that asks something else is superseded: it closes after 90 days.
    """
    for path in paths:
        added = parse_form(path.read_bytes())
        known = store.forms().get(added.id)
        if known and parse_form(known.document).key != added.key and store.count(added.id):
            raise StoreError(
                f"{path}: this form holds records sealed to another key; 'form rotate' keeps them for publication"
            )
        _register(store, added)


@form.command("rotate")
@click.argument("paths", type=FILE, nargs=-1, required=True)
@with_store
def form_rotate(store: Store, paths: tuple[Path, ...]) -> None:
    """Register form files with a new key, also while records sealed to the old one wait.

    They are published with the key folder that has both ('keygen --rotate'), or dropped with 'form discard --records'.
    """
    for path in paths:
        added = parse_form(path.read_bytes())
        known = store.forms().get(added.id)
        if not known:
            raise StoreError(f"{path}: no form has the id {added.id}; 'form add' registers a new one")
        if parse_form(known.document).key == added.key:
            raise StoreError(f"{path}: this form has the key {added.key.id} already")
        _register(store, added)
        if store.count(added.id):
            store.set_note(f"old-key {added.id}", parse_form(known.document).key.id)
        click.echo(
            f"  {store.count(added.id)} records wait under the old key: publish them with the folder that has both"
        )


@form.command("discard")
@click.argument("id")
@click.option("--records", is_flag=True, required=True, help="The waiting records; nothing else can be discarded.")
@click.option("--yes", type=int, metavar="COUNT", help="Do not ask; COUNT must be the number of records that wait.")
@with_store
def form_discard(store: Store, id: str, records: bool, yes: int | None) -> None:
    """Remove every waiting record of a form, uncounted: when its key or ledger is lost, or it never reaches 100."""
    if id not in store.forms():
        raise StoreError(f"no form has the id {id}")
    count = store.count(id)
    if yes is None:
        _interactive("--yes COUNT")
        yes = click.prompt(
            f"{count} records of this form wait. They cannot be brought back. Type their number to remove them",
            type=int,
        )
    if yes != count:
        raise StoreError(f"{count} records wait, not {yes}: nothing was removed")
    click.echo(f"{store.discard(id)} records removed, uncounted")


@form.command("list")
@with_store
def form_list(store: Store) -> None:
    """Each form with the number of records that wait."""
    for id, stored in store.forms().items():
        state = "accepting" if stored.accepting else "closed"
        if stored.accepting and stored.closes:
            state = f"accepting until {stored.closes}"
        page = "page open" if shown_as_page(stored) else "no page"
        click.echo(f"{_described(parse_form(stored.document))}  {state}  {page}  {store.count(id)} waiting")


@form.command("close")
@click.argument("id")
@with_store
def form_close(store: Store, id: str) -> None:
    """Take no more records; servers follow within seconds."""
    _accept(store, id, False)


@form.command("page")
@click.argument("id")
@click.option("--open/--close", "shown", required=True, help="Whether /f/ID asks the form.")
@with_store
def form_page(store: Store, id: str, shown: bool) -> None:
    """Let people answer a form at /f/ID, or no longer; packages send all the same.

    Campaign forms and those that lessons link to are open at once, a course's own and approved drafts only after this.
    """
    if id not in store.forms():
        raise StoreError(f"no form has the id {id}")
    store.show_page(id, shown)
    click.echo(f"/f/{id} {'asks the form' if shown else 'says that the form is not open'}")


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
@click.option(
    "--connections", default=256, show_default=True, help="Connections at a time from one address; 0: no limit."
)
@click.option(
    "--most-gib",
    default=20.0,
    show_default=True,
    help="Take no more records when the store is this large; 0: no limit.",
)
@click.option(
    "--client-header", default="", help="Header in which a trusted proxy writes the address, for the limit alone."
)
@with_store
def serve(
    store: Store,
    host: str,
    port: int,
    uds: str | None,
    per_hour: int,
    connections: int,
    most_gib: float,
    client_header: str,
) -> None:
    """Take records over HTTP. Works at once: SQLite in this folder, loopback only."""
    from signpost_survey.app import Settings
    from signpost_survey.server import serve

    settings = Settings(
        per_hour=per_hour, client_header=client_header, most_bytes=int(most_gib * (1 << 30)), per_address=connections
    )
    serve(store, settings, host=host, port=port, uds=uds)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8601, show_default=True)
@click.option(
    "--name", "names", multiple=True, help="Under which name a proxy with a login passes it on; may be repeated."
)
@click.option("--reports", type=FOLDER, help="Where reports lie: REPORTS/RELEASE_ID/report.html.")
@with_store
def status(store: Store, host: str, port: int, names: tuple[str, ...], reports: Path | None) -> None:
    """Show the status page at http://127.0.0.1:8601/status/: forms, results as tables, what needs doing.

    It has no login of its own and listens on this computer alone; a proxy with a login may pass it on.
    """
    from signpost_survey.server import serve_status

    if host not in ("127.0.0.1", "::1", "localhost"):
        raise click.UsageError(
            "the status page has no login: it listens on this computer alone, and a proxy with a login passes it on"
        )
    serve_status(store, host=host, port=port, names=names, reports=reports)


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
        try:
            return path.read_text(encoding="utf-8").splitlines()[0]
        except (UnicodeDecodeError, IndexError):
            raise click.UsageError(f"{path}: the passphrase stands in the first line, in UTF-8") from None
    if given := os.environ.get("SIGNPOST_SURVEY_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise click.UsageError("give --passphrase-file or SIGNPOST_SURVEY_PASSPHRASE")
    first = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Again: ") != first:
        raise click.UsageError("the two are not the same")
    return first


def _interactive(option: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError(f"nobody can be asked here: give {option}")


def _register(store: Store, added: Form) -> None:
    store.add_form(added.id, form_bytes(added))
    if f"key {added.key.id}" not in store.notes():
        store.set_note(f"key {added.key.id}", datetime.date.today().isoformat())
    click.echo(_described(added))
    day = (datetime.date.today() + datetime.timedelta(days=SUPERSEDED_DAYS)).isoformat()
    about = lambda form: (form.course, form.audience, form.language, form.kind, form.open, form.simulated)  # noqa: E731
    for id, stored in store.forms().items():
        if (
            id != added.id
            and stored.accepting
            and not stored.closes
            and about(parse_form(stored.document)) == about(added)
        ):
            store.close_on(id, day)
            click.echo(f"  supersedes {id}, which takes records until {day}")


def _described(form: Form) -> str:
    labels = [form.kind, *(["open"] if form.open else []), *(["SIMULATED"] if form.simulated else [])]
    return f"{form.id}  {form.title} ({form.audience}, {form.language}; {', '.join(labels)})"


def _accept(store: Store, id: str, accepting: bool) -> None:
    if id not in store.forms() or not store.accept(id, accepting):
        raise StoreError(f"no form has the id {id}")


def _range(context, parameter, text: str | None) -> range | None:
    """LOW..HIGH, both included."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,9})\.\.([0-9]{1,9})", text)
    if not found or int(found[1]) > int(found[2]):
        raise click.BadParameter("write it like 380..420")
    return range(int(found[1]), int(found[2]) + 1)


@main.command()
@click.argument("form_id")
@click.argument("term")
@click.option("--key", "folder", type=FOLDER, help="The key folder that keygen made.")
@click.option("--passphrase-file", type=FILE, help="Its first line; else SIGNPOST_SURVEY_PASSPHRASE, else asked for.")
@click.option(
    "--last", metavar="WORDS", help="The six words of the last publication; else asked for. Empty for the first."
)
@click.option("--expect", callback=_range, metavar="LOW..HIGH", help="How many people finished, as partners say.")
@click.option("--drop-unreadable", is_flag=True, help="Go on although many records cannot be opened with these keys.")
@click.option("--dry-run", is_flag=True, help="Say which tables there would be. Opens no record and needs no key.")
@click.option("--yes", is_flag=True, help="Do not ask before records are removed.")
@with_store
def publish(
    store: Store,
    form_id: str,
    term: str,
    folder: Path | None,
    passphrase_file: Path | None,
    last: str | None,
    expect: range | None,
    drop_unreadable: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Open, count, freeze and purge the records of a form and a term: a school term (2026-autumn) or a wave (2027-w1).

    Every number gets noise, which is drawn once. Fewer than 100 records are carried over to the next school term. A release is
    never changed.
    """
    from signpost_survey import ledger, publish

    for line in seal_process():
        click.echo(f"note: {line}", err=True)
    if dry_run:
        for line in publish.shape(publish.registered_form(store, form_id)):
            click.echo(line)
        return
    if folder is None:
        raise click.UsageError("give --key with the folder that keygen made")
    if not yes:
        _interactive("--yes, which removes counted records without asking")
    with ledger.opened(keys.open_folder(folder, _passphrase(passphrase_file))) as opened:
        _check_last(opened, last, form_id, term)
        progress = _progress(store, form_id)
        outcome = publish.publish(
            store, form_id, term, opened, expect=expect, drop_unreadable=drop_unreadable, progress=progress
        )
        _say(store, form_id, term, opened, outcome, yes)


def _check_last(ledger, last: str | None, form_id: str, term: str) -> None:
    """The words on paper must be the ledger's, or those before where the last publication broke off and is this one."""
    from signpost_survey.ledger import words

    given = " ".join(re.findall("[a-z]+", _asked_last(ledger, last).lower()))
    if given == ledger.words:
        return
    newest = ledger.releases[-1] if ledger.releases else None
    if newest and given == (words(ledger.releases[-2].head) if len(ledger.releases) > 1 else ""):
        if (newest.form, newest.term) == (form_id, term):
            return
        raise LedgerError(
            f"the ledger has one release more than your paper: {newest.form} {newest.term}. If that publication broke off before it "
            "printed its words, run it again first; if you know nothing of it, somebody else published with this folder"
        )
    fit = sum(one == other for one, other in zip(given.split(), ledger.words.split(), strict=False))
    raise LedgerError(
        (f"{fit} of the six words fit: look for a slip of the pen. Else " if fit > 1 else "")
        + "these are not the words of this ledger's last release: it is an old copy, or something was published with another one. "
        "Look for the newest key folder; publish nothing until you have it"
    )


def _asked_last(ledger, last: str | None) -> str:
    """Asked for the first time too: a copy of the folder that was made before it looks as if nothing was ever published."""
    if last is not None:
        return last
    if not ledger.head and not sys.stdin.isatty():
        click.echo(
            "note: this key folder has published nothing yet. If you have six words on paper, it is an old copy",
            err=True,
        )
        return ""
    _interactive("--last with the six words of the last publication")
    return click.prompt(
        "The six words of the last publication (if there never was one: Enter)", default="", show_default=False
    )


def _progress(store: Store, form_id: str) -> Callable[[int], None]:
    if not sys.stderr.isatty():
        return lambda read: None
    total = store.count(form_id)
    return lambda read: click.echo(f"\r{read:,} of {total:,} records opened\033[K", nl=read >= total, err=True)


def _say(store: Store, form_id: str, term: str, ledger, outcome: "Outcome", yes: bool) -> None:
    from signpost_survey import publish

    match outcome:
        case publish.Published():
            click.echo(publish.described(outcome.document) + (", as before" if outcome.again else ""))
            for line in publish.dropped_lines(outcome):
                click.echo(f"  {line}")
            click.echo(f"Write these six words on paper, for the next publication:\n  {ledger.words}")
            if yes or click.confirm("Remove the counted records now?", default=True):
                click.echo(f"{store.purge(form_id)} records removed")
            else:
                click.echo(f"They count no more; 'signpost-survey purge {form_id}' removes them")
        case publish.CarriedOver():
            click.echo(
                f"Fewer than {outcome.minimum} records: nothing is published, and they are carried over to the next term."
            )
        case publish.TooFewForGood():
            click.echo(
                "Fewer than 100 records at the end of a wave: they are not carried over."
                if outcome.why == "wave"
                else "Fewer than 100 records after a whole year: they are not kept longer."
            )
            if yes or click.confirm("Discard them now, uncounted?", default=False):
                publish.discard(store, form_id, term, ledger)
                store.purge(form_id)
                click.echo("discarded")
        case publish.Unexpected():
            raise StoreError(f"the number of people is {outcome.side} what was expected; nothing was published")
        case _:
            assert_never(outcome)


@main.command()
@click.argument("form_id")
@click.option("--people", default=400, show_default=True, type=click.IntRange(1, 10_000_000))
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--after",
    default=0,
    type=click.IntRange(0),
    help="Leave out the first so many people: they are in the store from a run that broke off.",
)
@with_store
def simulate(store: Store, form_id: str, people: int, seed: int, after: int) -> None:
    """Fill a form marked as simulated with sealed records of invented people."""
    from signpost_survey.record import digest
    from signpost_survey.simulate import simulated_records

    stored = store.forms().get(form_id)
    if not stored:
        raise StoreError(f"no form has the id {form_id}")
    records = simulated_records(parse_form(stored.document), people, seed, after)
    made, say = after, sys.stderr.isatty()
    while batch := [Row(form_key(form_id), digest(sealed), sealed) for sealed in islice(records, 512)]:
        store.put(batch)
        made += len(batch)
        if say:
            click.echo(f"\r{made:,} of {people:,} people simulated", nl=False, err=True)
    store.close()
    click.echo(f"{made - after} simulated records")


@main.group()
def release() -> None:
    """Published releases: frozen, signed, for anyone you choose to give them to."""


@release.command("list")
@with_store
def release_list(store: Store) -> None:
    """Every release with its SHA-256 and the six words of it."""
    from signpost_survey.ledger import words
    from signpost_survey.publish import described

    for id, _, _, sha256 in store.releases():
        click.echo(f"{described(store.release(id))}  sha256:{sha256}  {words(sha256)}")


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
    with _whole(folder):
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


@main.command()
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


@main.command()
@click.argument("path", type=NEW)
@with_store
def backup(store: Store, path: Path) -> None:
    """Write a verified copy of the store into the new file PATH while it goes on serving."""
    from signpost_survey.backup import backup

    contents = backup(store, path)
    store.set_note("backup", datetime.date.today().isoformat())
    click.echo(f"{path}: {contents}")


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
    if form_id not in store.forms():
        raise StoreError(f"no form has the id {form_id}")
    click.echo(f"{store.purge(form_id)} records removed")
