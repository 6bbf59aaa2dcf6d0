"""How long a connection may ask nothing. Whoever opens hundreds and sends half a request on each must not keep phones out.

uvicorn waits for ever for the rest of a head, for a body, and for somebody to take what was sent; only between two requests it does not.
"""

import asyncio
import os
from typing import Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # a phone at the edge of a Wi-Fi sends a whole request in two
MOST_CONNECTIONS = 900  # 400 phones have a stream and a request each


class Patient(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; a connection on which nobody gets on is closed, the longest-waiting first where there are too many."""

    _since = 0.0
    _look: asyncio.TimerHandle | None = None
    _waited = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since = self.loop.time()
        if len(self.connections) > MOST_CONNECTIONS:
            self._longest_waiting().transport.abort()
        self._look = self.loop.call_later(SECONDS, self._look_after)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._look:
            self._look.cancel()
        super().connection_lost(exc)

    def waits(self) -> bool:
        """For the other side: for a request, for the rest of one, or until it takes what it was sent."""
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body or self.transport.get_write_buffer_size() > 0

    def _look_after(self) -> None:
        if self._waited and self.waits():
            self.transport.abort()
            return
        self._waited = self.waits()
        self._look = self.loop.call_later(SECONDS / 2, self._look_after)

    def _longest_waiting(self) -> "Patient":
        """Of all connections; this one where everybody else is served."""
        others = cast("set[Patient]", self.connections - {self})
        return min((one for one in others if one.waits()), key=lambda one: one._since, default=self)


def allow_connections() -> None:
    """A Mac lets a program open 256 files, and a connection is one: as many as are served, where the system lets it."""
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
