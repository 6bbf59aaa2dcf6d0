"""uvicorn in this process: sockets first, so that a taken port is said in words; quiet; and an end that waits for nobody."""

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Sequence

import uvicorn
from h11 import LocalProtocolError
from starlette.types import ASGIApp

from signpost_builder.serving.patience import Patient, allow_connections

HERE = "127.0.0.1"
LAST_WORDS_SECONDS = 2


WHY = {
    errno.EADDRINUSE: "another program listens on port {port} already: end it, or choose another with --port",
    errno.EACCES: "port {port} is for programs of the system alone: choose one above 1023 with --port",
}


class PortTaken(Exception):
    """What a person is told: why this port cannot be had, and what to do."""


def listening(port: int = 0, host: str = HERE) -> socket.socket:
    """A socket that listens; port 0: one that is free. Raises PortTaken."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if (
            os.name == "posix"
        ):  # the port of a run that has just ended; elsewhere it would share one with another program
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen()
    except OSError as problem:
        made.close()
        if problem.errno in WHY:
            raise PortTaken(WHY[problem.errno].format(port=port)) from problem
        raise
    return made


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def serve(
    app: ASGIApp,
    sockets: Sequence[socket.socket],
    *,
    started: Callable[[], None],
    closing: Callable[[], None],
    beside: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM. Returns then; what else goes wrong is raised.

    `started` is called when the first request can come, `closing` when no more do: streams that would stay open end there.
    `beside` runs on the same loop for as long; when it fails, the server ends and the error is raised.
    """
    allow_connections()
    config = uvicorn.Config(
        app,
        http=Patient,
        access_log=False,  # addresses have the token
        log_level="error",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=LAST_WORDS_SECONDS,
        ws="none",
    )
    logging.getLogger("uvicorn.error").addFilter(_is_a_fault)
    try:
        asyncio.run(_serve(_Server(config, started, closing), list(sockets), beside))
    except KeyboardInterrupt:
        return  # uvicorn ends in order, and then raises the signal again


def _is_a_fault(record: logging.LogRecord) -> bool:
    """Whoever breaks off in the middle of HTTP cannot be answered, which uvicorn takes for a fault of ours."""
    return not (record.exc_info and isinstance(record.exc_info[1], LocalProtocolError))


class _Server(uvicorn.Server):
    """Says when it has started, and that it ends before it waits for connections."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], closing: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started, self._say_closing = started, closing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._say_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._say_closing()
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # who takes nothing is cut off, which is no error
        await super().shutdown(sockets)


async def _serve(server: _Server, sockets: list[socket.socket], beside: Callable[[], Awaitable[None]] | None) -> None:
    if beside is None:
        await server.serve(sockets)
        return
    companion = asyncio.ensure_future(beside())
    companion.add_done_callback(lambda _: setattr(server, "should_exit", True))
    try:
        await server.serve(sockets)
    finally:
        if not companion.done():
            companion.cancel()
        await asyncio.gather(companion, return_exceptions=True)
    if not companion.cancelled() and (problem := companion.exception()):
        raise problem
