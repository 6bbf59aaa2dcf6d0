"""Publication: open, validate, shuffle, add up, suppress, freeze, purge. Runs where the private key is, once a term."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from signpost_survey import release
from signpost_survey.cube import cube, table
from signpost_survey.form import NAMESPACE, Form, parse_form
from signpost_survey.keys import public_document
from signpost_survey.record import REASONS, Answers, Opener, RecordError, digest
from signpost_survey.stores import Store, StoreError
from signpost_survey.stores.base import Row
from signpost_survey.suppress import Policy
from signpost_survey.tables import tables

REASONS_SAID = {
    "unreadable": "not sealed to this key and form, or damaged",
    "malformed": "not laid out as a record",
    "undescribed": "answers that the form does not have",
    "replayed": "the same answers before the course were sent twice",
}
CLOSED, OPEN = Policy(threshold=10), Policy(threshold=50)


@dataclass(frozen=True, slots=True)
class Published:
    id: str
    document: bytes
    counted: tuple[bytes, ...]  # digests of all records that were read, the dropped ones too
    dropped: dict[str, int]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Too few. How many there are is nobody's business."""

    minimum: int


def publish(store: Store, form_id: str, term: str, *private: X25519PrivateKey) -> Published | CarriedOver:
    """Make, freeze and purge the release of a form and term."""
    stored = store.forms().get(form_id)
    if not stored:
        raise StoreError(f"no form has the id {form_id}")
    form = parse_form(stored.document)
    if any(known[1:3] == (form_id, term) for known in store.releases()):
        store.purge(form_id)
        raise StoreError("this form and term are published already; a release is never changed")
    outcome = make_release(form, term, store.records(form_id), *private)
    if isinstance(outcome, Published):
        store.add_release(outcome.id, form_id, term, outcome.document, outcome.counted)
        store.purge(form_id)
    return outcome


def make_release(form: Form, term: str, rows: Iterable[Row], *private: X25519PrivateKey) -> Published | CarriedOver:
    """The release of these records. Nothing is written: answers in clear exist in memory alone."""
    if {"id": form.key.id, "public": form.key.public} not in map(public_document, private):
        raise StoreError(f"this form is sealed to key {form.key.id}, and this is not it")
    release.check_term(term)
    policy = OPEN if form.open else CLOSED
    seen: list[bytes] = []
    dropped: Counter[str] = Counter()
    answers = table(form, _opened(form, rows, seen, dropped, *private))
    if answers.people < policy.people and not form.simulated:
        return CarriedOver(policy.people)
    if not answers.people:
        raise StoreError("there is no record to publish")
    counts = {reason: dropped[reason] for reason in REASONS}
    id = str(uuid.uuid5(NAMESPACE, f"{form.id} {term}"))
    made = tables(form, cube(form, answers), policy)
    return Published(id, release.document(id, form, term, policy, made, counts), tuple(seen), counts)


def _opened(
    form: Form, rows: Iterable[Row], seen: list[bytes], dropped: Counter[str], *private: X25519PrivateKey
) -> Iterator[Answers]:
    """What the form describes; the rest is counted by reason and dropped."""
    opener = Opener(form, *private)
    for row in rows:
        if digest(row.sealed) != row.digest:
            raise StoreError("a record is not what it was when it was stored: the file is damaged")
        seen.append(row.digest)
        try:
            yield opener.open(row.sealed)
        except RecordError as error:
            dropped[error.reason] += 1


def described(document: bytes) -> str:
    """One line about a release."""
    made = json.loads(document)
    labels = [*(["open"] if made["open"] else []), *(["SIMULATED"] if made["simulated"] else [])]
    about = f" ({', '.join(labels)})" if labels else ""
    hidden = sum(row[-1] is None for row in made["counts"])
    return f"{made['id']}  {made['title']}, {made['term']}{about}: {len(made['counts'])} counts, {hidden} hidden"


def left_out(document: bytes) -> list[str]:
    """What the release does not hold and why, one sentence each."""
    made = json.loads(document)
    labels = {(breakdown, cell): label for breakdown, cell, label in made["cells"]}
    lines = [f"{count} records dropped, {reason}: {REASONS_SAID[reason]}" for reason, count in made["dropped"].items() if count]
    for measure, breakdown, cell, number, reason in made["left_out"]:
        about = labels.get((breakdown, cell)) or {None: "", "all": "everyone"}.get(breakdown, f"by {breakdown}")
        lines.append(f"{measure}{f', {about}' if about else ''}: {'' if number is None else f'{number} '}{reason}")
    return lines
