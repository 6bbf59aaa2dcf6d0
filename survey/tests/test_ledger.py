"""The key holder's ledger: nothing is counted twice, nothing leaves before it is frozen, and an old copy is told."""

import datetime
import json
import multiprocessing
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from signpost_survey import ledger as ledgers
from signpost_survey import publish, record
from signpost_survey.backup import adopt, backup
from signpost_survey.doctor import findings
from signpost_survey.form import form_bytes
from signpost_survey.keys import new_keys, open_folder, public_document, rotate, verify_key
from signpost_survey.ledger import Entry, Ledger, LedgerError, opened, words
from signpost_survey.publish import Published
from signpost_survey.record import digest
from signpost_survey.release import parse_release
from signpost_survey.signing import SignatureError, signed, verified
from signpost_survey.simulate import simulated_answers
from signpost_survey.stores import StoreError, open_store
from signpost_survey.stores.base import Row, key

from tests import forms

TODAY = datetime.date(2027, 3, 1)
AUTUMN, SPRING = "2026-autumn", "2027-spring"
QUESTIONS = {"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP)
LIKE = forms.a_form(QUESTIONS, group=forms.GROUP, simulated=True)
SEALED = [record.seal(FORM, one, forms.PUBLIC) for one in simulated_answers(LIKE, 240, 1)]
FIRST, SECOND = SEALED[:120], SEALED[120:]


def filled(path: Path, sealed=FIRST):
    store = open_store(str(path))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    store.put([Row(key(FORM.id), digest(one), one) for one in sealed])
    store.close()
    return store


def send(store, sealed) -> None:
    store.put([Row(key(FORM.id), digest(one), one) for one in sealed])
    store.close()


def published(store, ledger, term=AUTUMN, **more):
    return publish.publish(store, FORM.id, term, ledger, today=TODAY, **more)


def people(outcome: Published) -> int:
    return parse_release(outcome.document).people[0][-1]


# ------------------------------------------------------------- nothing twice


def test_the_same_bytes_again(tmp_path):
    """On another machine, with a record less, another order, another key in front: what is frozen is sent."""
    ledger = forms.a_ledger(tmp_path)
    first = published(filled(tmp_path / "a"), ledger)
    rotate_quickly(tmp_path / "keys")
    others = [FIRST[::-1], FIRST[1:], [*FIRST, os.urandom(768)], []]
    for number, sealed in enumerate(others):
        store = filled(tmp_path / f"other{number}", sealed)
        again = published(store, Ledger(open_folder(tmp_path / "keys", forms.PASSPHRASE)))
        assert again.again and again.document == first.document == store.release(first.id)
        assert store.count(FORM.id) == len(set(sealed) - set(FIRST))


def rotate_quickly(folder: Path) -> None:
    from signpost_survey import keys

    before, keys.COST = keys.COST, {"n": 2**4, "r": 8, "p": 1}
    try:
        rotate(folder, forms.PASSPHRASE)
    finally:
        keys.COST = before


def test_every_record_once(tmp_path):
    """Published, then the store restored to before, or sent again: the next term counts none of them."""
    ledger = forms.a_ledger(tmp_path)
    published(filled(tmp_path / "a"), ledger)
    wraps = [forms.wrapped_again(FORM, one, bytes([1, 0])) for one in FIRST]
    late = filled(tmp_path / "b", [*FIRST, *wraps, *SECOND])
    outcome = published(late, ledger, SPRING)

    assert people(outcome) == len(SECOND)
    assert outcome.dropped["replayed"] == len(wraps)
    assert not set(outcome.entry.digests) & {digest(one) for one in FIRST}


def test_carried_over_records_are_not_spent(tmp_path):
    """99 in autumn; in spring they are published with one more."""
    ledger, store = forms.a_ledger(tmp_path), filled(tmp_path / "a", FIRST[:99])
    assert published(store, ledger) == publish.CarriedOver(100)
    send(store, FIRST[99:100])

    assert people(published(store, ledger, SPRING)) == 100


def test_one_record_more_is_other_noise(tmp_path):
    """No row of the same people in two ledgers has the same noise: a difference tells nothing."""
    one = published(filled(tmp_path / "a"), forms.a_ledger(tmp_path / "one"))
    two = published(filled(tmp_path / "b"), forms.a_ledger(tmp_path / "two"))
    rows = list(zip(parse_release(one.document).counts, parse_release(two.document).counts, strict=True))

    assert sum(a == b for a, b in rows) < 0.15 * len(rows)


def test_two_at_once(tmp_path):
    """One publishes; the other is told, or sends the same."""
    forms.key_folder(tmp_path)
    store = filled(tmp_path / "a")
    with opened(open_folder(tmp_path / "keys", forms.PASSPHRASE)) as ledger:
        second = opened(open_folder(tmp_path / "keys", forms.PASSPHRASE))
        with pytest.raises(LedgerError, match="another publication"), second:
            pass
        published(store, ledger)
    outcomes = race(tmp_path, 4)

    assert set(outcomes) <= {published(store, forms.a_ledger(tmp_path)).entry.head, "busy"}
    assert len(forms.a_ledger(tmp_path).releases) == 1


def race(folder: Path, count: int) -> list[str]:
    context = multiprocessing.get_context("fork")
    with context.Pool(count) as pool:
        return pool.starmap(_publishes, [(folder, f"racer{number}") for number in range(count)])


def _publishes(folder: Path, name: str) -> str:
    store = filled(folder / name)
    try:
        with opened(open_folder(folder / "keys", forms.PASSPHRASE)) as ledger:
            return published(store, ledger).entry.head
    except LedgerError:
        return "busy"


def test_a_race_without_a_release_yet(tmp_path):
    """Four processes, four copies of the store, one key folder: one release."""
    forms.key_folder(tmp_path)
    heads = set(race(tmp_path, 4)) - {"busy"}

    assert len(heads) == 1 == len(forms.a_ledger(tmp_path).releases)


# --------------------------------------------------------------------- adopt


def test_adopt_twice(tmp_path):
    """A second copy, made before, is not taken over: its records do not wait any more."""
    server = filled(tmp_path / "server")
    for name in ("one", "two"):
        backup(server, tmp_path / name)
    first = published(open_store(str(tmp_path / "one")), forms.a_ledger(tmp_path / "a"))
    fork = forms.a_ledger(tmp_path / "b")  # the key folder's copy
    published(open_store(str(tmp_path / "two")), fork, SPRING)

    assert adopt(tmp_path / "one", server) == [first.id]
    with pytest.raises(StoreError, match="do not wait here any more"):
        adopt(tmp_path / "two", server)
    assert [one[2] for one in server.releases()] == [AUTUMN]
    assert server.count(FORM.id) == 0


@pytest.mark.parametrize("change", ["term", "digests", "release", "signature", "document"])
def test_adopt_takes_nothing_unsigned(tmp_path, change):
    """A changed receipt, a receipt of another key, another release beside it."""
    server = filled(tmp_path / "server")
    backup(server, tmp_path / "copy")
    copy = open_store(str(tmp_path / "copy"))
    published(copy, forms.a_ledger(tmp_path))
    (id, _, _, _), said = copy.receipts()[0], json.loads(copy.receipts()[0][3])
    if change == "document":
        release = json.loads(copy.release(id)) | {"title": "Other"}
        body = json.dumps(release).encode()
        execute(copy, "UPDATE release SET document = ?, sha256 = ?", (body, digest(body).hex()))
    elif change == "signature":
        thief = forms.key_folder(tmp_path / "thief")
        object.__setattr__(thief, "keys", (new_keys(),))
        said.pop("signature")
        execute(copy, "UPDATE receipt SET document = ?", (signed(said, thief),))
    else:
        said[change] = "2027-spring" if change == "term" else ""
        execute(copy, "UPDATE receipt SET document = ?", (json.dumps(said).encode(),))

    with pytest.raises(StoreError):
        adopt(tmp_path / "copy", server)
    assert server.releases() == [] and server.count(FORM.id) == 120


def execute(store, sql: str, values: tuple) -> None:
    with store.transaction() as connection:
        connection.execute(sql, values)


def test_a_discard_is_taken_over(tmp_path):
    """What was decided on the copy is done on the server, without a release."""
    server = filled(tmp_path / "server", FIRST[:40])
    backup(server, tmp_path / "copy")
    send(server, SECOND[:3])
    publish.discard(open_store(str(tmp_path / "copy")), FORM.id, AUTUMN, forms.a_ledger(tmp_path))

    assert len(adopt(tmp_path / "copy", server)) == 1
    assert server.count(FORM.id) == 3 and server.releases() == []


# ------------------------------------------------------------- old copies, forks


def test_a_rolled_back_ledger_does_not_publish(tmp_path):
    """The store has a release that the ledger does not know."""
    store = filled(tmp_path / "a")
    forms.key_folder(tmp_path)
    shutil.copytree(tmp_path / "keys", tmp_path / "old")
    published(store, forms.a_ledger(tmp_path))
    store.purge(FORM.id)
    send(store, SECOND)

    with pytest.raises(StoreError, match="not in this ledger"):
        published(store, Ledger(open_folder(tmp_path / "old", forms.PASSPHRASE)), SPRING)


def test_a_fork_is_told(tmp_path):
    """Two ledgers of one key: their words differ, and the store refuses the other's release."""
    store, copy = filled(tmp_path / "a"), filled(tmp_path / "b")
    one, two = forms.a_ledger(tmp_path / "one"), forms.a_ledger(tmp_path / "two")
    published(store, one)
    other = published(copy, two)

    assert one.words != two.words
    with pytest.raises(StoreError, match="not in this ledger"):
        published(store, two)
    with pytest.raises(StoreError, match="two ledgers of one key"):
        publish.hand_over(store, other.entry)


def test_a_hidden_release_is_told(tmp_path):
    """Each names the one before: of three, the middle one is missed; a changed chain is refused."""
    ledger = forms.a_ledger(tmp_path)
    stores = [filled(tmp_path / "a"), filled(tmp_path / "b", SECOND)]
    other = forms.a_form(QUESTIONS)
    third = open_store(str(tmp_path / "c"))
    third.migrate()
    third.add_form(other.id, form_bytes(other))
    sealed = [
        record.seal(other, one, forms.PUBLIC)
        for one in simulated_answers(forms.a_form(QUESTIONS, simulated=True), 110, 5)
    ]
    third.put([Row(key(other.id), digest(one), one) for one in sealed])
    published(stores[0], ledger)
    published(stores[1], ledger, SPRING)
    last = publish.publish(third, other.id, SPRING, ledger, today=TODAY)
    stores[0].add_form(other.id, form_bytes(other))
    stores[0].purge(FORM.id)
    publish.hand_over(stores[0], last.entry)

    assert [one for one in findings(stores[0]) if "are not in this store" in one]
    assert [json.loads(one.release)["ledger"]["sequence"] for one in ledger.releases] == [1, 2, 3]
    (tmp_path / "keys/ledger/000002.entry").unlink()
    with pytest.raises(LedgerError, match="entry 2 is missing"):
        forms.a_ledger(tmp_path)
    (tmp_path / "keys/ledger/000003.entry").rename(tmp_path / "keys/ledger/000002.entry")
    with pytest.raises(LedgerError, match="does not follow"):
        forms.a_ledger(tmp_path)


def test_a_key_without_its_ledger(tmp_path):
    """Or with another's: nothing is published."""
    folder = forms.key_folder(tmp_path)
    (tmp_path / "keys/ledger/ledger.json").write_text('{"format": "signpost-ledger-1", "id": "other"}')
    with pytest.raises(LedgerError, match="of another key"):
        Ledger(folder)
    shutil.rmtree(tmp_path / "keys/ledger")
    with pytest.raises(LedgerError, match="without its ledger a key does not publish"):
        Ledger(folder)


def test_damage(tmp_path):
    """Any byte of an entry."""
    ledger = forms.a_ledger(tmp_path)
    published(filled(tmp_path / "a"), ledger)
    path = tmp_path / "keys/ledger/000001.entry"
    data = path.read_bytes()
    for place in range(200, len(data), len(data) // 12):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        try:
            forms.a_ledger(tmp_path)
        except LedgerError:
            continue
        assert data[place : place + 1] not in ledger.releases[0].outer, f"unnoticed at {place}"
    path.write_bytes(data)
    forms.a_ledger(tmp_path)


def test_words():
    """Proquints: the published examples, and 96 bits of a head."""
    assert words("7f000001" + "3f54dcc1" + "a5b6c7d8").split()[:4] == ["lusab", "babad", "gutih", "tugad"]
    assert len(words("0" * 64).split()) == 6 and words("0" * 64) != words("0" * 23 + "1" + "0" * 40)


def test_a_release_of_a_rotated_key(tmp_path):
    """Records under the old key are published by the new one; a reader who pinned the old key follows."""
    forms.key_folder(tmp_path)
    rotate_quickly(tmp_path / "keys")
    ledger = Ledger(open_folder(tmp_path / "keys", forms.PASSPHRASE))
    outcome = published(filled(tmp_path / "a"), ledger)

    assert people(outcome) == 120
    assert verified(outcome.document, verify_key(forms.SIGNING))["term"] == AUTUMN
    assert verified(outcome.document, public_document(ledger.keys.current)["verify"])
    assert ledger.keys.current != forms.KEYS


# ----------------------------------------------------------- frozen before it leaves


def test_records_of_a_missing_key_stop_the_publication(tmp_path):
    """Nothing is spent; with the older key back in the folder they are counted, and else dropped when that is said."""
    forms.key_folder(tmp_path)
    rotate_quickly(tmp_path / "keys")
    (old,) = (tmp_path / "keys").glob("key-*.json")
    old.rename(tmp_path / "aside")
    form = forms.a_form(
        QUESTIONS, group=forms.GROUP, key=public_document(open_folder(tmp_path / "keys", forms.PASSPHRASE).current)
    )
    store = filled(tmp_path / "a")
    store.add_form(form.id, form_bytes(form))
    assert form.id == FORM.id
    with pytest.raises(StoreError, match="Put the older key back"):
        published(store, Ledger(open_folder(tmp_path / "keys", forms.PASSPHRASE)))
    (tmp_path / "aside").rename(old)

    assert people(published(store, Ledger(open_folder(tmp_path / "keys", forms.PASSPHRASE)))) == 120


class Stopped(BaseException):
    """A kill."""


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_every_step(tmp_path, monkeypatch, step, after):
    """Before or after each sync and rename: what comes next publishes once, and nothing that left can be made again."""
    real, times = getattr(os, step), 0
    while True:
        folder = tmp_path / f"{times}"
        forms.key_folder(folder)
        store = filled(folder / "store")
        calls = 0

        def dying(*arguments, times=times):
            nonlocal calls
            calls += 1
            if calls - 1 == times and not after:
                raise Stopped
            real(*arguments)
            if calls - 1 == times:
                raise Stopped

        monkeypatch.setattr(ledgers.os, step, dying)
        killed = False
        try:
            published(store, forms.a_ledger(folder))
        except Stopped:
            killed = True
        monkeypatch.setattr(ledgers.os, step, real)
        left = [store.release(id) for id, *_ in store.releases()]
        frozen = [entry.release for entry in forms.a_ledger(folder).releases]
        assert not left or left == frozen, "left before it was frozen"
        again = published(store, forms.a_ledger(folder))
        assert again.again == bool(frozen) and (not frozen or again.document == frozen[0])
        assert len(forms.a_ledger(folder).releases) == 1
        if not killed:
            assert times > 0
            return
        times += 1


def test_killed_between_ledger_and_store(tmp_path, monkeypatch):
    """The release is frozen; the store hears of it by the next try, whatever it holds then."""
    store, ledger = filled(tmp_path / "a"), forms.a_ledger(tmp_path)
    monkeypatch.setattr(publish, "hand_over", lambda *_: (_ for _ in ()).throw(Stopped))
    with pytest.raises(Stopped):
        published(store, ledger)
    monkeypatch.undo()
    send(store, SECOND)
    again = published(store, forms.a_ledger(tmp_path))

    assert again.again and people(again) == 120
    assert store.count(FORM.id) == len(SECOND)


def test_a_thief_of_the_key_folder(tmp_path):
    """Keys, ledger, release and every byte on the disk: the seed is nowhere, so no noise can be taken away."""
    seed = os.urandom(32)
    ledger = forms.a_ledger(tmp_path)
    outcome = published(filled(tmp_path / "a"), ledger, seed=seed)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    entry: Entry = forms.a_ledger(tmp_path).releases[0]

    for spelled in (seed, seed.hex().encode(), seed[:16], seed[16:]):
        assert spelled not in everything
    assert entry.release == outcome.document
    assert set(json.loads(entry.release)["noise"]) == {
        "distribution", "factor", "scored", "centre", "clip", "shift", "variances", "answer", "bound", "person",
    }  # fmt: skip


# -------------------------------------------------- what was found by attacking it


def test_an_old_key_that_was_deleted_still_vouches_for_its_releases(tmp_path):
    """As docs/operate.md advises: the ledger goes on, and the store's releases by it are known as ours."""
    store, folder = filled(tmp_path / "a"), forms.key_folder(tmp_path).path
    published(store, forms.a_ledger(tmp_path))
    store.purge(FORM.id)
    rotate_quickly(folder)
    (old,) = folder.glob("key-*.json")
    old.unlink()
    keys = open_folder(folder, forms.PASSPHRASE)
    form = forms.a_form(QUESTIONS, group=forms.GROUP, key=public_document(keys.current))
    store.add_form(form.id, form_bytes(form))
    sealed = [record.seal(form, one, keys.current.record.public_key()) for one in simulated_answers(LIKE, 120, 2)]
    send(store, sealed)

    assert people(published(store, Ledger(keys), SPRING)) == 120
    assert len(Ledger(keys).releases) == 2
    (tmp_path / "keys/ledger/000002.entry").unlink()
    with pytest.raises(StoreError, match="not in this ledger"):
        published(store, Ledger(keys), "2026-summer")


def test_a_release_under_another_name_in_the_ledger(tmp_path):
    """An entry that claims another form would hide its names from that form's next publication."""
    ledger = forms.a_ledger(tmp_path)
    published(filled(tmp_path / "a"), ledger)
    path = tmp_path / "keys/ledger/000001.entry"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for change in ({"form": LIKE.id}, {"term": SPRING}):
        about = json.dumps(json.loads(parts["entry.json"]) | change)
        with zipfile.ZipFile(path, "w") as archive:
            for name, body in (parts | {"entry.json": about}).items():
                archive.writestr(name, body)
        with pytest.raises(LedgerError, match="another form or term"):
            forms.a_ledger(tmp_path)


def test_nothing_is_left_of_a_publication_that_broke_off(tmp_path, monkeypatch):
    """Two releases of the same people with different noise in one folder would tell its thief more than one."""
    store, ledger = filled(tmp_path / "a"), forms.a_ledger(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        published(store, ledger)
    monkeypatch.undo()
    assert [one.name for one in (tmp_path / "keys/ledger").iterdir()] == ["ledger.json"]
    (tmp_path / "keys/ledger/000001.entry.partial").write_bytes(b"noise")  # killed
    with opened(open_folder(tmp_path / "keys", forms.PASSPHRASE)):
        assert [one.name for one in (tmp_path / "keys/ledger").iterdir()] == ["ledger.json"]


def test_killed_in_the_middle_of_a_discard(tmp_path, monkeypatch):
    """Decided in the ledger, not yet told to the store: the next try takes the records out."""
    store, ledger = filled(tmp_path / "a", FIRST[:40]), forms.a_ledger(tmp_path)
    monkeypatch.setattr(publish, "hand_over", lambda *_: (_ for _ in ()).throw(Stopped))
    with pytest.raises(Stopped):
        publish.discard(store, FORM.id, "2027-w1", ledger)
    monkeypatch.undo()

    with pytest.raises(StoreError, match="were discarded"):
        published(store, forms.a_ledger(tmp_path), "2027-w1")
    assert store.count(FORM.id) == 0


def test_a_rotation_that_broke_off(tmp_path):
    """Its half-made key is no key, and does not stop the next."""
    folder = forms.key_folder(tmp_path).path
    (folder / "key.json.new").write_text("{")
    rotate_quickly(folder)

    assert len(open_folder(folder, forms.PASSPHRASE).keys) == 2


def test_a_damaged_note_of_too_few(tmp_path):
    """In words."""
    ledger = forms.a_ledger(tmp_path)
    store = filled(tmp_path / "a", FIRST[:40])
    for damage in ("{", "[]", '{"a": 5}', '{"a": "2026-autumn"}'):
        (tmp_path / "keys/ledger/carried.json").write_text(damage)
        with pytest.raises(LedgerError, match=r"carried\.json is damaged"):
            published(store, ledger)


@pytest.mark.parametrize(
    "term", ["2027 spring", "2027-Spring", "2027-w0", "2027-w100", "٢٠٢٧-spring", "2027-spring\n", "spring", ""]
)
def test_terms_in_odd_forms(tmp_path, term):
    """Refused, of a simulated form too: readers would refuse the release."""
    for form in (FORM, LIKE):
        store = open_store(str(tmp_path / form.id))
        store.migrate()
        store.add_form(form.id, form_bytes(form))
        with pytest.raises(StoreError, match="is not a term"):
            publish.publish(store, form.id, term, forms.a_ledger(tmp_path), today=TODAY)


def test_every_byte_of_a_release_is_signed(tmp_path):
    """Also spaces, the order of keys, a key given twice, the spare bits of base64: what other programs read is what was signed."""
    document = published(filled(tmp_path / "a"), forms.a_ledger(tmp_path)).document
    key = verify_key(forms.SIGNING)
    changed = [
        document[:at] + bytes([document[at] ^ 1]) + document[at + 1 :]
        for at in range(len(document) - 900, len(document))
    ]
    changed += [
        document + b" ",
        document[:-1],
        document.replace(b'"counts":', b'"counts":[],"counts":', 1),
        b"[" * 100_000,
    ]
    changed += [json.dumps(json.loads(document)).encode(), document.replace(b'"sums":', b' "sums":', 1)]

    assert verified(document, key)
    for one in changed:
        with pytest.raises(SignatureError):
            verified(one, key)


def test_a_part_in_a_dropped_record_is_spent(tmp_path):
    """Somebody's first part, wrapped with answers that the form does not have: dropped in autumn, and it cannot come again in spring."""
    ledger = forms.a_ledger(tmp_path)
    odd = [forms.wrapped_again(FORM, one, bytes([9, 9])) for one in SECOND[:5]]
    first = published(filled(tmp_path / "a", [*FIRST, *odd]), ledger)
    late = published(filled(tmp_path / "b", SECOND), ledger, SPRING)

    assert (people(first), first.dropped["undescribed"]) == (120, 5)
    assert (people(late), late.dropped["replayed"]) == (115, 5)
