"""How many records one address may send an hour. In memory only, under a random key that lives for that hour."""

import hashlib
import os
import socket
import time
from collections.abc import Callable

HOUR = 3_600.0
ADDRESSES = 100_000


class Rates:
    """Counts by keyed hash of the address. Beyond ADDRESSES of them, all further ones share one count."""

    def __init__(self, per_hour: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = per_hour
        self._clock = clock
        self._renew()

    def refused(self, address: str) -> int:
        """0 when one more is allowed, else the seconds until it is."""
        if not self._limit:
            return 0
        now = self._clock()
        if now >= self._until:
            self._renew()
        name = hashlib.blake2b(_network(address), key=self._key, digest_size=8).digest()
        if name not in self._counts and len(self._counts) >= ADDRESSES:
            name = b""
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return 0 if count <= self._limit else max(1, int(self._until - now))

    def _renew(self) -> None:
        self._key = os.urandom(32)
        self._counts: dict[bytes, int] = {}
        self._until = self._clock() + HOUR


def _network(address: str) -> bytes:
    """An IPv6 customer has a whole /64. By the system's parser: this runs for every record."""
    try:
        return socket.inet_pton(socket.AF_INET, address)
    except OSError:
        pass
    try:
        return socket.inet_pton(socket.AF_INET6, address.partition("%")[0])[:8]
    except OSError:
        return address.encode()[:64]
