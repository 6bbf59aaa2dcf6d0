"""`signpost-survey form`: which forms the store takes records for."""

import datetime
from pathlib import Path

import click

from signpost_survey.commands.common import FILE, need_a_person, with_store
from signpost_survey.form import Form, form_bytes, parse_form, shown_as_page
from signpost_survey.stores import Store, StoreError

SUPERSEDED_DAYS = 90  # a package that is being replaced is in use for a while, and a page tries to send for 30 days


@click.group()
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
        need_a_person("--yes COUNT")
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


def _register(store: Store, added: Form) -> None:
    store.add_form(added.id, form_bytes(added))
    if f"key {added.key.id}" not in store.notes():
        store.set_note(f"key {added.key.id}", datetime.date.today().isoformat())
    click.echo(_described(added))
    day = (datetime.date.today() + datetime.timedelta(days=SUPERSEDED_DAYS)).isoformat()
    for id, stored in store.forms().items():
        if (
            id != added.id
            and stored.accepting
            and not stored.closes
            and _about(parse_form(stored.document)) == _about(added)
        ):
            store.close_on(id, day)
            click.echo(f"  supersedes {id}, which takes records until {day}")


def _about(form: Form) -> tuple[object, ...]:
    """What a form and the one that comes in its place have in common."""
    return form.course, form.audience, form.language, form.kind, form.open, form.simulated


def _described(form: Form) -> str:
    labels = [form.kind, *(["open"] if form.open else []), *(["SIMULATED"] if form.simulated else [])]
    return f"{form.id}  {form.title} ({form.audience}, {form.language}; {', '.join(labels)})"


def _accept(store: Store, id: str, accepting: bool) -> None:
    if id not in store.forms() or not store.accept(id, accepting):
        raise StoreError(f"no form has the id {id}")
