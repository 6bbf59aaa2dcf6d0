"""Both engines keep the same promises."""

import hashlib
import os
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from signpost_survey.form import form_bytes
from signpost_survey.record import digest
from signpost_survey.stores import Store, StoreError, open_store, sqlite
from signpost_survey.stores.base import MIGRATIONS, Row

from tests import forms

FORM = forms.a_form()
OTHER = forms.a_form({"K2": forms.TRUE_FALSE})


def long(name: bytes) -> bytes:
    """As long as a record is."""
    return name.ljust(768, b".")


def row(name: bytes, form: str = FORM.id) -> Row:
    return Row(uuid.UUID(form).bytes, digest(long(name)), long(name))


def sealed(store: Store, form: str = FORM.id) -> set[bytes]:
    return {one.sealed.rstrip(b".") for one in store.records(form)}


def test_a_record_is_stored_once(store):
    """The same bytes again, in the same batch or a later one, are the same record; per form."""
    store.put([row(b"a"), row(b"b"), row(b"a")])
    store.put([row(b"a"), row(b"a", OTHER.id)])

    assert (sealed(store), store.count(FORM.id)) == ({b"a", b"b"}, 2)
    assert sealed(store, OTHER.id) == {b"a"}


def test_records_come_in_the_order_of_their_digests(store):
    """Not in the order in which they arrived."""
    store.put([row(bytes([i])) for i in range(50)])
    found = [one.digest for one in store.records(FORM.id)]

    assert found == sorted(hashlib.sha256(long(bytes([i]))).digest() for i in range(50))


def test_release_spends_what_it_counted_and_no_more(store):
    """Records that came while it was made wait for the next term; spent ones are gone and cannot come back."""
    store.put([row(b"a"), row(b"b")])
    counted = [one.digest for one in store.records(FORM.id)]
    store.put([row(b"late")])

    store.add_release("r1", FORM.id, "2026-autumn", b"{}", counted)
    hidden = sealed(store)
    removed = store.purge(FORM.id)
    store.put([row(b"a")])

    assert (hidden, removed) == ({b"late"}, 2)
    assert sealed(store) == {b"late"}
    assert store.count(FORM.id) == 1


def test_a_release_is_frozen(store):
    """One for each form and term, and the document stays as it was."""
    store.add_release("r1", FORM.id, "2026-autumn", b"{}", [])

    with pytest.raises(StoreError, match="never changed"):
        store.add_release("r2", FORM.id, "2026-autumn", b"[]", [])
    store.add_release("r3", FORM.id, "2027-spring", b"[]", [])

    assert store.release("r1") == b"{}"
    assert store.release("none") is None
    assert [one[:3] for one in store.releases()] == [("r1", FORM.id, "2026-autumn"), ("r3", FORM.id, "2027-spring")]


def test_a_purge_goes_on_where_it_stopped(store):
    """A crash between freezing and purging leaves nothing to count twice."""
    store.put([row(b"a"), row(b"b")])
    store.add_release("r1", FORM.id, "2026-autumn", b"{}", [digest(long(b"a"))])

    store.add_release("r2", FORM.id, "2027-spring", b"{}", [digest(long(b"b"))])
    store.purge(FORM.id)

    assert store.count(FORM.id) == 0


def test_forms_open_and_close(store):
    """A form keeps its state, and that of its page, when its titles change."""
    store.add_form(FORM.id, form_bytes(FORM))
    assert store.accept(FORM.id, False)
    store.show_page(FORM.id, True)
    store.add_form(FORM.id, b"new titles")

    assert store.forms() == {FORM.id: (b"new titles", False, "", True)}
    assert not store.accept(OTHER.id, True)


def test_readers(store):
    """A new key for a name replaces the old one."""
    store.add_reader("report", b"1")
    store.add_reader("report", b"2")
    store.add_reader("other", b"3")

    assert store.readers() == {"other": b"3", "report": b"2"}
    assert (store.remove_reader("other"), store.remove_reader("other")) == (True, False)


def test_several_processes_migrate_at_once(url):
    """Whoever is first makes the tables, the others find them."""
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda _: open_store(url).migrate(), range(4)))

    assert versions == [len(MIGRATIONS)] * 4


def test_a_store_from_the_future_is_refused(store):
    """An older program does not touch newer tables."""
    with store.transaction() as connection:
        connection.execute("INSERT INTO version VALUES (?)", (len(MIGRATIONS) + 1,))

    with pytest.raises(StoreError, match="update it"):
        store.migrate()


def test_settings_are_durable(store):
    """doctor finds nothing in a fresh store."""
    assert store.faults() == []


def test_the_file_is_private(tmp_path):
    """Whatever the umask, others cannot read the store."""
    old = os.umask(0)
    try:
        open_store(str(tmp_path / "s.sqlite")).migrate()
    finally:
        os.umask(old)

    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_the_log_stays_short(tmp_path, monkeypatch):
    """Under steady writing pages move into the file beside the writer, and the log begins anew every so often."""
    monkeypatch.setattr(sqlite, "CHECKPOINT_RECORDS", 40)
    monkeypatch.setattr(sqlite, "RESTART_BYTES", 1 << 20)
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    log, longest = tmp_path / "s.sqlite-wal", 0
    for start in range(0, 4_000, 20):
        store.put([row(f"{number}".encode()) for number in range(start, start + 20)])
        longest = max(longest, log.stat().st_size)
    moved = (tmp_path / "s.sqlite").stat().st_size
    store.close()

    assert longest < 8 * 2**20 < 4_000 * 4_096, "as long as all pages that were written"
    assert moved > 2 * 2**20
    assert store.count(FORM.id) == 4_000 and store.faults() == []
    assert "checkpoint" not in [thread.name for thread in threading.enumerate()]


def test_a_row_of_another_size_is_a_fault_of_ours(tmp_path):
    """All records of a commit go into one blob, so their sizes must be what they are."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    with pytest.raises(ValueError, match="768"):
        store.put([Row(bytes(16), bytes(32), b"short")])
