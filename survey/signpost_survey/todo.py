"""What a store needs from its people: one sentence each, with the command that does it."""

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from signpost_survey.form import Form
from signpost_survey.retention import overdue
from signpost_survey.stores.base import StoredForm
from signpost_survey.terms import LEAST, term_of

BACKUP_DAYS = 7
KINDS = {
    ("pair", False): "in the course",
    ("pair", True): "for lessons that link to it",
    ("single", True): "campaign",
    ("single", False): "with an approval",
}
KEY_DAYS = 400  # a school year and some weeks


class Task(NamedTuple):
    """`command` is for whoever runs the store; empty where somebody else has to act."""

    what: str
    command: str = ""


class Known(NamedTuple):
    """A form, how the store keeps it, and how many wait for it, in steps."""

    form: Form
    stored: StoredForm
    waiting: int


def tasks(forms: list[Known], notes: Mapping[str, str], today: datetime.date) -> Iterator[Task]:
    """`notes`: those of the store."""
    yield from _backup(notes.get("backup", ""), today)
    for key in sorted({one.form.key.id for one in forms}):
        since = notes.get(f"key {key}", "")
        if since and (today - datetime.date.fromisoformat(since)).days > KEY_DAYS:
            yield Task(
                f"The key {key} is in use since {since}, longer than a school year: make a new one.",
                "signpost-survey keygen FOLDER --rotate",
            )
    for one in forms:
        yield from _form(one, notes, today)


def named(title: str, audience: str, kind: str, open: bool) -> str:
    """A form in words that no other has: several have the same title."""
    return f"{title}, for {audience}, {KINDS[kind, open]}"


def _named(form: Form) -> str:
    return named(form.title, form.audience, form.kind, form.open)


def _backup(day: str, today: datetime.date) -> Iterator[Task]:
    if not day:
        yield Task("There is no backup yet.", "signpost-survey backup FILE")
    elif (today - datetime.date.fromisoformat(day)).days > BACKUP_DAYS:
        yield Task(f"The last backup is of {day}.", "signpost-survey backup FILE")


def _form(one: Known, notes: Mapping[str, str], today: datetime.date) -> Iterator[Task]:
    form, term = one.form, term_of(today)
    if not all(msgspec.to_builtins(form.responsible).values()):
        yield Task(
            f"{_named(form)}: its privacy notice is not complete. Fill in course.yaml, build again.",
            "signpost-survey form add FILE",
        )
    if old := notes.get(f"old-key {form.id}"):
        yield Task(
            f"{_named(form)}: records may wait that are sealed to the older key {old}. Publish with the folder that has it, or discard.",
            f"signpost-survey form discard {form.id} --records",
        )
    since = notes.get(f"waits {form.id}", "")
    if one.waiting >= LEAST and since and since != term:
        yield Task(
            f"{_named(form)}: records wait since {since}. Publish them.",
            f"signpost-survey publish {form.id} {since} --key FOLDER",
        )
    elif one.waiting >= LEAST and not one.stored.accepting:
        yield Task(
            f"{_named(form)}: it is closed, and records wait. Publish them.",
            f"signpost-survey publish {form.id} {since or term} --key FOLDER",
        )
    elif since and since != term and not overdue(since, today):
        yield Task(
            f"{_named(form)}: fewer than {LEAST} wait since {since}. If they stay so for a school year, they are discarded."
        )
