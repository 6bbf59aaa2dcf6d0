"""Publication: open, validate, add up, add noise, freeze in the ledger, hand over, purge. Runs where the key folder is."""

import datetime
import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import msgspec
import numpy as np

from signpost_survey import release
from signpost_survey.account import BOUND, DELTA, Account, account, rounded_up
from signpost_survey.blocks import Blocks, blocks_of
from signpost_survey.columns import Columns, Table, counted, table_of
from signpost_survey.form import NAMESPACE, Form, parse_form
from signpost_survey.keys import KeyFolder, encode, public_document
from signpost_survey.ledger import OUTER, Entry, Ledger, commitment
from signpost_survey.measures import Measure, breakdowns_of, kind_of, measures
from signpost_survey.record import NAME, Answers, Opener, RecordError, digest
from signpost_survey.signing import signed
from signpost_survey.stores import Store, StoreError
from signpost_survey.stores.base import Row
from signpost_survey.tables import exact, noisy
from signpost_survey.terms import DAYS_TO_WAIT, LEAST, check_term, is_wave

SOME_RUBBISH = 10  # unreadable records, or one in so many of the people, that need no question
RECEIPT = "signpost-receipt-1"
REASONS_SAID = {
    "unreadable": "not sealed to a key of this folder and for this form, or damaged",
    "malformed": "not laid out as a record",
    "undescribed": "answers that the form does not have",
    "replayed": "the same answers before the course were sent twice, or counted in an earlier term",
}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """`again`: the release was in the ledger already, and has been sent as it is."""

    id: str
    document: bytes = field(repr=False)
    entry: Entry = field(repr=False)
    dropped: dict[str, int]
    again: bool = False


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Too few. How many there are is nobody's business."""

    minimum: int


@dataclass(frozen=True, slots=True)
class TooFewForGood:
    """Too few, and they will not become more: at the end of a wave, or after a school year. To be discarded."""

    why: Literal["wave", "year"]


@dataclass(frozen=True, slots=True)
class Unexpected:
    """Another number of people than was said to have finished; which, is not said."""

    side: Literal["below", "above"]


@dataclass
class Opened:
    """What was read: valid records as columns, each part once; and the names of everything that was read."""

    answers: Table
    outer: bytes
    inner: bytes
    dropped: dict[str, int]


Outcome = Published | CarriedOver | TooFewForGood | Unexpected


def publish(
    store: Store,
    form_id: str,
    term: str,
    ledger: Ledger,
    *,
    today: datetime.date | None = None,
    expect: range | None = None,
    drop_unreadable: bool = False,
    progress: Progress = lambda read: None,
    seed: bytes | None = None,
) -> Outcome:
    """Make, freeze and hand over the release of a form and term; `store.purge` then removes what it counted.

    Stops where many records cannot be opened, unless `drop_unreadable`: an older key may be missing from the folder.
    `seed` is for tests: else 32 bytes of the operating system, never written down.
    """
    form = registered_form(store, form_id)
    today = today or datetime.date.today()
    check_term(term, None if form.simulated else today)
    check_chain(store, ledger)
    if entry := ledger.find(form_id, term):
        return _again(store, form, entry)
    if any(known[1:3] == (form_id, term) for known in store.releases()):
        raise StoreError(
            "this store has a release of the form and term that the ledger does not know: the ledger is an old copy"
        )
    check_keys(form, ledger.keys)
    outer, inner = ledger.spent(form_id)
    read = opened(form, store.records(form_id), ledger.keys, outer, inner, progress)
    people = read.answers.people
    if not drop_unreadable and read.dropped.get("unreadable", 0) > max(SOME_RUBBISH, people // SOME_RUBBISH):
        raise StoreError(
            "many records cannot be opened: they are sealed to a key that is not in this folder, or are rubbish. Put the older "
            "key back into the folder, or drop them for good with --drop-unreadable"
        )
    if expect and people not in expect:
        return Unexpected("below" if people < expect.start else "above")
    if people < LEAST and not form.simulated:
        return _too_few(form, term, ledger, today)
    if not people:
        raise StoreError("there is no record to publish")
    entry = made(form, term, read, ledger, seed or os.urandom(32))
    ledger.commit(entry)
    ledger.carried(form_id, None)
    hand_over(store, entry)
    return Published(release_id(form, term), entry.release, entry, read.dropped)


def registered_form(store: Store, form_id: str) -> Form:
    stored = store.forms().get(form_id)
    if not stored:
        raise StoreError(f"no form has the id {form_id}")
    return parse_form(stored.document)


def check_keys(form: Form, folder: KeyFolder) -> None:
    """The form's key must be one of the folder, both halves."""
    wanted = msgspec.to_builtins(form.key)
    known = [public_document(one) for one in folder.keys]
    if wanted in known:
        return
    if any(one["id"] == wanted["id"] for one in known):
        raise StoreError(
            "the form names another signing key than the one that belongs to its key: the form was changed in the store"
        )
    raise StoreError(f"this form is sealed to key {form.key.id}, and this folder does not have it")


def check_chain(store: Store, ledger: Ledger) -> None:
    """Every release of the store that a key of this folder signed must be in the ledger."""
    known = {entry.head for entry in ledger.releases}
    mine = set(ledger.keys.signed_by)
    for id, _, _, sha256 in store.releases():
        try:
            key = json.loads(store.release(id) or b"")["signature"]["key"]
        except (ValueError, KeyError, TypeError):
            continue
        if key in mine and sha256 not in known:
            raise StoreError(
                f"release {id} is signed with this key and not in this ledger: the ledger is an old copy, or there are two of it"
            )


def _again(store: Store, form: Form, entry: Entry) -> Outcome:
    """A crash after the commit, another machine, a second try: the same bytes."""
    hand_over(store, entry)
    if entry.kind == "discard":
        store.purge(form.id)
        raise StoreError("the records of this form and term were discarded; publish the next term")
    return Published(release_id(form, entry.term), entry.release, entry, {}, again=True)


def hand_over(store: Store, entry: Entry) -> None:
    """Put an entry of the ledger into a store, if it is not there."""
    id = str(uuid.uuid5(NAMESPACE, f"{entry.form} {entry.term}"))
    found = store.release(id)
    if found is not None and found != entry.release:
        raise StoreError("the store has another release of this form and term: there are two ledgers of one key")
    if entry.kind == "discard":
        store.add_discard(id, entry.form, entry.term, entry.receipt, entry.digests)
    elif found is None:
        store.add_release(id, entry.form, entry.term, entry.release, entry.digests, entry.receipt)


def discard(store: Store, form_id: str, term: str, ledger: Ledger) -> int:
    """Decide in the ledger that the waiting records of a form are never counted, and take them out of the store."""
    form = registered_form(store, form_id)
    outer, inner = ledger.spent(form_id)
    read = opened(form, store.records(form_id), ledger.keys, outer, inner)
    entry = _with_receipt(
        ledger, Entry("discard", form_id, term, os.urandom(32).hex(), b"", b"", read.outer, read.inner)
    )
    ledger.commit(entry)
    ledger.carried(form_id, None)
    hand_over(store, entry)
    return len(read.outer) // OUTER


def release_id(form: Form, term: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{form.id} {term}"))


# --------------------------------------------------------------------- opening


def opened(
    form: Form,
    rows: Iterable[Row],
    folder: KeyFolder,
    spent_outer: frozenset[bytes] = frozenset(),
    spent_inner: bytes = b"",
    progress: Progress = lambda read: None,
) -> Opened:
    """What the form describes, each part once. Of two wraps of one part the lowest digest counts, in any order."""
    dropped: Counter[str] = Counter()
    columns = [bytearray() for _ in range(4)]
    outer, names, valid, others = bytearray(), bytearray(), bytearray(), bytearray()
    for answers, name, sealed in _each(form, rows, folder, spent_outer, dropped, (outer, others), progress):
        columns[0].append(answers.group)
        columns[1].append(answers.stratum)
        columns[2] += answers.before
        columns[3] += answers.after
        names += name
        valid += sealed
    kept = _once(bytes(names), bytes(valid), spent_inner)
    found = table_of(form, columns)
    dropped["replayed"] += found.people - int(kept.sum())
    if not kept.all():
        found = Table(found.group[kept], found.stratum[kept], found.before[kept], found.after[kept])
    return Opened(found, _sorted(bytes(outer), OUTER), _sorted(bytes(names + others), NAME), dict(dropped))


def _each(
    form: Form,
    rows: Iterable[Row],
    folder: KeyFolder,
    spent: frozenset[bytes],
    dropped: Counter[str],
    read: tuple[bytearray, bytearray],
    progress: Progress,
) -> Iterator[tuple[Answers, bytes, bytes]]:
    """Valid records. `read` gets the digests of all, and the names of the parts in those that were dropped: both are spent."""
    opener = Opener(form, *(one.record for one in folder.keys))
    for number, row in enumerate(rows, start=1):
        if digest(row.sealed) != row.digest:
            raise StoreError("a record is not what it was when it was stored: the file is damaged")
        if row.digest in spent:
            continue
        read[0].extend(row.digest)
        if number % 1_000 == 0:
            progress(number)
        try:
            yield *opener.open_named(row.sealed), row.digest
        except RecordError as error:
            dropped[error.reason] += 1
            read[1].extend(error.name)


def _once(names: bytes, digests: bytes, spent: bytes) -> np.ndarray:
    """Which records count: of each name the lowest digest, and no name that is spent."""
    each = np.frombuffer(names, f"S{NAME}")
    of = np.frombuffer(digests, f"S{OUTER}")
    order = np.lexsort((of, each))
    first = np.ones(len(each), bool)
    first[1:] = each[order][1:] != each[order][:-1]
    kept = np.zeros(len(each), bool)
    kept[order] = first
    return kept & ~np.isin(each, np.frombuffer(spent, f"S{NAME}"))


def _sorted(joined: bytes, size: int) -> bytes:
    return np.sort(np.frombuffer(joined, f"S{size}")).tobytes()


# -------------------------------------------------------------------- counting


def made(form: Form, term: str, read: Opened, ledger: Ledger, seed: bytes, salt: str | None = None) -> Entry:
    """The entry of a release of these records. Nothing is written; answers in clear exist in memory alone."""
    people = read.answers.people
    found, paid = measures(form, people), account(form, people)
    blocks = blocks_of(form, read.answers, breakdowns_of(form, people))
    salt = salt or os.urandom(32).hex()
    place = {"sequence": len(ledger.releases) + 1, "previous": ledger.head}
    place["commitment"] = commitment(salt, read.outer, read.inner)
    document = {
        **_about(form, term, paid),
        "ledger": place,
        "people": [(one.breakdown, one.cell, one.label, one.categories, one.people) for one in blocks],
        "noise": _noise(form, found, paid),
        **_numbers(form, term, Columns(form, read.answers), blocks, found, paid.factor, seed),
    }
    frozen = signed(json.loads(msgspec.json.encode(document)), ledger.keys)
    return _with_receipt(ledger, Entry("release", form.id, term, salt, frozen, b"", read.outer, read.inner))


def _about(form: Form, term: str, paid: Account) -> dict[str, Any]:
    about = msgspec.to_builtins(form)
    del about["key"]
    return {
        "format": release.FORMAT,
        "id": release_id(form, term),
        "term": term,
        "title": form.title,
        "open": form.open,
        "simulated": form.simulated,
        "notice": release.notice(form.simulated, paid.factor),
        "access": release.access(form),
        "form": about,
        "questions": list(release.question_rows(form, {id: kind_of(form, id) for id in form.questions})),
    }


def _noise(form: Form, found: tuple[Measure, ...], paid: Account) -> dict[str, Any]:
    count = len(counted(form))
    times = paid.factor**2
    variances = [
        (one.name, one.question, way, variance * times) for one in found for way, variance in one.variances.items()
    ]
    answer = {
        kind: {"once": rounded_up(one.once), "both": None if one.both is None else rounded_up(one.both)}
        for kind, one in paid.answers.items()
    }
    person = {"rho": rounded_up(paid.rho, 2), "epsilon": rounded_up(paid.epsilon, 1), "delta": DELTA}
    return {
        "distribution": "discrete-gaussian", "factor": paid.factor, "scored": count, "centre": count // 2, "clip": count // 2,
        "shift": count // 5, "variances": variances, "answer": answer, "bound": rounded_up(BOUND), "person": person,
    }  # fmt: skip


def _numbers(
    form: Form, term: str, columns: Columns, blocks: Blocks, found: tuple[Measure, ...], factor: int, seed: bytes
) -> dict[str, list[tuple[Any, ...]]]:
    """Every cell of every table, never null."""
    counts: list[tuple[Any, ...]] = []
    sums: list[tuple[Any, ...]] = []
    for one in exact(columns, blocks, found):
        numbers = noisy(one, seed, (release.FORMAT, form.id, term), factor)
        name, spec = one.measure.name, one.spec
        if spec.cells:
            head = (name, spec.question, spec.part, spec.phase)
            counts += [
                (*head, *cell, one.breakdown, one.cell, number)
                for cell, number in zip(spec.cells, numbers, strict=True)
            ]
        else:
            sums.append((name, spec.question, spec.phase, one.breakdown, one.cell, *numbers))
    return {"counts": counts, "sums": sums}


def _with_receipt(ledger: Ledger, entry: Entry) -> Entry:
    """With what the server needs to take the decision over: which records, and which release."""
    about = {
        "format": RECEIPT, "kind": entry.kind, "form": entry.form, "term": entry.term,
        "release": entry.head if entry.release else None, "digests": encode(entry.outer),
    }  # fmt: skip
    return replace(entry, receipt=signed(about, ledger.keys))


def _too_few(form: Form, term: str, ledger: Ledger, today: datetime.date) -> CarriedOver | TooFewForGood:
    """A year by the calendar, not by the names of terms: a slip of the pen must not end it."""
    if is_wave(term):
        return TooFewForGood("wave")
    first = datetime.date.fromisoformat(ledger.carried(form.id, today.isoformat()))
    return TooFewForGood("year") if (today - first).days >= DAYS_TO_WAIT else CarriedOver(LEAST)


# ------------------------------------------------------------------------- words


def described(document: bytes) -> str:
    """One line about a release."""
    made = json.loads(document)
    labels = [*(["open"] if made["open"] else []), *(["SIMULATED"] if made["simulated"] else [])]
    about = f" ({', '.join(labels)})" if labels else ""
    people = next(row[-1] for row in made["people"] if row[0] == "all")
    return f"{made['id']}  {made['title']}, {made['term']}{about}: {people} people, {len(made['counts']) + len(made['sums'])} numbers"


def shape(form: Form) -> Iterator[str]:
    """What a release of the form would hold, at each size: tables and guesses, no numbers of any record."""
    for least, most in ((LEAST, 999), (1_000, 3_999), (4_000, 63_999), (64_000, None)):
        paid, found = account(form, least), measures(form, least)
        yield f"{least} to {most} people:" if most else f"{least} people and more:"
        for one in {(one.name, tuple(one.variances.items())): one for one in found}.values():
            tables = sum(
                len(other.specs) for other in found if (other.name, other.variances) == (one.name, one.variances)
            )
            noise = ", ".join(f"{way} {variance * paid.factor**2}" for way, variance in one.variances.items())
            yield f"  {one.name}: {tables} tables; variance of the noise: {noise}"
        for kind, guess in paid.answers.items():
            both = f", {rounded_up(guess.both)} on both occasions" if guess.both is not None else ""
            yield f"  one answer of {kind} guessed right at most {rounded_up(guess.once)} of the time{both}"


def dropped_lines(outcome: Published) -> list[str]:
    """For the key holder alone: a reader could learn from it whether one person's record was there."""
    return [
        f"{count} records dropped, {reason}: {REASONS_SAID[reason]}"
        for reason, count in outcome.dropped.items()
        if count
    ]
