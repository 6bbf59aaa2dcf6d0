"""How long and how often a client may keep the server waiting, so that no proxy is needed in front.

The parser under uvicorn waits for ever and takes headers of any size. Here every connection has a time by which its next
step must be done, looked at once a second; where there are too many, whoever the server has waited for longest goes, so
that a client who speaks at once always finds a place.
"""

import asyncio
import resource
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any, assert_never

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from signpost_survey.rates import networks

PIECE = 4_096
RESERVED_FILES = 200  # descriptors for the store, its log and the listening socket
MOST_FILES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds and bytes of one connection; how many there may be. `per_address` 0: a proxy stands in front and counts."""

    head_seconds: float = 10.0  # from the connection, or the end of `idle_seconds`, to the last header
    body_seconds: float = 10.0
    answer_seconds: float = 120.0  # to work it out, and for the client to take it
    idle_seconds: float = 15.0
    head_bytes: int = 16_384  # or up to PIECE more, as it comes
    per_address: int = 256
    total: int = 824


class Step(Enum):
    HEAD = "the client is to send a head"
    BODY = "the client is to send a body"
    ANSWER = "the server is to answer"


class Guard:
    """All connections of the process, oldest first, and those of each address."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.closed = 0  # because of a limit
        self._all: dict[GuardedProtocol, None] = {}
        self._of: dict[bytes, dict[GuardedProtocol, None]] = {}
        self._watch: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._all)

    def made(self, connection: "GuardedProtocol") -> None:
        """Take it in; where that is one too many, close another, or this one if the server owes answers to all others."""
        own = self._of.setdefault(connection.address, {})
        own[connection] = self._all[connection] = None
        if self.limits.per_address and len(own) > self.limits.per_address:
            self.close(_longest_waiting(own))
        elif len(self._all) > self.limits.total:
            self.close(_longest_waiting(self._all))
        if self._watch is None:
            self._watch = connection.loop.call_later(1, self._look, connection.loop)

    def lost(self, connection: "GuardedProtocol") -> None:
        self._all.pop(connection, None)
        own = self._of.get(connection.address, {})
        own.pop(connection, None)
        if not own:
            self._of.pop(connection.address, None)

    def close(self, connection: "GuardedProtocol") -> None:
        self.closed += 1
        self.lost(connection)
        connection.transport.abort()

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for connection in [one for one in self._all if one.overdue(now)]:
            self.close(connection)
        self._watch = loop.call_later(1, self._look, loop) if self._all else None


def _longest_waiting(connections: dict["GuardedProtocol", None]) -> "GuardedProtocol":
    """The oldest that owes the server something; the newest of all where none does."""
    return next((one for one in connections if one.step is not Step.ANSWER), None) or next(reversed(connections))


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which knows where a connection stands and refuses a head that is too long (431).

    A request costs one call more: where it stands is read off what uvicorn keeps, by whoever wants to know.
    """

    def __init__(self, guard: Guard, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._guard = guard
        self._head_bytes = 0  # of one that is not complete
        self._seen: tuple[Step, object] = (Step.HEAD, None)
        self._since = 0.0
        self.address = b""

    @property
    def step(self) -> Step:
        if self.cycle is None or self.cycle.response_complete:
            return Step.HEAD
        return Step.BODY if self.cycle.more_body else Step.ANSWER

    def overdue(self, now: float) -> bool:
        """Whether it has stood where it stands for too long; asked about once a second."""
        seen = (self.step, self.cycle)
        if seen != self._seen:
            self._seen, self._since = seen, now
        return now - self._since > self._patience(seen[0])

    def _patience(self, step: Step) -> float:
        limits = self._guard.limits
        match step:
            case Step.HEAD:
                return limits.head_seconds + (limits.idle_seconds if self.cycle else 0)
            case Step.BODY:
                return limits.body_seconds
            case Step.ANSWER:
                return limits.answer_seconds
            case _:
                assert_never(step)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self.address = networks(self.client[0])[0] if self.client else b""
        self._since = self.loop.time()
        self._guard.made(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._guard.lost(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if len(data) > PIECE:  # in pieces, so that a head cannot come whole before it is measured
            for start in range(0, len(data), PIECE):
                if not self.transport.is_closing():
                    self.data_received(data[start : start + PIECE])
            return
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before or (before is not None and not before.response_complete):
            self._head_bytes = 0
            return
        self._head_bytes += len(data)
        if self._head_bytes >= self._guard.limits.head_bytes and not self.transport.is_closing():
            self._refuse_head()

    def _refuse_head(self) -> None:
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        self._guard.closed += 1
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        self.transport.write(head.encode())
        self.transport.close()


def open_files() -> int:
    """As many descriptors as the system lets this process have; the usual 1,024 are soon used up."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
