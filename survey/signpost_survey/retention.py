"""An end for records that nobody publishes because too few came: the server sees to it, whatever the key holder does."""

import datetime
from collections.abc import Iterator

from signpost_survey.stores import Store
from signpost_survey.terms import LEAST, TERMS_TO_WAIT, term_of, terms_between


def sweep(store: Store, today: datetime.date) -> Iterator[str]:
    """Note since which school term each form's records wait; discard what stays under 100 for longer than `publish` allows.

    Gives the ids of forms whose records were discarded. A term, never a day: the day on which the first record came
    would be one person's. Publishing and discarding forget the note.
    """
    notes, now = store.notes(), term_of(today)
    for id in store.forms():
        since, waiting = notes.get(f"waits {id}"), store.count(id)
        if waiting and not since:
            store.set_note(f"waits {id}", now)
        elif waiting and waiting < LEAST and overdue(since or now, today):
            store.discard(id)
            yield id


def overdue(since: str, today: datetime.date) -> bool:
    """Whether the term is over in which records that wait since that term could last be published."""
    return terms_between(since, term_of(today)) > TERMS_TO_WAIT
