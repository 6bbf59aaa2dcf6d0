"""`signpost-survey publish`: the job that adds the records of a form up, once a term or wave."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import click

from signpost_survey import keys
from signpost_survey.commands.common import FILE, FOLDER, need_a_person, passphrase_of, with_store
from signpost_survey.hardening import seal_process
from signpost_survey.ledger import Ledger, LedgerError, opened, words
from signpost_survey.stores import Store, StoreError

if TYPE_CHECKING:
    from signpost_survey.publish import Outcome


def _range(context: click.Context, parameter: click.Parameter, text: str | None) -> range | None:
    """LOW..HIGH, both included."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,9})\.\.([0-9]{1,9})", text)
    if not found or int(found[1]) > int(found[2]):
        raise click.BadParameter("write it like 380..420")
    return range(int(found[1]), int(found[2]) + 1)


@click.command()
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
    from signpost_survey import publish

    for line in seal_process():
        click.echo(f"note: {line}", err=True)
    if dry_run:
        for line in publish.shape(publish.registered_form(store, form_id)):
            click.echo(line)
        return
    if folder is None:
        raise click.UsageError("give --key with the folder that keygen made")
    if not yes:
        need_a_person("--yes, which removes counted records without asking")
    with opened(keys.open_folder(folder, passphrase_of(passphrase_file))) as ledger:
        _check_last(ledger, last, form_id, term)
        progress = _progress(store, form_id)
        outcome = publish.publish(
            store, form_id, term, ledger, expect=expect, drop_unreadable=drop_unreadable, progress=progress
        )
        _say(store, form_id, term, ledger, outcome, yes)


def _check_last(ledger: Ledger, last: str | None, form_id: str, term: str) -> None:
    """The words on paper must be the ledger's, or those before where the last publication broke off and is this one."""
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


def _asked_last(ledger: Ledger, last: str | None) -> str:
    """Asked for the first time too: a copy of the folder that was made before it looks as if nothing was ever published."""
    if last is not None:
        return last
    if not ledger.head and not sys.stdin.isatty():
        click.echo(
            "note: this key folder has published nothing yet. If you have six words on paper, it is an old copy",
            err=True,
        )
        return ""
    need_a_person("--last with the six words of the last publication")
    question = "The six words of the last publication (if there never was one: Enter)"
    return str(click.prompt(question, default="", show_default=False))


def _progress(store: Store, form_id: str) -> Callable[[int], None]:
    if not sys.stderr.isatty():
        return lambda read: None
    total = store.count(form_id)
    return lambda read: click.echo(f"\r{read:,} of {total:,} records opened\033[K", nl=read >= total, err=True)


def _say(store: Store, form_id: str, term: str, ledger: Ledger, outcome: "Outcome", yes: bool) -> None:
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
