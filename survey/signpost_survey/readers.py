"""Keys of those who may read releases. The store holds hashes; a key is 256 random bits, so a plain hash is enough."""

import hashlib
import secrets

PREFIX = "signpost_"


def new_key() -> str:
    """A key to hand over once."""
    return PREFIX + secrets.token_urlsafe(32)


def key_hash(key: str) -> bytes:
    """What the store keeps, and looks for."""
    return hashlib.sha256(key.encode()).digest()
