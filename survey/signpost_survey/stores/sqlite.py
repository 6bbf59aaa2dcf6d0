"""The store in one SQLite file.

WAL with synchronous=FULL: the log is synced before a commit returns. secure_delete overwrites what is deleted, WITHOUT
ROWID keeps no hidden counter of arrivals (an ordinary table's rowid is one).
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar

from signpost_survey.stores.base import Connection, Row, Store, StoreError, StoreUnavailable

BUSY_SECONDS = 15.0
PAGE = 4_096  # SQLite's own
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 4_000  # for all connections but the one that takes records
CHECKPOINT_RECORDS = 2_000  # for that one: 16 to 24 MiB of log are moved into the file beside the writer
PATIENCE = 4  # times that many records, after which the writer waits for the mover
RESTART_BYTES = 128 << 20  # and a log of this size begins anew
LOG_BYTES = 160 << 20  # what is left of the file of a log that a long reader made longer
# All records of a commit in one blob and one statement: the interpreter's lock is given up and asked for once, not once
# for each of them while requests are waiting for it too.
ROW = 16 + 32 + 768
PUT = f"""
WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + {ROW} FROM place WHERE i + {ROW} < length(?1)),
new (form, digest, sealed) AS (SELECT substr(?1, i, 16), substr(?1, i + 16, 32), substr(?1, i + 48, 768) FROM place)
INSERT OR IGNORE INTO record SELECT form, digest, sealed FROM new
WHERE NOT EXISTS (SELECT 1 FROM spent s WHERE s.form = new.form AND s.digest = new.digest)
"""
SIZES = ("page_count", "freelist_count", "page_size")
CONTRADICTIONS = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


class SqliteStore(Store):
    kind = "sqlite"
    types: ClassVar = {"bytes": "BLOB", "clustered": "WITHOUT ROWID"}

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._writer: sqlite3.Connection | None = None
        self._file = 0
        self._since_move = 0
        self._log_pages = 0
        self._mover: threading.Thread | None = None

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
        """One statement is one transaction, synced before it returns."""
        blob = b"".join([part for row in rows for part in row])
        if len(blob) != ROW * len(rows):
            raise ValueError("a form has 16 bytes, a digest 32 and a record 768")
        try:
            if self._writer is None:
                self._writer = self._connect()
                self._writer.execute("PRAGMA wal_autocheckpoint = 0")
                self._file = self.path.stat().st_ino
            elif (
                self.path.stat().st_ino != self._file
            ):  # what is written now would be gone with the last open descriptor
                raise FileNotFoundError
            self._checkpoint(self._writer)
            self._writer.execute(PUT, (blob,))
        except OSError as error:
            self.close()
            raise StoreUnavailable("the file is gone") from error
        except sqlite3.Error as error:
            self.close()  # after a failed sync only a fresh connection knows what is on disk
            raise _translated(error) from error
        self._since_move += len(rows)

    def _checkpoint(self, writer: sqlite3.Connection) -> None:
        """Keep the log short. A checkpoint in the writer has everyone wait for two syncs, so it is seldom."""
        if self._since_move < CHECKPOINT_RECORDS:
            return
        if self._mover and self._mover.is_alive():
            if self._since_move < CHECKPOINT_RECORDS * PATIENCE:
                return
            self._mover.join()  # the disk cannot keep up: records wait, so that the log stays bounded
        if self._log_pages * PAGE >= RESTART_BYTES:  # only when nothing is left to move does the log begin anew
            self._log_pages = self._moved(writer)
        else:
            self._mover = threading.Thread(target=self._move, name="checkpoint")
            self._mover.start()
        self._since_move = 0

    def _move(self) -> None:
        """A checkpoint beside the writer. A fault is no loss: the log holds everything, and the next tries again."""
        with suppress(StoreUnavailable, sqlite3.Error):
            connection = self._connect()
            try:
                self._moved(connection)
            finally:
                connection.close()

    def _moved(self, connection: sqlite3.Connection) -> int:
        """Move what can be moved; returns the pages of the log, 0 if all of them are in the file and it will begin anew."""
        _, written, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._log_pages = written
        return 0 if written == moved else written

    def close(self) -> None:
        if self._mover:
            self._mover.join()
            self._mover = None
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

    def migrate(self) -> int:
        """The one place where a file is made: a store that disappears while it serves must not come back empty."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: {error}") from error
        return super().migrate()

    def size(self) -> int:
        connection = self._connect()
        try:
            pages, free, page = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in SIZES)
        except sqlite3.Error as error:
            raise _translated(error) from error
        finally:
            connection.close()
        return (pages - free) * page + self.log_size()

    def log_size(self) -> int:
        """Bytes of the write-ahead log."""
        log = self.path.with_name(self.path.name + "-wal")
        return log.stat().st_size if log.exists() else 0

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=16,
            )
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{self.path}: {error}") from error
        try:
            _use_log(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        except sqlite3.Error as error:
            connection.close()
            raise _translated(error) from error
        return connection


def _use_log(connection: sqlite3.Connection) -> None:
    """WAL. Where several make a file at once SQLite says busy at once, without asking its busy handler: so this waits."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _name(error) != "SQLITE_BUSY" or time.monotonic() > ends:
                raise
        time.sleep(0.01)


def _translated(error: sqlite3.Error) -> StoreError:
    """Names of faults only: messages may quote values."""
    name = _name(error)
    return StoreError(f"the file is damaged: {name}") if name in CONTRADICTIONS else StoreUnavailable(name)


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or type(error).__name__
