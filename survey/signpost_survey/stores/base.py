"""What both engines share: the tables and every statement that is not about speed.

Nothing here knows who, when or from where: a record is its form, its SHA-256 and bytes that the store cannot read.
Statements are written with `?`; the PostgreSQL store translates.
"""

import datetime
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, NamedTuple, Protocol

CHUNK = 2_000
HEALTH_BYTES = 8_192  # of noise, so that no engine packs them
# `spent`: names of records that were published. A page may send a record again for up to 30 days, so the names outlive
# the records by one release; without them a lost answer would be counted twice.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE form (id {bytes} PRIMARY KEY, document {bytes} NOT NULL, accepting INTEGER NOT NULL)",
        "CREATE TABLE record (form {bytes} NOT NULL, digest {bytes} NOT NULL, sealed {bytes} NOT NULL,"
        " PRIMARY KEY (form, digest)) {clustered}",
        "CREATE TABLE spent (form {bytes} NOT NULL, digest {bytes} NOT NULL, PRIMARY KEY (form, digest)) {clustered}",
        "CREATE TABLE release (id TEXT PRIMARY KEY, form {bytes} NOT NULL, term TEXT NOT NULL, sha256 TEXT NOT NULL,"
        " document {bytes} NOT NULL, UNIQUE (form, term))",
        "CREATE TABLE reader (name TEXT PRIMARY KEY, hash {bytes} NOT NULL UNIQUE)",
    ),
    (
        "CREATE TABLE receipt (id TEXT PRIMARY KEY, form {bytes} NOT NULL, term TEXT NOT NULL, document {bytes} NOT NULL)",
        "ALTER TABLE form ADD COLUMN closes TEXT NOT NULL DEFAULT ''",
    ),
    (
        "ALTER TABLE form ADD COLUMN page INTEGER",
        "CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)


class Row(NamedTuple):
    """A sealed record on its way in or out."""

    form: bytes
    digest: bytes
    sealed: bytes


class StoredForm(NamedTuple):
    document: bytes
    accepting: bool
    closes: str = ""  # the day from which on it takes no more records, because another form has come in its place
    page: bool | None = None  # whether the store shows it as a page; None: as the form says itself


class StoreError(Exception):
    """The store refuses: said to the operator in words."""


class StoreUnavailable(StoreError):
    """Full, locked, restarting or unreachable: nothing was acknowledged, and trying again later is right."""


class Cursor(Protocol):
    """What a statement gives, in the part of DB-API that both drivers have; columns are what the tables say."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Of both drivers."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor: ...


class Store:
    """Forms, sealed records, releases and readers. Every method is safe to call from any thread but `put`."""

    kind: str
    types: ClassVar[dict[str, str]]

    # ------------------------------------------------------------ the engine's part

    def transaction(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction that commits durably at the end."""
        raise NotImplementedError

    def put(self, rows: Sequence[Row]) -> None:
        """Store records, each once; durable on return. For one writer thread. Raises StoreUnavailable."""
        raise NotImplementedError

    def erase(self) -> None:
        """Make what was deleted unreadable in the files, as far as the engine can."""
        raise NotImplementedError

    def faults(self) -> list[str]:
        """What is wrong with the engine's settings or files, one sentence each."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the writer's connection."""
        raise NotImplementedError

    def lock(self, connection: Connection) -> None:
        """Keep other processes from migrating or publishing until the transaction ends."""
        raise NotImplementedError

    # -------------------------------------------------------------------- versions

    def migrate(self) -> int:
        """Bring the tables up to date; returns the version. Several processes may do so at once."""
        with self.transaction() as connection:
            self.lock(connection)
            connection.execute("CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
            found = connection.execute("SELECT max(number) FROM version").fetchone()[0] or 0
            if found > len(MIGRATIONS):
                raise StoreError(f"the store has version {found}; this program knows {len(MIGRATIONS)}: update it")
            for number, statements in enumerate(MIGRATIONS[found:], start=found + 1):
                for statement in statements:
                    connection.execute(statement.format_map(self.types))
                connection.execute("INSERT INTO version VALUES (?)", (number,))
        return len(MIGRATIONS)

    def try_writing(self) -> None:
        """Write a row that means nothing, durably, and is no smaller than a record and its place in the index.

        Raises StoreUnavailable where no record could be written either.
        """
        self.set_note("health", os.urandom(HEALTH_BYTES // 2).hex())

    def size(self) -> int:
        """Bytes that the store takes, without room that it has freed for itself."""
        raise NotImplementedError

    # ----------------------------------------------------------------------- notes

    def notes(self) -> dict[str, str]:
        """What was noted about the machine or a form, never about a record, by name.

        `backup`: the day of the last one. `key ID`: the day on which a key was first registered. `old-key FORM`: the key
        that waiting records may still be sealed to. `waits FORM`: the school term since which records wait. `waiting
        FORM`: the step that the status page shows, with its day. `health`: noise.
        """
        with self.transaction() as connection:
            return dict(connection.execute("SELECT name, value FROM note ORDER BY name").fetchall())

    def set_note(self, name: str, value: str) -> None:
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    # ----------------------------------------------------------------------- forms

    def add_form(self, id: str, document: bytes) -> None:
        """Register a form, or replace its titles."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO form (id, document, accepting) VALUES (?, ?, 1)"
                " ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                (key(id), document),
            )

    def accept(self, id: str, accepting: bool) -> bool:
        """Open or close a form; False if there is none."""
        with self.transaction() as connection:
            forget = ", closes = ''" if accepting else ""
            changed = connection.execute(
                f"UPDATE form SET accepting = ?{forget} WHERE id = ?", (int(accepting), key(id))
            )
            return changed.rowcount == 1

    def show_page(self, id: str, shown: bool) -> None:
        """Whether people may answer the form on the store's own page."""
        with self.transaction() as connection:
            connection.execute("UPDATE form SET page = ? WHERE id = ?", (int(shown), key(id)))

    def close_on(self, id: str, day: str) -> None:
        """Take no more records from this day on (2027-01-31); an earlier day stays."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE form SET closes = ? WHERE id = ? AND (closes = '' OR closes > ?)", (day, key(id), day)
            )

    def forms(self) -> dict[str, StoredForm]:
        """All forms by id."""
        today = datetime.date.today().isoformat()
        with self.transaction() as connection:
            rows = connection.execute("SELECT id, document, accepting, closes, page FROM form ORDER BY id").fetchall()
        return {
            str(uuid.UUID(bytes=bytes(id))): StoredForm(
                bytes(text),
                bool(open) and not (closes and closes <= today),
                closes,
                None if page is None else bool(page),
            )
            for id, text, open, closes, page in rows
        }

    # --------------------------------------------------------------------- records

    def count(self, id: str) -> int:
        """How many records of a form wait for publication."""
        with self.transaction() as connection:
            total: int = connection.execute("SELECT count(*) FROM record WHERE form = ?", (key(id),)).fetchone()[0]
            gone: int = connection.execute(
                "SELECT count(*) FROM record r JOIN spent s ON s.form = r.form AND s.digest = r.digest WHERE r.form = ?",
                (key(id),),
            ).fetchone()[0]
        return total - gone

    def records(self, id: str) -> Iterator[Row]:
        """All that waits, in the order of the digests, which is no order of arrival."""
        last = b""
        while True:
            with self.transaction() as connection:
                rows = connection.execute(
                    "SELECT form, digest, sealed FROM record r WHERE form = ? AND digest > ?"
                    " AND NOT EXISTS (SELECT 1 FROM spent s WHERE s.form = r.form AND s.digest = r.digest)"
                    f" ORDER BY digest LIMIT {CHUNK}",
                    (key(id), last),
                ).fetchall()
            if not rows:
                return
            for row in rows:
                yield Row(*map(bytes, row))
            last = bytes(rows[-1][1])

    # -------------------------------------------------------------------- releases

    def add_release(
        self,
        id: str,
        form: str,
        term: str,
        document: bytes,
        digests: Iterable[bytes],
        receipt: bytes = b"",
        *,
        waiting_only: bool = False,
    ) -> None:
        """Freeze a release and spend the records that it counted, in one transaction; `purge` then removes them.

        Names spent by the form's release before are forgotten: a term is longer than any page tries again.
        With `waiting_only` every record must be here and uncounted, else nothing happens and StoreError says so.
        """
        self.purge(form, thorough=False)
        with self.transaction() as connection:
            self.lock(connection)
            if connection.execute("SELECT 1 FROM release WHERE form = ? AND term = ?", (key(form), term)).fetchone():
                raise StoreError("this form and term are published already; a release is never changed")
            connection.execute(
                "INSERT INTO release (id, form, term, sha256, document) VALUES (?, ?, ?, ?, ?)",
                (id, key(form), term, hashlib.sha256(document).hexdigest(), document),
            )
            self._decided(connection, id, form, term, receipt, digests, waiting_only)

    def add_discard(
        self, id: str, form: str, term: str, receipt: bytes, digests: Iterable[bytes], *, waiting_only: bool = False
    ) -> None:
        """Spend records that are never counted, as `add_release` does; once."""
        self.purge(form, thorough=False)
        with self.transaction() as connection:
            self.lock(connection)
            if not connection.execute("SELECT 1 FROM receipt WHERE id = ?", (id,)).fetchone():
                self._decided(connection, id, form, term, receipt, digests, waiting_only)

    def _decided(
        self,
        connection: Connection,
        id: str,
        form: str,
        term: str,
        receipt: bytes,
        digests: Iterable[bytes],
        waiting_only: bool,
    ) -> None:
        connection.execute("DELETE FROM spent WHERE form = ?", (key(form),))
        self._nothing_waits(connection, form)
        if receipt:
            connection.execute(
                "INSERT INTO receipt (id, form, term, document) VALUES (?, ?, ?, ?)", (id, key(form), term, receipt)
            )
        named = key(form)
        rows = ((named, digest) for digest in digests)
        connection.executemany("INSERT INTO spent (form, digest) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)
        if not waiting_only:
            return
        all = connection.execute("SELECT count(*) FROM spent WHERE form = ?", (named,)).fetchone()[0]
        here = connection.execute(
            "SELECT count(*) FROM spent s JOIN record r ON r.form = s.form AND r.digest = s.digest WHERE s.form = ?",
            (named,),
        ).fetchone()[0]
        if here < all:
            raise StoreError(
                "some of the records do not wait here any more: they were counted or discarded by something else"
            )

    def add_receipt(self, id: str, form: str, term: str, document: bytes) -> None:
        """Put back what `receipts` gave (restore)."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO receipt (id, form, term, document) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (id, key(form), term, document),
            )

    def receipts(self) -> list[tuple[str, str, str, bytes]]:
        """(id, form, term, document) of every decision about records, by id."""
        with self.transaction() as connection:
            rows = connection.execute("SELECT id, form, term, document FROM receipt ORDER BY id").fetchall()
        return [(id, str(uuid.UUID(bytes=bytes(form))), term, bytes(document)) for id, form, term, document in rows]

    def discard(self, form: str) -> int:
        """Remove every waiting record of a form, uncounted; their names stay, so that none comes back."""
        with self.transaction() as connection:
            self.lock(connection)
            connection.execute(
                "INSERT INTO spent (form, digest) SELECT r.form, r.digest FROM record r WHERE r.form = ?"
                " AND NOT EXISTS (SELECT 1 FROM spent s WHERE s.form = r.form AND s.digest = r.digest)",
                (key(form),),
            )
            self._nothing_waits(connection, form)
        return self.purge(form)

    def _nothing_waits(self, connection: Connection, form: str) -> None:
        """Forget since which term records wait, and that some may be sealed to an older key."""
        names = (f"waits {form}", f"old-key {form}", f"waiting {form}")
        connection.execute("DELETE FROM note WHERE name IN (?, ?, ?)", names)

    def purge(self, form: str, *, thorough: bool = True) -> int:
        """Remove spent records and what they left in the files; goes on where a crash stopped it.

        In small transactions, so that arriving records never wait long. Until it is done `records` hides the rest.
        """
        removed = 0
        while True:
            with self.transaction() as connection:
                self.lock(connection)
                chunk = connection.execute(
                    "DELETE FROM record WHERE form = ? AND digest IN (SELECT r.digest FROM record r"
                    f" JOIN spent s ON s.form = r.form AND s.digest = r.digest WHERE r.form = ? LIMIT {CHUNK})",
                    (key(form), key(form)),
                ).rowcount
            removed += chunk
            if chunk < CHUNK:
                break
        if removed or thorough:
            self.erase()
        return removed

    def spent(self, form: str) -> list[bytes]:
        """Names of the records that the form's last release counted."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT digest FROM spent WHERE form = ? ORDER BY digest", (key(form),)
            ).fetchall()
        return [bytes(row[0]) for row in rows]

    def spend(self, form: str, digests: Iterable[bytes]) -> None:
        """Put back what `spent` gave (restore)."""
        with self.transaction() as connection:
            rows = [(key(form), digest) for digest in digests]
            connection.executemany("INSERT INTO spent (form, digest) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)

    def releases(self) -> list[tuple[str, str, str, str]]:
        """(id, form, term, SHA-256 of the document) of every release, by id."""
        with self.transaction() as connection:
            rows = connection.execute("SELECT id, form, term, sha256 FROM release ORDER BY id").fetchall()
        return [(id, str(uuid.UUID(bytes=bytes(form))), term, sha256) for id, form, term, sha256 in rows]

    def release(self, id: str) -> bytes | None:
        """The document of a release."""
        with self.transaction() as connection:
            row = connection.execute("SELECT document FROM release WHERE id = ?", (id,)).fetchone()
        return bytes(row[0]) if row else None

    # --------------------------------------------------------------------- readers

    def add_reader(self, name: str, hash: bytes) -> None:
        """Let the holder of a key read releases; a name known already gets the new key."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO reader (name, hash) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash",
                (name, hash),
            )

    def remove_reader(self, name: str) -> bool:
        with self.transaction() as connection:
            return connection.execute("DELETE FROM reader WHERE name = ?", (name,)).rowcount == 1

    def readers(self) -> dict[str, bytes]:
        """Hashes of readers' keys by name."""
        with self.transaction() as connection:
            return {
                name: bytes(hash) for name, hash in connection.execute("SELECT name, hash FROM reader ORDER BY name")
            }


def key(id: str) -> bytes:
    """How tables name a form."""
    return uuid.UUID(id).bytes
