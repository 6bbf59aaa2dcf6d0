"""The key folder: what opens records, what signs releases, and the ledger of what was published, in one place.

The private halves lie under a passphrase in `key.json`, those of earlier keys in `key-<id>.json`; the public halves go into forms
and packages. A key names its ledger, and without it nothing is published.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

FORMAT = "signpost-private-key-2"
COST = {"n": 2**17, "r": 8, "p": 1}  # 128 MiB and about half a second for every guess at the passphrase
MINIMUM_PASSPHRASE = 12
CURRENT = "key.json"
SUCCESSOR = b"signpost survey: the next signing key is "


class KeyFileError(ValueError):
    """A key file that cannot be opened, and why."""


class PrivateKeys(NamedTuple):
    """Opens records; signs releases."""

    record: X25519PrivateKey
    signing: Ed25519PrivateKey


@dataclass(frozen=True)
class KeyFolder:
    """The opened keys, the current one first, and what older signing keys said about newer ones."""

    path: Path
    ledger_id: str
    keys: tuple[PrivateKeys, ...]
    endorsements: tuple[dict[str, str], ...] = field(default=())

    @property
    def current(self) -> PrivateKeys:
        return self.keys[0]

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Every signing key that this folder ever had, also those that were deleted when their last term was published."""
        return tuple(
            dict.fromkeys([*(verify_key(one.signing) for one in self.keys), *(one["by"] for one in self.endorsements)])
        )


def encode(data: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The reverse of `encode`."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def key_id(public: bytes) -> str:
    """Sixteen hexadecimal digits that name a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_document(private: PrivateKeys) -> dict[str, str]:
    """The value of `key` in a form."""
    public = private.record.public_key().public_bytes_raw()
    return {"id": key_id(public), "public": encode(public), "verify": verify_key(private.signing)}


def verify_key(signing: Ed25519PrivateKey) -> str:
    """The public half of a signing key, as forms and readers name it."""
    return encode(signing.public_key().public_bytes_raw())


def new_keys() -> PrivateKeys:
    return PrivateKeys(X25519PrivateKey.generate(), Ed25519PrivateKey.generate())


# ------------------------------------------------------------------ signatures


def endorse(old: Ed25519PrivateKey, new: str) -> dict[str, str]:
    """The old signing key's word for the new one."""
    return {"by": verify_key(old), "key": new, "value": encode(old.sign(SUCCESSOR + new.encode()))}


def holds(verify: str, value: str, message: bytes) -> bool:
    """Whether a signature is one of this key for this message."""
    try:
        Ed25519PublicKey.from_public_bytes(decode(verify)).verify(decode(value), message)
    except (InvalidSignature, ValueError):
        return False
    return encode(decode(value)) == value  # base64 has bits to spare at the end


def trusted(pinned: str, key: str, endorsements: Iterable[dict[str, str]]) -> bool:
    """Whether `key` is the pinned one, or follows it by signatures of each key for the next."""
    known = {pinned}
    for one in endorsements:
        if one["by"] in known and holds(one["by"], one["value"], SUCCESSOR + one["key"].encode()):
            known.add(one["key"])
    return key in known


# ------------------------------------------------------------------ the folder


def make_folder(path: Path, passphrase: str, ledger_id: str) -> PrivateKeys:
    """A new key folder; an existing one is never replaced."""
    path.mkdir(mode=0o700)
    made = new_keys()
    write_key(path / CURRENT, made, passphrase, ledger_id, [])
    return made


def rotate(path: Path, passphrase: str) -> PrivateKeys:
    """A new key beside the old ones, in the same folder and with the same ledger; the old one signs it."""
    folder = open_folder(path, passphrase)
    made = new_keys()
    said = [*folder.endorsements, endorse(folder.current.signing, verify_key(made.signing))]
    kept = path / f"key-{public_document(folder.current)['id']}.json"
    if not kept.exists():
        os.link(path / CURRENT, kept)
    (path / "key.json.new").unlink(missing_ok=True)  # of a rotation that broke off
    write_key(path / "key.json.new", made, passphrase, folder.ledger_id, said)
    (path / "key.json.new").replace(path / CURRENT)
    _sync(path)
    return made


def open_folder(path: Path, passphrase: str) -> KeyFolder:
    """Open every key in a folder. Raises KeyFileError in words that never repeat the passphrase."""
    if not (path / CURRENT).is_file():
        raise KeyFileError(f"{path}: no key folder; keygen makes one, with {CURRENT} in it")
    found = [read_key(path / CURRENT, passphrase)]
    current = public_document(found[0].keys[0])["id"]
    for older in sorted(path.glob("key-*.json")):
        if older.name != f"key-{current}.json":
            found.append(read_key(older, passphrase))
    if len({one.ledger_id for one in found}) > 1:
        raise KeyFileError(f"{path}: the keys in it belong to different ledgers")
    return KeyFolder(path, found[0].ledger_id, tuple(one.keys[0] for one in found), found[0].endorsements)


def write_key(
    path: Path,
    private: PrivateKeys,
    passphrase: str,
    ledger_id: str,
    endorsements: Sequence[Mapping[str, str]],
    cost: dict[str, int] | None = None,
) -> None:
    """Write the private halves under the passphrase, readable by their owner only; an existing file is never replaced."""
    cost = cost or COST
    salt, nonce = os.urandom(16), os.urandom(12)
    head: dict[str, Any] = {
        "format": FORMAT, **public_document(private), "ledger": ledger_id, "endorsements": endorsements,
        "scrypt": {**cost, "salt": encode(salt)},
    }  # fmt: skip
    secret = private.record.private_bytes_raw() + private.signing.private_bytes_raw()
    sealed = ChaCha20Poly1305(_derive(passphrase, salt, cost)).encrypt(nonce, secret, _bound(head))
    document = head | {"nonce": encode(nonce), "secret": encode(sealed)}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(document, sort_keys=True, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def read_key(path: Path, passphrase: str) -> KeyFolder:
    """Open one key file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise KeyFileError(f"{path}: not a private key of Signpost")
        cost = {name: int(document["scrypt"][name]) for name in COST}
        if cost["n"] > 2**20 or cost["r"] > 16 or cost["p"] > 4:
            raise KeyFileError(f"{path}: asks for more work than any key that keygen writes")
        derived = _derive(passphrase, decode(document["scrypt"]["salt"]), cost)
        nonce, sealed = decode(document.pop("nonce")), decode(document.pop("secret"))
        secret = ChaCha20Poly1305(derived).decrypt(nonce, sealed, _bound(document))
        private = PrivateKeys(
            X25519PrivateKey.from_private_bytes(secret[:32]), Ed25519PrivateKey.from_private_bytes(secret[32:])
        )
        return KeyFolder(path.parent, document["ledger"], (private,), tuple(document["endorsements"]))
    except InvalidTag:
        raise KeyFileError(f"{path}: wrong passphrase, or the file is damaged") from None
    except KeyFileError:
        raise
    except (KeyError, TypeError, ValueError):
        raise KeyFileError(f"{path}: not a private key of Signpost") from None


def _bound(head: Mapping[str, Any]) -> bytes:
    """All that stands readable in the file, so that none of it can be exchanged."""
    return json.dumps(head, sort_keys=True, separators=(",", ":")).encode()


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
