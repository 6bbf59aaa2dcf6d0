"""Without a proxy: clients who say nothing, half of something or too much stop nobody else."""

import asyncio
import os
import resource
import socket
import time
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from signpost_survey import connections
from signpost_survey.connections import Guard, GuardedProtocol, Limits
from signpost_survey.form import form_bytes
from signpost_survey.stores import open_store
from uvicorn.server import ServerState

from tests import forms
from tests.servers import Client, request, served

FORM = forms.a_form()
HALF = (
    f"POST /v1/forms/{FORM.id}/records HTTP/1.1".encode()
    + b"\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\nAAAA"
)
HEAD = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
def url(tmp_path):
    """A store with one form."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    return str(tmp_path / "s.sqlite")


def record() -> bytes:
    return request(FORM.id, os.urandom(768))


def connected(port: int, said: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=5)
    one.sendall(said)
    return one


def answer(one: socket.socket) -> bytes:
    """The first line of the answer; nothing where the connection was ended without."""
    try:
        return one.recv(4096).split(b"\r\n")[0]
    except ConnectionResetError:
        return b""


async def post(port: int) -> tuple[int, float]:
    client = Client(port)
    began = time.perf_counter()
    status = await client.post(record())
    client.close()
    return status, time.perf_counter() - began


@pytest.mark.parametrize("said", [b"", HEAD, HALF], ids=["idle", "half a head", "half a body"])
def test_who_waits_longest_goes(url, said):
    """Of four places for an address a fifth client takes the oldest; it is served at once."""
    with served(url, "--connections", "4") as server:
        waiting = [connected(server.port, said) for _ in range(4)]
        status, _ = asyncio.run(post(server.port))
        ended = answer(waiting[0])
        others = [one.send(b"") for one in waiting[1:]]
        for one in waiting:
            one.close()

    assert (status, ended, others) == (204, b"", [0, 0, 0])


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (HEAD + b"X: " + b"a" * 15_000 + b"\r\n\r\n", b"HTTP/1.1 200 OK"),
        (HEAD + b"X: " + b"a" * 21_000 + b"\r\n\r\n", b"HTTP/1.1 431 Request Header Fields Too Large"),
        (HEAD + b"X: " + b"a" * 200_000, b"HTTP/1.1 431 Request Header Fields Too Large"),
        (HEAD + b"".join(b"X%d: a\r\n" % i for i in range(4_000)), b"HTTP/1.1 431 Request Header Fields Too Large"),
        (b"GET /" + b"a" * 20_000, b"HTTP/1.1 431 Request Header Fields Too Large"),
    ],
    ids=["fits", "at once", "one endless header", "many headers", "long address"],
)
def test_a_head_has_a_size(url, said, status):
    """16 KiB, and up to a piece of 4 KiB more as it comes; httptools itself has no limit."""
    with served(url) as server:
        one = connected(server.port)
        for at in range(0, len(said), 8_000):
            try:
                one.sendall(said[at : at + 8_000])
            except OSError:
                break
        found = answer(one)
        one.close()

    assert found in (status, b"" if status != b"HTTP/1.1 200 OK" else status)  # a reset may overtake the answer


def test_every_step_has_a_time():
    """A connection without a word, half a head, half a body, and one kept open after its answer: each ends in its time."""

    async def scene() -> tuple[list[bytes], float]:
        async def app(scope, receive, send):
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

        guard = Guard(Limits(head_seconds=0.3, body_seconds=0.3, idle_seconds=0.3))
        config = uvicorn.Config(app, http=partial(GuardedProtocol, guard), lifespan="off", log_config=None, ws="none")
        config.load()
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: config.http_protocol_class(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        began = time.monotonic()

        async def one(said: bytes) -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            try:
                return await reader.read()
            except ConnectionResetError:
                return b""
            finally:
                writer.close()

        found = await asyncio.gather(one(b""), one(HEAD), one(HALF), one(HEAD + b"\r\n"))
        took = time.monotonic() - began
        server.close()
        assert len(guard) == 0 and guard.closed == 4
        return found, took

    found, took = asyncio.run(scene())

    assert [one[:12] for one in found] == [b"", b"", b"", b"HTTP/1.1 204"]
    assert took < 5


def test_open_files_are_raised(monkeypatch):
    """As many as the system allows; the unit file asks for more than the usual 1,024."""
    said = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: said.append(limits))

    assert connections.open_files() == 4096 and said == [(4096, 4096)]
    assert "LimitNOFILE=65536" in (Path(__file__).parents[1] / "deploy/signpost-survey.service").read_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "said"), [(4_200, b""), (1_100, HALF), (1_100, HEAD)], ids=["idle", "half a body", "half a head"]
)
@pytest.mark.parametrize("source", ["127.0.0.1", "127.0.0.9"], ids=["the same address", "another address"])
def test_a_crowd_stops_nobody(url, count, said, source):
    """Records are stored while the crowd stands there, from its own address and from another; twenty in a row."""

    async def scene(port: int) -> list[tuple[int, float]]:
        crowd = []
        for _ in range(count):
            _, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            writer.write(said)
            crowd.append(writer)
        found = [await post(port) for _ in range(20)]
        for writer in crowd:
            writer.transport.abort()
        return found

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 16_384), hard))
    try:
        with served(url) as server:
            found = asyncio.run(scene(server.port))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    print(f"{count} of {source}: worst {max(seconds for _, seconds in found) * 1000:.0f} ms")

    assert {status for status, _ in found} == {204}
