"""How many records one address may send an hour. In memory only, under a random key that lives for that hour."""

import hashlib
import os
import socket
import time
from collections.abc import Callable

HOUR = 3_600.0
ADDRESSES = 100_000
MAPPED = bytes(10) + b"\xff\xff"  # an IPv4 address as a socket for both families names it
# An IPv6 customer has a /64 at least, often a /56, a site a /48: (bytes of the network, how many times the limit it has).
IPV6 = ((8, 1), (7, 2), (6, 4))


class Rates:
    """Counts by keyed hash of the network. Beyond ADDRESSES of them, all further ones of a width share one count."""

    def __init__(self, per_hour: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = per_hour
        self._clock = clock
        self._renew()

    def refused(self, address: str) -> int:
        """0 when one more is allowed, else the seconds until it is. A network that is refused uses up nothing of a wider one."""
        if not self._limit:
            return 0
        now = self._clock()
        if now >= self._until:
            self._renew()
        for network, (_, times) in zip(networks(address), IPV6, strict=False):
            name = hashlib.blake2b(network, key=self._key, digest_size=8).digest()
            if name not in self._counts and len(self._counts) >= ADDRESSES:
                name = bytes([times])
            count = self._counts[name] = self._counts.get(name, 0) + 1
            if count > self._limit * times:
                return max(1, int(self._until - now))
        return 0

    def _renew(self) -> None:
        self._key = os.urandom(32)
        self._counts: dict[bytes, int] = {}
        self._until = self._clock() + HOUR


def networks(address: str) -> tuple[bytes, ...]:
    """What is counted as one sender, narrowest first: an IPv4 address, or the /64, /56 and /48 of an IPv6 address.

    By the system's parser: this runs for every record.
    """
    try:
        return (socket.inet_pton(socket.AF_INET, address),)
    except OSError:
        pass
    try:
        packed = socket.inet_pton(socket.AF_INET6, address.partition("%")[0])
    except OSError:
        return (address.encode()[:64],)
    return (packed[12:],) if packed.startswith(MAPPED) else tuple([packed[:size] for size, _ in IPV6])
