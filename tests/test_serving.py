"""The server that `signpost preview` and `signpost room` share: who is let in, what listeners are told, how it starts and ends."""

import errno
import json
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest
from signpost_builder.serving.events import Events
from signpost_builder.serving.guard import Door, Guard, loopback_hosts, new_token
from signpost_builder.serving.running import PortTaken, listening, port_of
from starlette.responses import PlainTextResponse

from testing.children import child, end
from tests import own_loop

TOKEN = "t0ken"
OWN = "http://127.0.0.1:8100"


async def _echo(scope, receive, send):
    """Answers with the path that routes see and the length of the body; says nothing when the caller has gone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            await PlainTextResponse("gone", 400)(scope, receive, send)
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    await PlainTextResponse(f"{scope['path'].removeprefix(scope['root_path'])} {len(body)}")(scope, receive, send)


def _guard(**given):
    door = {"app": _echo, "hosts": loopback_hosts(8100), "token": TOKEN, "policy": "default-src 'self'", **given}
    return Guard([Door(**door)])


def _ask(
    guard, path=f"/{TOKEN}/page", *, method="GET", host="127.0.0.1:8100", client="127.0.0.1", body=(b"",), **headers
):
    """Status, headers and text of what a guard answers. A header that is given as None is not sent."""
    given = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent = [(name.encode(), value.encode()) for name, value in given.items() if value is not None]
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "query_string": b"", "headers": sent}
    scope["client"] = (client, 50000)
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body]
    parts[-1]["more_body"] = False
    said = []

    async def receive():
        return parts.pop(0)

    async def send(message):
        said.append(message)

    own_loop.run(guard(scope, receive, send))
    start, *rest = said
    names = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], names, b"".join(each.get("body", b"") for each in rest).decode()


# --------------------------------------------------------------------------- the guard


@pytest.mark.parametrize("host", ["127.0.0.1:8100", "localhost:8100", "LOCALHOST:8100", "[::1]:8100"])
def test_the_own_browser_is_let_in_and_routes_do_not_see_the_token(host):
    status, headers, text = _ask(_guard(), host=host)

    assert (status, text) == (200, "/page 0")
    assert headers["content-security-policy"] == "default-src 'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8100",
        "127.0.0.1",
        "127.0.0.1:8101",
        "127.0.0.1.evil.example:8100",
        "localhost:8100.",
        "",
        None,
    ],
)
def test_a_name_that_is_not_ours_is_refused(host):
    """A page of somebody else whose name was pointed at this computer (DNS rebinding) sends its own name."""
    status, headers, text = _ask(_guard(), host=host)

    assert status == 403
    assert "not called by this name" in text
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_two_host_headers_are_refused():
    scope = {"type": "http", "method": "GET", "path": f"/{TOKEN}/", "root_path": "", "query_string": b""}
    scope |= {"headers": [(b"host", b"127.0.0.1:8100"), (b"host", b"evil.example")], "client": ("127.0.0.1", 1)}
    said = []

    async def send(message):
        said.append(message)

    own_loop.run(_guard()(scope, None, send))

    assert said[0]["status"] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/page",
        f"/{TOKEN}x/page",
        f"/{TOKEN[:-1]}/page",
        f"//{TOKEN}/page",
        "/T0KEN/page",
        f"/page/{TOKEN}",
        "/tökèn/",
    ],
)
def test_without_the_token_nothing_is_told(path):
    status, _, text = _ask(_guard(), path)

    assert status == 403
    assert "not complete" in text
    assert TOKEN not in text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:8101", "https://127.0.0.1:8100", "http://localhost"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(origin, method):
    """`null` is a sandboxed frame or a file; another port is another program."""
    assert _ask(_guard(), origin=origin, method=method)[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_request_that_changes_something_says_where_it_comes_from(method):
    assert _ask(_guard(), method=method)[0] == 403
    assert _ask(_guard(), method=method, origin=OWN)[0] == 200


def test_what_the_browser_calls_cross_site_is_refused_unless_a_person_went_there():
    picture = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}

    assert _ask(_guard(), **picture)[0] == 403
    assert _ask(_guard(), **link)[0] == 200


@pytest.mark.parametrize("client", ["192.168.1.7", "10.0.0.1", "fe80::1", "testclient"])
def test_another_computer_comes_in_only_by_a_door_that_is_open_to_it(client):
    assert _ask(_guard(), client=client)[0] == 403
    assert _ask(_guard(outside=True), client=client)[0] == 200


@pytest.mark.parametrize("length", ["70000", "-", "1e9"])
def test_a_long_body_is_refused_before_it_is_read(length):
    assert _ask(_guard(), method="POST", origin=OWN, content_length=length)[0] == 403


def test_a_body_that_says_less_than_it_sends_breaks_off():
    status, _, text = _ask(_guard(most_bytes=10), method="POST", origin=OWN, body=(b"12345", b"67890", b"1"))

    assert (status, text) == (400, "gone")


def test_a_door_without_a_token_is_open_by_name_alone():
    """The page that phones open in a room; what the presenter has stands behind another door."""
    doors = [
        Door(app=_echo, hosts=loopback_hosts(8100), token=TOKEN, policy=""),
        Door(app=_echo, hosts=frozenset({"192.168.1.5:8100"}), token="", policy="", outside=True),
    ]

    assert _ask(Guard(doors), "/vote", host="192.168.1.5:8100", client="192.168.1.9")[2] == "/vote 0"
    assert _ask(Guard(doors), f"/{TOKEN}/", host="127.0.0.1:8100", client="192.168.1.9")[0] == 403


def test_web_sockets_are_closed():
    said = []

    async def send(message):
        said.append(message)

    own_loop.run(_guard()({"type": "websocket"}, None, send))

    assert said == [{"type": "websocket.close", "code": 1008}]


def test_tokens_differ_and_stand_in_an_address_as_they_are():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(len(token) >= 22 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


# --------------------------------------------------------------------------- events


def _state(message):
    return json.loads(message.removeprefix(b"data: "))


def test_a_newcomer_gets_the_last_state_and_then_each_newer_one():
    async def run():
        events = Events()
        events.tell({"number": 1})
        events.tell({"number": 2})
        stream = events.stream()
        first = _state(await anext(stream))
        events.tell({"number": 3})
        return first, _state(await anext(stream)), await _rest(events, stream)

    assert own_loop.run(run()) == ({"number": 2}, {"number": 3}, [])


async def _rest(events, stream):
    events.close()
    return [message async for message in stream]


def test_a_listener_that_takes_nothing_holds_nobody_up_and_gets_the_newest_later():
    async def run():
        events = Events()
        slow, quick = events.stream(), events.stream()
        events.tell({"number": 0})
        await anext(slow)
        for number in range(1, 10_000):
            events.tell({"number": number})
        return _state(await anext(quick)), _state(await anext(slow)), len(events)

    assert own_loop.run(run()) == ({"number": 9999}, {"number": 9999}, 2)


def test_a_listener_that_has_gone_is_forgotten():
    async def run():
        events = Events()
        events.tell({})
        stream = events.stream()
        await anext(stream)
        await stream.aclose()
        return len(events)

    assert own_loop.run(run()) == 0


def test_a_quiet_stream_says_that_it_is_still_here():
    async def run():
        return await anext(Events(still_here_seconds=0.001).stream())

    assert own_loop.run(run()) == b": still here\n\n"


def test_after_the_end_nobody_is_asked_to_try_again():
    async def run():
        events = Events()
        events.close()
        return events.response().status_code

    assert own_loop.run(run()) == 204


# --------------------------------------------------------------------------- a real server

PROGRAM = """
import asyncio, sys
from signpost_builder.serving.events import Events
from signpost_builder.serving.guard import Door, Guard, loopback_hosts
from signpost_builder.serving.running import listening, port_of, serve
from starlette.applications import Starlette
from starlette.routing import Route

events, listener = Events(), listening()
events.tell({"state": "x" * 100_000})

async def stream(request):
    return events.response()

async def beside():
    if "fail" in sys.argv:
        raise RuntimeError("the companion broke")
    while True:
        events.tell({"state": "x" * 100_000})
        await asyncio.sleep(0.001)

door = Door(app=Starlette(routes=[Route("/events", stream)]), hosts=loopback_hosts(port_of(listener)), token="t", policy="")
serve(Guard([door]), [listener], started=lambda: print(port_of(listener), flush=True), closing=events.close, beside=beside)
print("ended", flush=True)
"""


def _connected(port):
    made = socket.create_connection(("127.0.0.1", port), 10)
    made.sendall(f"GET /t/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    assert made.recv(15) == b"HTTP/1.1 200 OK"
    return made


def _program(*arguments):
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return child([sys.executable, "-c", PROGRAM, *arguments], seconds=30, **streams)


def test_ctrl_c_ends_a_server_with_listeners_that_take_nothing():
    """One reads, one has stopped reading long ago, one has hung up: none of them is waited for."""
    with _program() as process:
        port = int(process.stdout.readline())
        with closing(_connected(port)) as reading, closing(_connected(port)), closing(_connected(port)) as gone:
            gone.close()
            for _ in range(50):
                assert reading.recv(100_000)
            process.send_signal(signal.SIGINT)
            end(process)

        assert process.stdout.read() == "ended\n"
        assert process.stderr.read() == ""
        assert process.returncode == 0


def test_what_goes_wrong_beside_the_server_ends_it_and_is_raised():
    with _program("fail") as process:
        end(process)

        assert process.returncode == 1
        assert "the companion broke" in process.stderr.read()


def test_a_port_that_is_taken_is_said_in_words():
    with closing(listening()) as taken, pytest.raises(PortTaken, match=f"on port {port_of(taken)} already"):
        listening(port_of(taken))


def test_a_port_of_the_system_is_said_in_words(monkeypatch):
    class Refused(socket.socket):
        def bind(self, address):
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "socket", Refused)

    with pytest.raises(PortTaken, match="above 1023"):
        listening(80)
