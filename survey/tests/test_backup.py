"""A backup is a store, it is checked, and restoring it gives back what was there."""

import pytest
from signpost_survey.backup import backup, restore, verify
from signpost_survey.doctor import findings
from signpost_survey.form import form_bytes
from signpost_survey.record import digest
from signpost_survey.signing import signed
from signpost_survey.stores import StoreError, open_store
from signpost_survey.stores.base import Row, key

from tests import forms

FORM = forms.a_form()


@pytest.fixture
def signed_release(tmp_path_factory):
    """As the key holder's ledger would freeze it; what it says is of no matter here."""
    folder = forms.key_folder(tmp_path_factory.mktemp("key"))
    return signed({"ledger": {"sequence": 1, "previous": None, "commitment": ""}}, folder)


@pytest.fixture
def filled(store, signed_release):
    store.add_form(FORM.id, form_bytes(FORM))
    store.put([Row(key(FORM.id), digest(bytes([i]) * 768), bytes([i]) * 768) for i in range(40)])
    store.add_release("r1", FORM.id, "2026-autumn", signed_release, [digest(bytes([i]) * 768) for i in range(10)])
    store.purge(FORM.id)
    store.add_reader("report", b"hash")
    return store


def test_round_trip(filled, url, tmp_path):
    """Forms, waiting records, releases, spent names and readers, from either engine into the other kind of file."""
    made = backup(filled, tmp_path / "backup")
    other = open_store(str(tmp_path / "other.sqlite"))
    other.migrate()
    restored = restore(tmp_path / "backup", other)

    assert made == restored == (1, 30, 1, 1)
    assert list(other.records(FORM.id)) == list(filled.records(FORM.id))
    assert other.releases() == filled.releases()
    assert other.readers() == filled.readers()
    other.put([Row(key(FORM.id), digest(bytes(768)), bytes(768))])
    assert other.count(FORM.id) == 30, "published before, sent again"


def test_into_postgresql(filled, tmp_path, postgres):
    """A laptop's store moves to a server."""
    backup(filled, tmp_path / "backup")
    target = open_store(postgres.database("moved"))
    target.migrate()

    assert restore(tmp_path / "backup", target).records == target.count(FORM.id) == 30
    postgres.drop("moved")


def test_nothing_is_overwritten(filled, tmp_path):
    """Neither a backup nor a store with releases."""
    backup(filled, tmp_path / "backup")

    with pytest.raises(StoreError, match="never replaced"):
        backup(filled, tmp_path / "backup")
    with pytest.raises(StoreError, match="empty one"):
        restore(tmp_path / "backup", filled)


def test_damage_is_found(filled, tmp_path):
    """A changed byte, wherever it is."""
    backup(filled, tmp_path / "backup")
    data = (tmp_path / "backup").read_bytes()
    place = data.index(bytes([30]) * 768) + 100
    (tmp_path / "backup").write_bytes(data[:place] + b"\0" + data[place + 1 :])

    with pytest.raises(StoreError, match="not what its name says"):
        verify(tmp_path / "backup")
    assert any("records are not what" in one for one in findings(open_store(str(tmp_path / "backup"))))


def test_doctor_on_a_sound_store(filled):
    """Nothing to say."""
    assert list(findings(filled)) == []


def test_doctor_finds_a_changed_release(filled, signed_release):
    """An UPDATE that keeps the SHA-256 right; another signing key in the form; another pinned one."""
    pinned = forms.a_form().key.verify
    assert list(findings(filled, pinned)) == []
    assert any("is not genuine" in one for one in findings(filled, "A" * 43))
    changed = signed_release.replace(b'"sequence":1', b'"sequence":2')
    with filled.transaction() as connection:
        connection.execute("UPDATE release SET document = ?, sha256 = ?", (changed, digest(changed).hex()))

    assert any("changed after it was signed" in one for one in findings(filled, pinned))
    assert any("changed after it was signed" in one for one in findings(filled))


def test_doctor_finds_a_private_key(tmp_path):
    """Beside the records is the one place where it must not be."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    (tmp_path / "key.json").write_text('{"format": "signpost-private-key-2"}')

    assert [one.endswith("takes records") for one in findings(store)] == [True]
