"""The laptop's key for codes of attendance: Ed25519 (RFC 8032). `cryptography` is imported when a key is made or used."""

import base64
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from signpost_builder.proof.code import signed_bytes
from signpost_builder.values import frozen

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLIC = "signpost-key:"  # before the public half, so that register.html knows what was pasted


class KeyFault(ValueError):
    """What is wrong with a key file, in a sentence."""


@frozen
class Signer:
    """Signs for this laptop. `public`: what the school's register is given. `id`: which key it was."""

    private: "Ed25519PrivateKey"

    @property
    def public(self) -> str:
        return PUBLIC + encoded(self.private.public_key().public_bytes_raw())

    @property
    def id(self) -> str:
        return hashlib.sha256(self.private.public_key().public_bytes_raw()).hexdigest()[:16]

    def sign(self, course: str, version: str, date: str, held: str) -> str:
        """The signature over a holder (code.py), base64url."""
        return encoded(self.private.sign(signed_bytes(course, version, date, held)))


def keygen(path: Path) -> Signer:
    """A new key in a new file that only this user can read. Raises FileExistsError: a key is never replaced."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return Signer(private)


def read_key(path: Path) -> Signer:
    """Raises KeyFault."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        data = path.read_bytes()
        private = load_pem_private_key(data, None)
    except OSError as error:
        raise KeyFault(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise KeyFault(f"{path} is no key that 'signpost room keygen' made") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFault(f"{path} is a key of another kind: make one with 'signpost room keygen'")
    return Signer(private)


def encoded(data: bytes) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
