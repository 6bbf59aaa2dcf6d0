"""The store in one SQLite file.

WAL with synchronous=FULL: the log is synced before a commit returns. secure_delete overwrites what is deleted, WITHOUT
ROWID keeps no hidden counter of arrivals (an ordinary table's rowid is one).
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from signpost_survey.stores.base import Connection, Row, Store, StoreError, StoreUnavailable

BUSY_SECONDS = 15.0
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 4_000  # 16 MiB of log: a page that many records touch is moved into the file once
CONTRADICTIONS = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class SqliteStore(Store):
    kind = "sqlite"
    types = {"bytes": "BLOB", "clustered": "WITHOUT ROWID"}

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._writer: sqlite3.Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _translated(error) from error
        finally:
            connection.close()

    def put(self, rows: Sequence[Row]) -> None:
        try:
            if self._writer is None:
                self._writer = self._connect()
            self._writer.execute("BEGIN IMMEDIATE")
            for some in _powers_of_two(rows):
                self._writer.execute(_put(len(some)), [value for row in some for value in row])
            self._writer.execute("COMMIT")
        except sqlite3.Error as error:
            self.close()  # after a failed sync only a fresh connection knows what is on disk
            raise _translated(error) from error

    def close(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None

    def lock(self, connection: Connection) -> None:
        """A transaction that begins by writing holds SQLite's only write lock."""
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")

    def erase(self) -> None:
        """secure_delete has overwritten the pages; truncating the log removes their last copies."""
        connection = self._connect()
        try:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
        if busy:
            raise StoreUnavailable("the log could not be truncated because the store is in use; run purge again")

    def faults(self) -> list[str]:
        connection = self._connect()
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            for name, right in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
                if connection.execute(f"PRAGMA {name}").fetchone()[0] != right:
                    found.append(f"{name} is not {right}")
        except sqlite3.Error as error:
            return [_name(error)]
        finally:
            connection.close()
        if self.path.stat().st_mode & 0o077:
            found.append(f"{self.path} can be read by others: chmod 600")
        return [fault for fault in found if fault != "ok"]

    def _connect(self) -> sqlite3.Connection:
        try:
            if not self.path.exists():
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=16
            )
        except (OSError, sqlite3.Error) as error:
            raise StoreUnavailable(f"{self.path}: {error}") from error
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        except sqlite3.Error as error:
            connection.close()
            raise _translated(error) from error
        return connection


@cache
def _put(count: int) -> str:
    """One statement for many records: the interpreter's lock is given up once for all of them, not once for each."""
    values = ", ".join(["(?, ?, ?)"] * count)
    return (
        f"WITH new (form, digest, sealed) AS (VALUES {values}) INSERT OR IGNORE INTO record"
        " SELECT form, digest, sealed FROM new"
        " WHERE NOT EXISTS (SELECT 1 FROM spent s WHERE s.form = new.form AND s.digest = new.digest)"
    )


def _powers_of_two(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Parts whose sizes are few, so that their statements stay prepared."""
    start = 0
    while start < len(rows):
        size = 1 << ((len(rows) - start).bit_length() - 1)
        yield rows[start : start + min(size, 512)]
        start += min(size, 512)


def _translated(error: sqlite3.Error) -> StoreError:
    """Names of faults only: messages may quote values."""
    name = _name(error)
    return StoreError(f"the file is damaged: {name}") if name in CONTRADICTIONS else StoreUnavailable(name)


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or type(error).__name__
