"""Backup and restore: the whole store, from either engine, as one SQLite file that is a store itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from signpost_survey.form import FormError, parse_form
from signpost_survey.keys import decode
from signpost_survey.record import digest
from signpost_survey.signing import SignatureError, verified
from signpost_survey.stores import Store, StoreError
from signpost_survey.stores.base import CHUNK, Row
from signpost_survey.stores.sqlite import SqliteStore


class Contents(NamedTuple):
    forms: int
    records: int
    releases: int
    readers: int

    def __str__(self) -> str:
        return f"{self.forms} forms, {self.records} records, {self.releases} releases, {self.readers} readers"


def backup(store: Store, path: Path) -> Contents:
    """Copy while records keep coming; what comes meanwhile may or may not be in it. Verified before it is called done."""
    if path.exists():
        raise StoreError(f"{path} exists; a backup is never replaced")
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    target = SqliteStore(partial)
    target.migrate()
    before = store.releases()
    _copy(store, target)
    if store.releases() != before:
        raise StoreError("a term was published meanwhile; run the backup again")
    contents = verify(partial)
    partial.rename(path)
    return contents


def restore(path: Path, store: Store) -> Contents:
    """Put a verified backup into a store that has none of it yet; records that are there already stay once."""
    contents = verify(path)
    if store.releases():
        raise StoreError("the store has releases; restore into an empty one")
    _copy(SqliteStore(path), store)
    return contents


def adopt(path: Path, store: Store) -> list[str]:
    """Take over what was decided on a copy of this store, where the private key is; returns the ids.

    A decision is a receipt, signed by the key that this store's form names, about records that all still wait here. What
    came since the copy was made waits for the next term.
    """
    verify(path)
    source = SqliteStore(path)
    known = {id for id, *_ in store.receipts()} | {id for id, *_ in store.releases()}
    found = [one for one in source.receipts() if one[0] not in known]
    for id, form, term, document in found:
        said = _receipt(store, form, document)
        if (said["form"], said["term"]) != (form, term):
            raise StoreError(f"{path}: the receipt of {id} is about another form or term")
        joined = decode(said["digests"])
        digests = (joined[at : at + 32] for at in range(0, len(joined), 32))
        release = source.release(id)
        if said["kind"] == "discard":
            store.add_discard(id, form, term, document, digests, waiting_only=True)
        elif release is None or digest(release).hex() != said["release"]:
            raise StoreError(f"{path}: release {id} is not the one that its receipt names")
        else:
            store.add_release(id, form, term, release, digests, document, waiting_only=True)
        store.purge(form)
    return [id for id, *_ in found]


def _receipt(store: Store, form: str, document: bytes) -> dict[str, Any]:
    stored = store.forms().get(form)
    if not stored:
        raise StoreError(f"no form has the id {form}")
    try:
        return verified(document, parse_form(stored.document).key.verify)
    except SignatureError as error:
        raise StoreError(f"a receipt of form {form} is not taken over: {error}") from None


def verify(path: Path) -> Contents:
    """Every record against its name, every form against its id, every release against its SHA-256, the file against itself."""
    source = SqliteStore(path)
    if faults := source.faults():
        raise StoreError(f"{path}: {'; '.join(faults)}")
    source.migrate()
    records = 0
    forms = source.forms()
    for id, stored in forms.items():
        try:
            if parse_form(stored.document).id != id:
                raise StoreError(f"{path}: a form is not what its id says")
        except FormError as error:
            raise StoreError(f"{path}: a form is damaged: {error}") from None
        for row in source.records(id):
            if digest(row.sealed) != row.digest:
                raise StoreError(f"{path}: a record is not what its name says")
            records += 1
    releases = source.releases()
    for id, _, _, sha256 in releases:
        if digest(source.release(id) or b"").hex() != sha256:
            raise StoreError(f"{path}: a release is not what its SHA-256 says")
    source.erase()
    return Contents(len(forms), records, len(releases), len(source.readers()))


def _copy(source: Store, target: Store) -> None:
    """Releases with their spent names first: a record published meanwhile can then never come back as a new one."""
    for id, stored in source.forms().items():
        target.add_form(id, stored.document)
        target.accept(id, stored.accepting)
        if stored.closes:
            target.close_on(id, stored.closes)
        if stored.page is not None:
            target.show_page(id, stored.page)
    for name, value in source.notes().items():
        target.set_note(name, value)
    for id, form, term, _ in source.releases():
        target.add_release(id, form, term, source.release(id) or b"", [])
    for id, form, term, document in source.receipts():
        target.add_receipt(id, form, term, document)
    for id in source.forms():
        target.spend(id, source.spent(id))
        for batch in _batches(source.records(id)):
            target.put(batch)
    for name, hash in source.readers().items():
        target.add_reader(name, hash)
    target.close()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch
