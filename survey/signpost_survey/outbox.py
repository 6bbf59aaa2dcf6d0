"""Sealed records that wait on this computer for a network: a folder, one file for each record, no order and no times.

A file has the name of what is in it (SHA-256), which is how the store knows a record, so sending one again changes nothing.
"""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from signpost_survey import keys
from signpost_survey.form import Form
from signpost_survey.record import SEALED, digest

ADDING, READ = ".adding-", "read.txt"
ENDING = ".sealed"
SAME_TIME = (0, 0)  # of every file: access and change, in seconds since 1970
FOLDER_MODE, FILE_MODE = 0o700, 0o600


class OutboxError(Exception):
    """What is wrong with the folder, in a sentence."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits. `key`: the id of the key that it is sealed to."""

    form: str
    key: str
    path: Path

    @property
    def sealed(self) -> bytes:
        """Raises OutboxError where the file was changed since."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise OutboxError(f"{self.path}: {error.strerror}") from error
        if len(data) != SEALED or digest(data).hex() != self.path.stem:
            raise OutboxError(f"{self.path} is damaged: it is left where it is")
        return data


class Outbox:
    """`FOLDER/<form id>.<key id>.<chance>/<SHA-256>.sealed`. What one reading added appears at once, or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, form: Form, records: Iterable[bytes], read: Iterable[str]) -> None:
        """Keeps all of them durably, or none. `read`: fingerprints of the files that they came from, until all are sent."""
        shuffled = list(records)
        secrets.SystemRandom().shuffle(shuffled)
        self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        name = f"{form.id}.{form.key.id}.{secrets.token_hex(8)}"
        adding = self.folder / f"{ADDING}{name}"
        adding.mkdir(mode=FOLDER_MODE)
        try:
            for sealed in shuffled:
                _write(adding / f"{digest(sealed).hex()}{ENDING}", sealed)
            _write(adding / READ, "".join(f"{one}\n" for one in sorted(read)).encode())
            _settle(adding)
            adding.rename(self.folder / name)
        except OSError:
            shutil.rmtree(adding, ignore_errors=True)
            raise
        _settle(self.folder)

    def waiting(self) -> list[Waiting]:
        """Everything that waits, shuffled."""
        found = [
            Waiting(form, key, path)
            for batch in self._batches()
            for form, key, _ in [batch.name.split(".")]
            for path in batch.glob(f"*{ENDING}")
        ]
        secrets.SystemRandom().shuffle(found)
        return found

    def read(self) -> set[str]:
        """Fingerprints of the files whose records wait here."""
        return {
            line for batch in self._batches() if (batch / READ).is_file() for line in (batch / READ).read_text().split()
        }

    def forget(self, waiting: Waiting) -> None:
        """It is in the store. With the last record of a reading goes what was kept beside it."""
        waiting.path.unlink(missing_ok=True)
        batch = waiting.path.parent
        if not any(batch.glob(f"*{ENDING}")):
            shutil.rmtree(batch, ignore_errors=True)

    def tidy(self) -> None:
        """Takes away what a reading or a sending that broke off has left: no record that was said to be kept."""
        sent = [batch for batch in self._batches() if not any(batch.glob(f"*{ENDING}"))]
        for left in (*self.folder.glob(f"{ADDING}*"), *sent):
            shutil.rmtree(left, ignore_errors=True)

    def _batches(self) -> Iterator[Path]:
        for path in sorted(self.folder.glob("*.*.*")):
            if path.is_dir() and not path.name.startswith(ADDING):
                yield path


def text(sealed: bytes) -> bytes:
    """As it is sent."""
    return keys.encode(sealed).encode()


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.utime(path, SAME_TIME)


def _settle(folder: Path) -> None:
    """The names in a folder are on the disk, too. Windows has no such call, and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
