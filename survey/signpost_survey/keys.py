"""Key pairs: the public half goes into forms and packages, the private half into one file with a passphrase."""

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

FORMAT = "signpost-private-key-1"
COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MiB and about half a second for every guess at the passphrase
MINIMUM_PASSPHRASE = 12


class KeyFileError(ValueError):
    """A key file that cannot be opened, and why."""


def encode(data: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The reverse of `encode`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def key_id(public: bytes) -> str:
    """Sixteen hexadecimal digits that name a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_document(private: X25519PrivateKey) -> dict[str, str]:
    """The value of `key` in a form."""
    public = private.public_key().public_bytes_raw()
    return {"id": key_id(public), "public": encode(public)}


def write_key(path: Path, private: X25519PrivateKey, passphrase: str, cost: dict[str, int] = COST) -> None:
    """Write the private key under the passphrase, readable by its owner only; an existing file is never replaced."""
    salt, nonce = os.urandom(16), os.urandom(12)
    public = public_document(private)
    secret = ChaCha20Poly1305(_derive(passphrase, salt, cost)).encrypt(
        nonce, private.private_bytes_raw(), public["id"].encode()
    )
    document = {"format": FORMAT, **public, "scrypt": {**cost, "salt": encode(salt)}}
    document |= {"nonce": encode(nonce), "secret": encode(secret)}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(document, sort_keys=True, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path, passphrase: str) -> X25519PrivateKey:
    """Open a key file. Raises KeyFileError in words that never repeat the passphrase."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise KeyFileError(f"{path}: not a private key of Signpost")
        cost = {name: int(document["scrypt"][name]) for name in COST}
        if cost["n"] > 2**20 or cost["r"] > 16 or cost["p"] > 4:
            raise KeyFileError(f"{path}: asks for more work than any key that keygen writes")
        derived = _derive(passphrase, decode(document["scrypt"]["salt"]), cost)
        nonce, secret = decode(document["nonce"]), decode(document["secret"])
        private = X25519PrivateKey.from_private_bytes(ChaCha20Poly1305(derived).decrypt(nonce, secret, document["id"].encode()))
    except InvalidTag:
        raise KeyFileError(f"{path}: wrong passphrase, or the file is damaged") from None
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, KeyFileError):
            raise
        raise KeyFileError(f"{path}: not a private key of Signpost") from None
    if public_document(private)["id"] != document["id"]:
        raise KeyFileError(f"{path}: the key does not match its id")
    return private


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())
