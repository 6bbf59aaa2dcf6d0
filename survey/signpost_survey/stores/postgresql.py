"""The store in PostgreSQL, for several API processes or a standby.

Commits are durable (`synchronous_commit` on, or `remote_apply` where the server says so: it is never lowered here).
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg

from signpost_survey.stores.base import Connection, Row, Store, StoreError, StoreUnavailable

LOCK = 0x5349474E  # one advisory lock for migrations and publication
PUT = """
INSERT INTO record (form, digest, sealed)
SELECT form, digest, sealed FROM unnest(%b::bytea[], %b::bytea[], %b::bytea[]) AS new (form, digest, sealed)
WHERE NOT EXISTS (SELECT 1 FROM spent s WHERE s.form = new.form AND s.digest = new.digest)
ORDER BY form, digest
ON CONFLICT DO NOTHING
"""  # sorted, so that two processes writing the same record never wait for each other in a circle
PATIENCE_SECONDS = 5.0


def _connect(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    return psycopg.connect(
        url, autocommit=autocommit, connect_timeout=3, application_name="signpost-survey", keepalives_idle=10
    )


class _Translating:
    """A psycopg connection that understands `?`."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> psycopg.Cursor:
        return self._connection.execute(sql.replace("?", "%s"), parameters, binary=True)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> psycopg.Cursor:
        cursor = self._connection.cursor()
        cursor.executemany(sql.replace("?", "%s"), parameters)
        return cursor


class PostgresStore(Store):
    kind = "postgresql"
    types: ClassVar = {"bytes": "BYTEA", "clustered": ""}

    def __init__(self, url: str) -> None:
        self._url = url
        self._writer: psycopg.Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        try:
            with _connect(self._url) as connection:
                yield _Translating(connection)
        except psycopg.Error as error:
            raise _translated(error) from error

    def put(self, rows: Sequence[Row]) -> None:
        """A cut connection or a restart is ridden out: the same batch again is harmless, records are stored once."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._put(rows)
            except psycopg.Error as error:
                self.close()
                if not isinstance(error, psycopg.OperationalError) or time.monotonic() > until:
                    raise _translated(error) from error
                time.sleep(0.2)

    def _put(self, rows: Sequence[Row]) -> None:
        if self._writer is None or self._writer.closed:
            self._writer = _connect(self._url, autocommit=True)
        self._writer.execute(PUT, [list(column) for column in zip(*rows, strict=True)], prepare=True)

    def close(self) -> None:
        if self._writer:
            self._writer.close()
            self._writer = None

    def lock(self, connection: Connection) -> None:
        connection.execute("SELECT pg_advisory_xact_lock(?)", (LOCK,))

    def size(self) -> int:
        with self.transaction() as connection:
            size: int = connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]
        return size

    def erase(self) -> None:
        """A full vacuum rewrites the table without its dead rows. The server's log keeps sealed bytes until it is recycled."""
        try:
            with _connect(self._url, autocommit=True) as connection:
                connection.execute("VACUUM (FULL) record")
        except psycopg.Error as error:
            raise _translated(error) from error

    def faults(self) -> list[str]:
        found = []
        with self.transaction() as connection:

            def setting(name: str) -> str:
                return str(connection.execute("SELECT current_setting(?)", (name,)).fetchone()[0])

            if setting("fsync") != "on":
                found.append("fsync is off: a power cut loses acknowledged records")
            if setting("synchronous_commit") in ("off",):
                found.append("synchronous_commit is off: a power cut loses acknowledged records")
            if setting("full_page_writes") != "on":
                found.append("full_page_writes is off: a power cut can tear pages")
            if setting("archive_mode") != "off":
                found.append("archive_mode is on: archived logs keep sealed records after publication")
            if setting("log_statement") in ("mod", "all") or setting("log_min_duration_statement") == "0":
                found.append("statements are logged: set log_statement=none, log_min_duration_statement=-1")
            if setting("log_min_error_statement") not in ("panic", "fatal"):
                found.append("failed statements are logged: ALTER DATABASE … SET log_min_error_statement = panic")
        return found


def _translated(error: psycopg.Error) -> StoreError:
    """Class and SQLSTATE only: messages may quote values."""
    name = f"{type(error).__name__} {error.sqlstate or ''}".strip()
    return StoreUnavailable(name) if isinstance(error, psycopg.OperationalError) else StoreError(name)
