"""The key holder's ledger: what was ever published, in the folder of the key. No record is counted twice because it is here.

One file is one entry: the release, its receipt and the names of every record that it read. The file appears in one step (written
beside, synced, renamed, folder synced), and nothing of a release leaves the process before. A release that is in the ledger is
sent again as it is, whatever a store holds by then.
"""

import datetime
import fcntl
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

from signpost_survey.keys import KeyFolder
from signpost_survey.record import NAME
from signpost_survey.signing import SignatureError, verified

FORMAT = "signpost-ledger-1"
PARTS = ("release", "receipt", "outer", "inner")
OUTER = 32
CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"
Kind = Literal["release", "discard"]


class LedgerError(Exception):
    """The ledger is not what it should be, or not the last one: said to the key holder in words."""


@dataclass(frozen=True)
class Entry:
    """`outer`, `inner`: digests of 32 and names of 16 bytes, sorted, end to end. `release` is empty for a discard."""

    kind: Kind
    form: str
    term: str
    salt: str
    release: bytes = field(repr=False)
    receipt: bytes = field(repr=False)
    outer: bytes = field(repr=False)
    inner: bytes = field(repr=False)

    @property
    def head(self) -> str:
        return hashlib.sha256(self.release).hexdigest()

    @property
    def digests(self) -> Iterator[bytes]:
        return (self.outer[at : at + OUTER] for at in range(0, len(self.outer), OUTER))


def commitment(salt: str, outer: bytes, inner: bytes) -> str:
    """What a release says of the records in it: nothing, until somebody shows salt and names."""
    return hashlib.sha256(bytes.fromhex(salt) + outer + inner).hexdigest()


def words(head: str) -> str:
    """The first 96 bits as six words that can be read aloud and written down (proquints: Wilkerson, arXiv 0901.4016)."""
    bits = int(head[:24], 16)
    return " ".join(_word(bits >> shift & 0xFFFF) for shift in range(80, -1, -16))


def _word(bits: int) -> str:
    letters = [CONSONANTS[bits >> 12], VOWELS[bits >> 10 & 3], CONSONANTS[bits >> 6 & 15], VOWELS[bits >> 4 & 3]]
    return "".join(letters) + CONSONANTS[bits & 15]


def found_ledger(path: Path, ledger_id: str) -> None:
    """The beginning of a ledger, in a key folder."""
    folder = path / "ledger"
    folder.mkdir(mode=0o700)
    _write_bytes(folder, "ledger.json", json.dumps({"format": FORMAT, "id": ledger_id}).encode())


class Ledger:
    """An open ledger, for this process alone while `opened` holds it."""

    def __init__(self, keys: KeyFolder) -> None:
        self.keys = keys
        self._folder = keys.path / "ledger"
        try:
            about = json.loads((self._folder / "ledger.json").read_bytes())
        except (OSError, ValueError):
            raise LedgerError(
                f"{self._folder} is not there: without its ledger a key does not publish, because records could be counted twice"
            ) from None
        if about != {"format": FORMAT, "id": keys.ledger_id}:
            raise LedgerError(f"{self._folder} is the ledger of another key")
        self._entries = list(self._read())
        self._check()

    @property
    def releases(self) -> list[Entry]:
        return [entry for entry in self._entries if entry.kind == "release"]

    @property
    def head(self) -> str | None:
        """SHA-256 of the last release."""
        return self.releases[-1].head if self.releases else None

    @property
    def words(self) -> str:
        return words(self.head) if self.head else ""

    def find(self, form: str, term: str) -> Entry | None:
        """What was decided about a form and term."""
        return next((entry for entry in self._entries if (entry.form, entry.term) == (form, term)), None)

    def spent(self, form: str) -> tuple[frozenset[bytes], bytes]:
        """Outer digests, and inner names end to end, of every record of a form that an entry has read."""
        mine = [entry for entry in self._entries if entry.form == form]
        return frozenset(digest for entry in mine for digest in entry.digests), b"".join(entry.inner for entry in mine)

    def commit(self, entry: Entry) -> None:
        """Everything, or nothing. When this returns it is on the disk, and stays."""
        if self.find(entry.form, entry.term):
            raise LedgerError("this form and term stand in the ledger already")
        _write(self._folder, f"{len(self._entries) + 1:06}.entry", lambda file: _pack(entry, file))
        self._entries.append(entry)

    def carried(self, form: str, day: str | None) -> str:
        """The first day on which a form had too few records; `day` None forgets it."""
        path = self._folder / "carried.json"
        try:
            known = json.loads(path.read_bytes()) if path.exists() else {}
            for found in known.values():
                datetime.date.fromisoformat(found)
        except (ValueError, TypeError, AttributeError):
            raise LedgerError(
                f"{path} is damaged: remove it; forms with too few records then wait another year"
            ) from None
        first = known.setdefault(form, day)
        if day is None:
            del known[form]
        if known or path.exists():
            _write_bytes(self._folder, "carried.json", json.dumps(known, sort_keys=True).encode())
        return first or ""

    def _read(self) -> Iterator[Entry]:
        for number, path in enumerate(sorted(self._folder.glob("*.entry")), start=1):
            if path.name != f"{number:06}.entry":
                raise LedgerError(f"{self._folder}: entry {number} is missing")
            try:
                with zipfile.ZipFile(path) as archive:
                    about: dict[str, Any] = json.loads(archive.read("entry.json"))
                    release, receipt, outer, inner = (archive.read(name) for name in PARTS)
                if about.pop("format") != FORMAT or len(outer) % OUTER or len(inner) % NAME:
                    raise ValueError
                yield Entry(**about, release=release, receipt=receipt, outer=outer, inner=inner)
            except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
                raise LedgerError(
                    f"{path} is damaged: restore the key folder's copy that has these six words"
                ) from None

    def _check(self) -> None:
        """Every release is signed, and names the one before it and its records."""
        previous = None
        for number, entry in enumerate(self.releases, start=1):
            said = _signed_by(entry.release, self.keys.signed_by)
            if (said["form"]["id"], said["term"]) != (entry.form, entry.term):
                raise LedgerError(f"{self._folder}: release {number} is of another form or term than its entry says")
            wanted = {
                "sequence": number,
                "previous": previous,
                "commitment": commitment(entry.salt, entry.outer, entry.inner),
            }
            if said["ledger"] != wanted:
                raise LedgerError(f"{self._folder}: release {number} does not follow the one before it")
            previous = entry.head


def _signed_by(release: bytes, own: Iterable[str]) -> dict[str, Any]:
    for key in own:
        try:
            return verified(release, key)
        except SignatureError:
            continue
    raise LedgerError("a release in the ledger is not signed by a key of this folder")


@contextmanager
def opened(folder: KeyFolder) -> Iterator[Ledger]:
    """The ledger, while no other process has it."""
    path = folder.path / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LedgerError("another publication with this key is running") from None
        for left in (folder.path / "ledger").glob(
            "*.partial"
        ):  # numbers that nobody saw, with noise that is not used again
            left.unlink()
        yield Ledger(folder)
    finally:
        os.close(descriptor)


def _pack(entry: Entry, file: BinaryIO) -> None:
    """An entry of a million records is 140 MB: it goes straight to the disk."""
    with zipfile.ZipFile(file, "w") as archive:
        about = {"format": FORMAT, "kind": entry.kind, "form": entry.form, "term": entry.term, "salt": entry.salt}
        archive.writestr("entry.json", json.dumps(about))
        for name in PARTS:
            archive.writestr(name, getattr(entry, name))


def _write_bytes(folder: Path, name: str, data: bytes) -> None:
    _write(folder, name, lambda file: file.write(data))


def _write(folder: Path, name: str, write: Callable[[BinaryIO], object]) -> None:
    """Atomic and durable."""
    partial = folder / f"{name}.partial"
    try:
        with open(partial, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(folder / name)
    finally:
        partial.unlink(missing_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
