"""Discrete Gaussian noise, exact: integers only, never a float.

The distribution and both samplers: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy", 2020,
algorithms 1 to 3. Random bytes are SHAKE-256 of a key, so the same key gives the same noise on every machine; what the key
is made of, and that nobody keeps it, is said in docs/formats/release.md, "Noise".
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from math import isqrt

SAMPLER = 1  # to be raised when the same bytes would give other noise


class Stream:
    """Random integers from the bytes of SHAKE-256 of a key."""

    def __init__(self, key: bytes, bytes_ahead: int = 1024) -> None:
        self._key, self._at = key, 0
        self._bytes = hashlib.shake_256(key).digest(bytes_ahead)

    def below(self, bound: int) -> int:
        """Uniform in 0 … bound - 1: as few bytes as hold it, drawn again where they would favour some values."""
        size = max(1, ((bound - 1).bit_length() + 7) // 8)
        usable = 256**size - 256**size % bound
        while (value := int.from_bytes(self._take(size), "big")) >= usable:
            pass
        return value % bound

    def _take(self, size: int) -> bytes:
        while self._at + size > len(self._bytes):  # the longer output of SHAKE begins with the shorter
            self._bytes = hashlib.shake_256(self._key).digest(2 * len(self._bytes))
        self._at += size
        return self._bytes[self._at - size : self._at]


def table_stream(seed: bytes, label: Sequence[str | int | None], cells: int = 1) -> Stream:
    """The stream of one table: another label gives independent noise."""
    text = json.dumps(label, ensure_ascii=False, separators=(",", ":")).encode()
    return Stream(hmac.digest(seed, text, "sha256"), 64 * cells)


def gaussian(stream: Stream, variance: int) -> int:
    """An integer with probability proportional to exp(-x² / (2 · variance))."""
    scale = isqrt(variance) + 1
    while True:
        found = _laplace(stream, scale)
        if _happens(stream, (abs(found) * scale - variance) ** 2, 2 * variance * scale**2):
            return found


def _laplace(stream: Stream, scale: int) -> int:
    """An integer with probability proportional to exp(-|x| / scale)."""
    while True:
        part = stream.below(scale)
        if not _happens(stream, part, scale):
            continue
        whole = 0
        while _happens(stream, 1, 1):
            whole += 1
        size, negative = part + scale * whole, stream.below(2)
        if size or not negative:
            return -size if negative else size


def _happens(stream: Stream, over: int, under: int) -> bool:
    """True with probability exp(-over / under)."""
    while over > under:
        if not _at_most_one(stream, 1, 1):
            return False
        over -= under
    return _at_most_one(stream, over, under)


def _at_most_one(stream: Stream, over: int, under: int) -> bool:
    """The same for over ≤ under."""
    step = 1
    while stream.below(under * step) < over:
        step += 1
    return step % 2 == 1
