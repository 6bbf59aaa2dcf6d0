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

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from signpost_survey.rates import networks

RESERVED_FILES = 200  # descriptors for the store, its log and the listening socket
MOST_FILES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds and bytes of one connection; how many there may be. `per_address` 0: a proxy stands in front and counts."""

    head_seconds: float = 10.0  # from the connection, or the end of `idle_seconds`, to the last header
    body_seconds: float = 10.0
    answer_seconds: float = 120.0  # to work it out, and for the client to take it
    idle_seconds: float = 15.0
    head_bytes: int = 16_384
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
        for connection in [one for one in self._all if one.until < now]:
            self.close(connection)
        self._watch = loop.call_later(1, self._look, loop) if self._all else None


def _longest_waiting(connections: dict["GuardedProtocol", None]) -> "GuardedProtocol":
    """The oldest that owes the server something; the newest of all where none does."""
    return next((one for one in connections if one.step is not Step.ANSWER), None) or next(reversed(connections))


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which says where a connection stands and refuses a head that is too long (431)."""

    def __init__(self, guard: Guard, **arguments) -> None:
        super().__init__(**arguments)
        self._guard = guard
        self._limits = guard.limits
        self._head_bytes = 0
        self.step = Step.HEAD
        self.address = b""
        self.until = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = networks(self.client[0])[0] if self.client else b""
        self.until = self.loop.time() + self._limits.head_seconds
        self._guard.made(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._guard.lost(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        waited_for_head = self.step is Step.HEAD
        if waited_for_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if waited_for_head and self.step is Step.HEAD and self._head_bytes > self._limits.head_bytes:
            self._refuse_head()

    def on_headers_complete(self) -> None:
        # A chunk with the whole head in it may hold more than the head: then its parts are counted.
        if self._head_bytes > self._limits.head_bytes and self._size() > self._limits.head_bytes:
            raise ValueError("the head is too long")  # the parser stops and says that it could not go on
        self._head_bytes = 0
        super().on_headers_complete()
        self.step = Step.BODY
        self.until = self.loop.time() + self._limits.body_seconds

    def on_message_complete(self) -> None:
        super().on_message_complete()
        if not self.cycle.response_complete:
            self.step = Step.ANSWER
            self.until = self.loop.time() + self._limits.answer_seconds

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.pipeline:
            self.step = Step.HEAD
            self.until = self.loop.time() + self._limits.idle_seconds + self._limits.head_seconds

    def send_400_response(self, msg: str) -> None:
        if self._head_bytes > self._limits.head_bytes:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def _size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

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
