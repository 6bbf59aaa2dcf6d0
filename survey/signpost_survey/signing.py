"""Signed documents: JSON with a `signature` over everything else in it, by Ed25519 (RFC 8032)."""

import json
from collections.abc import Mapping
from typing import Any

from signpost_survey import keys
from signpost_survey.keys import KeyFolder


class SignatureError(ValueError):
    """A document that is not signed by the key that it should be."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """Keys sorted, no white space, UTF-8."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def signed(document: Mapping[str, Any], folder: KeyFolder) -> bytes:
    """The document with its signature by the current key, and what older keys said of it."""
    key, signing = keys.verify_key(folder.current.signing), folder.current.signing
    signature = {
        "key": key,
        "value": keys.encode(signing.sign(canonical(document))),
        "endorsements": list(folder.endorsements),
    }
    return canonical({**document, "signature": signature}) + b"\n"


def verified(data: bytes, pinned: str) -> dict[str, Any]:
    """What was signed. Raises SignatureError unless by the pinned key, or by one that follows it."""
    try:
        document: dict[str, Any] = json.loads(data)
        right = data == canonical(document) + b"\n"  # else what is signed and what another program reads could differ
        signature = document.pop("signature")
        right = right and keys.holds(signature["key"], signature["value"], canonical(document))
        known = keys.trusted(pinned, signature["key"], signature["endorsements"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SignatureError("there is no signature in it") from None
    if not right:
        raise SignatureError("it was changed after it was signed")
    if not known:
        raise SignatureError(
            f"it is signed by {signature['key']}, which is not the key {pinned} nor one that follows it"
        )
    return document
