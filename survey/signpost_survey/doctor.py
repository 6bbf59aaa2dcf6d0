"""What an operator should know before trusting a store with records: one sentence for each thing that is wrong."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from signpost_survey.form import FormError, parse_form
from signpost_survey.record import SEALED, digest
from signpost_survey.stores import Store
from signpost_survey.stores.sqlite import SqliteStore

FREE_BYTES = 1 << 30


def findings(store: Store) -> Iterator[str]:
    """Settings, files, forms, every record's name and size, releases, keys that lie in the wrong place."""
    yield from store.faults()
    for id, stored in store.forms().items():
        try:
            parse_form(stored.document)
        except FormError as error:
            yield f"form {id} is damaged: {error.messages[0]}"
            continue
        wrong = sum(len(row.sealed) != SEALED or digest(row.sealed) != row.digest for row in store.records(id))
        if wrong:
            yield f"form {id}: {wrong} records are not what their names say; restore a backup"
    for id, _, _, sha256 in store.releases():
        if digest(store.release(id) or b"").hex() != sha256:
            yield f"release {id} is not what its SHA-256 says"
    if isinstance(store, SqliteStore):
        folder = store.path.resolve().parent
        if shutil.disk_usage(folder).free < FREE_BYTES:
            yield f"less than 1 GiB is free in {folder}"
        yield from _keys(folder)


def _keys(folder: Path) -> Iterator[str]:
    """A private key beside the records is the one thing that must not be."""
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.stat().st_size < 10_000 and b"signpost-private-key" in path.read_bytes():
            yield f"{path} is a private key: it does not belong on the computer that takes records"
