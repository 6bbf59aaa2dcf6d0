"""Private keys lie in a folder under a passphrase, beside their ledger; the old one vouches for the new."""

import json

import pytest
from signpost_survey.keys import (
    KeyFileError,
    encode,
    endorse,
    make_folder,
    new_keys,
    open_folder,
    public_document,
    read_key,
    rotate,
    trusted,
    verify_key,
    write_key,
)

QUICK = {"n": 2**10, "r": 8, "p": 1}
PRIVATE = new_keys()
PASSPHRASE = "a long enough passphrase"
LEDGER = "ab" * 16


@pytest.fixture
def path(tmp_path):
    write_key(tmp_path / "key.json", PRIVATE, PASSPHRASE, LEDGER, [], QUICK)
    return tmp_path / "key.json"


def test_round_trip(path):
    """The passphrase opens it; nobody else may read the file; no key is in it as it is."""
    found = read_key(path, PASSPHRASE)

    assert public_document(found.current) == public_document(PRIVATE)
    assert found.ledger_id == LEDGER
    assert path.stat().st_mode & 0o777 == 0o600
    for secret in (PRIVATE.record.private_bytes_raw(), PRIVATE.signing.private_bytes_raw()):
        assert secret not in path.read_bytes() and encode(secret).encode() not in path.read_bytes()


def test_a_wrong_passphrase(path):
    """Said in words that do not repeat it."""
    with pytest.raises(KeyFileError, match="wrong passphrase") as caught:
        read_key(path, "another passphrase")
    assert "another" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"}, {"secret": "AAAA"}, {"id": "0" * 16}, {"scrypt": {"n": 2**30, "r": 8, "p": 1, "salt": ""}},
        {"nonce": 1}, {"ledger": "cd" * 16}, {"verify": "A" * 43}, {"endorsements": [{}]},
    ],
)  # fmt: skip
def test_damage(path, change):
    """Whatever is wrong with the file, it is an error of the file and never hours of work; no part can be exchanged."""
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(KeyFileError):
        read_key(path, PASSPHRASE)


def test_never_replaced(path):
    """A key that records are sealed to must not vanish."""
    with pytest.raises(FileExistsError):
        write_key(path, PRIVATE, PASSPHRASE, LEDGER, [], QUICK)


def test_public_document():
    """What course builders get."""
    assert set(public_document(PRIVATE)) == {"id", "public", "verify"}


def test_rotation(tmp_path, monkeypatch):
    """The folder opens records of every key it ever had; the newest signs, and the oldest leads to it."""
    monkeypatch.setattr("signpost_survey.keys.COST", QUICK)
    first = make_folder(tmp_path / "keys", PASSPHRASE, LEDGER)
    second, third = (rotate(tmp_path / "keys", PASSPHRASE) for _ in range(2))
    folder = open_folder(tmp_path / "keys", PASSPHRASE)

    assert public_document(folder.current) == public_document(third)
    assert {public_document(one)["id"] for one in folder.keys} == {
        public_document(one)["id"] for one in (first, second, third)
    }
    for pinned in (first, second, third):
        assert trusted(verify_key(pinned.signing), verify_key(third.signing), folder.endorsements)
    assert not trusted(verify_key(third.signing), verify_key(first.signing), folder.endorsements), "never backwards"


def test_a_forged_successor_is_not_trusted():
    """Somebody else's word for a key, or the right word for another key."""
    thief, next_one = new_keys(), new_keys()
    pinned, key = verify_key(PRIVATE.signing), verify_key(thief.signing)
    genuine = endorse(PRIVATE.signing, verify_key(next_one.signing))

    assert trusted(pinned, verify_key(next_one.signing), [genuine])
    assert not trusted(pinned, key, [endorse(thief.signing, key)])
    assert not trusted(pinned, key, [endorse(thief.signing, key) | {"by": pinned}])
    assert not trusted(pinned, key, [genuine | {"key": key}])
    assert not trusted(pinned, key, [genuine | {"value": "?"}])
