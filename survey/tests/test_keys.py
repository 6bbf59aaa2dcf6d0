"""Private keys lie in one file under a passphrase."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from signpost_survey.keys import KeyFileError, public_document, read_key, write_key

QUICK = {"n": 2**10, "r": 8, "p": 1}
PRIVATE = X25519PrivateKey.generate()
PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def path(tmp_path):
    write_key(tmp_path / "key.json", PRIVATE, PASSPHRASE, QUICK)
    return tmp_path / "key.json"


def test_round_trip(path):
    """The passphrase opens it; nobody else may read the file; the key is not in it as it is."""
    assert read_key(path, PASSPHRASE).private_bytes_raw() == PRIVATE.private_bytes_raw()
    assert path.stat().st_mode & 0o777 == 0o600
    assert PRIVATE.private_bytes_raw() not in path.read_bytes()


def test_a_wrong_passphrase(path):
    """Said in words that do not repeat it."""
    with pytest.raises(KeyFileError, match="wrong passphrase") as caught:
        read_key(path, "another passphrase")
    assert "another" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [{"format": "x"}, {"secret": "AAAA"}, {"id": "0" * 16}, {"scrypt": {"n": 2**30, "r": 8, "p": 1, "salt": ""}}, {"nonce": 1}],
)
def test_damage(path, change):
    """Whatever is wrong with the file, it is an error of the file and never hours of work."""
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(KeyFileError):
        read_key(path, PASSPHRASE)


def test_never_replaced(path):
    """A key that records are sealed to must not vanish."""
    with pytest.raises(FileExistsError):
        write_key(path, PRIVATE, PASSPHRASE, QUICK)


def test_public_document():
    """What course builders get."""
    assert set(public_document(PRIVATE)) == {"id", "public"}
