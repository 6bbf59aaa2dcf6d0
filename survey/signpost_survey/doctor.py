"""What an operator should know before trusting a store with records: one sentence for each thing that is wrong."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signpost_survey.form import FormError, parse_form
from signpost_survey.record import SEALED, digest
from signpost_survey.signing import SignatureError, verified
from signpost_survey.stores import Store
from signpost_survey.stores.sqlite import SqliteStore

FREE_BYTES = 1 << 30


def findings(store: Store, *pinned: str) -> Iterator[str]:
    """Settings, files, forms, every record's name and size, releases, keys that lie in the wrong place.

    `pinned`: signing keys as the course or its packages name them. Without, those of the store's own forms, which whoever
    changes the store could change too.
    """
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
    yield from _releases(store, pinned)
    if isinstance(store, SqliteStore):
        folder = store.path.resolve().parent
        if shutil.disk_usage(folder).free < FREE_BYTES:
            yield f"less than 1 GiB is free in {folder}"
        yield from _keys(folder)


def _releases(store: Store, pinned: tuple[str, ...]) -> Iterator[str]:
    forms = store.forms()
    places: dict[str, list[int]] = {}
    for id, form, _, sha256 in store.releases():
        document = store.release(id) or b""
        if digest(document).hex() != sha256:
            yield f"release {id} is not what its SHA-256 says"
        try:
            keys = pinned or (parse_form(forms[form].document).key.verify,)
            said = _verified(document, keys)
            place, key = said["ledger"], json.loads(document)["signature"]["key"]
            places.setdefault(key, []).append(place["sequence"])
        except (SignatureError, FormError, KeyError) as error:
            older = "" if pinned else "; where keys were changed, give the oldest one with --pin"
            yield f"release {id} is not genuine: {error}{older}"
    for key, numbers in places.items():
        if hidden := sorted(set(range(min(numbers), max(numbers))) - set(numbers)):
            listed = ", ".join(map(str, hidden))
            yield f"releases {listed} of signing key {key} are not in this store: ask the key holder where they are"


def _verified(document: bytes, pinned: tuple[str, ...]) -> dict[str, Any]:
    faults = []
    for key in pinned:
        try:
            return verified(document, key)
        except SignatureError as error:
            faults.append(error)
    raise faults[-1]


def _keys(folder: Path) -> Iterator[str]:
    """A private key beside the records is the one thing that must not be."""
    for path in sorted([*folder.glob("*"), *folder.glob("*/key*.json")]):
        if path.is_file() and path.stat().st_size < 10_000 and b"signpost-private-key" in path.read_bytes():
            yield f"{path} is a private key: it does not belong on the computer that takes records"
