"""`signpost-survey simulate`: invented people, to see the whole way in a minute."""

import sys
from itertools import islice

import click

from signpost_survey.commands.common import with_store
from signpost_survey.form import parse_form
from signpost_survey.stores import Store, StoreError
from signpost_survey.stores.base import Row, key


@click.command()
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
    while batch := [Row(key(form_id), digest(sealed), sealed) for sealed in islice(records, 512)]:
        store.put(batch)
        made += len(batch)
        if say:
            click.echo(f"\r{made:,} of {people:,} people simulated", nl=False, err=True)
    store.close()
    click.echo(f"{made - after} simulated records")
