"""A participant who wants to break the room: on real sockets, because half of what is sent never becomes a request."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic

import pytest

from testing.children import child, end

PROGRAM = """
import sys
from signpost_builder.room.addresses import Address
from signpost_builder.room.running import run
from signpost_builder.serving import patience
from signpost_builder.serving.running import listening, port_of

patience.SECONDS, patience.MOST_CONNECTIONS = 1.0, 300
free = listening()
port = port_of(free)
free.close()
pages = {name: b"<p>" + name.encode() for name in ("room.html", "phone.html", "code.html", "slides.html")}
run(pages, Address("127.0.0.1", "lo"), [], port, 2, lambda opened: print(opened.here, opened.phones, flush=True))
"""


@dataclass
class Server:
    """Where the trainer's page and the phones' are, and the process."""

    here: str
    phones: str
    process: "subprocess.Popen[str]"

    @property
    def port(self) -> int:
        return int(self.phones.strip("/").rpartition(":")[2])

    def connect(self) -> socket.socket:
        """From another address than that of orderly phones, which are counted by theirs."""
        return socket.create_connection(("127.0.0.1", self.port), 10, source_address=("127.0.0.2", 0))

    def says(self, sent: bytes) -> bytes:
        """What comes back until the server has no more to say."""
        with self.connect() as one:
            one.settimeout(10)
            answer = b""
            try:
                one.sendall(sent)
                while part := one.recv(65536):
                    answer += part
            except ConnectionError:
                pass  # cut off, which is an answer
            return answer

    def ask(
        self, method: str, path: str, said: object = None, base: str = "", source: str = "", **headers: str
    ) -> tuple[int, str]:
        """An orderly request; status, and everything that came. `source`: the address that it comes from."""
        at = (base or self.phones).split("/")[2]
        body = json.dumps(said).encode() if said is not None else b""
        lines = {
            "Host": at,
            "Origin": f"http://{at}",
            "Connection": "close",
            "Content-Length": str(len(body)),
        } | headers
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        where = ("127.0.0.1", int(at.rpartition(":")[2]))
        with socket.create_connection(where, 10, source_address=(source or "127.0.0.1", 0)) as one:
            one.settimeout(10)
            one.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            answer = b""
            while part := one.recv(65536):
                answer += part
        return int(answer[9:12]), answer.decode()

    def works(self) -> None:
        """A phone comes in and the page comes, quickly."""
        before = monotonic()
        assert self.ask("GET", "/")[0] == 200
        status, answer = self.ask("POST", "/join", {}, Cookie=getattr(self, "cookie", ""))
        assert status == 200
        self.cookie = re.search(r"room=[^;]+", answer)[0]
        assert monotonic() - before < 5


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Whatever was done to it: it ends in order, and has said nothing in the trainer's window."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with child([sys.executable, "-c", PROGRAM], seconds=300, **streams) as process:
        here, phones = process.stdout.readline().split()
        yield Server(here, phones, process)
        process.send_signal(signal.SIGINT)
        end(process)
        assert process.stderr.read() == "" and process.returncode == 0


PHONE = "127.0.0.3"
HALVES = (
    b"",
    b"GET / HTTP/1.1\r\nHost: ",
    b"POST /answer HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Length: 100\r\n\r\n{",
)


def test_five_hundred_half_open_connections_do_not_stop_phones(server: Server) -> None:
    """Nothing sent, half a head, half a body: the longest-waiting go where there are too many, the rest after a while."""
    at = f"127.0.0.1:{server.port}".encode()
    with ExitStack() as open_ones:
        many = [open_ones.enter_context(server.connect()) for _ in range(500)]
        for number, one in enumerate(many):
            try:
                one.sendall(HALVES[number % 3].replace(b"{at}", at))
            except ConnectionError:
                continue  # among those that went already
        server.works()
        server.works()
        for one in many:
            one.settimeout(10)
            try:
                while one.recv(4096):
                    pass
            except ConnectionError:
                pass
    server.works()


@pytest.mark.slow
def test_a_phone_that_takes_nothing_is_cut_off_and_one_that_listens_is_not(server: Server) -> None:
    """Requests upon requests whose answers nobody reads; a stream lives on beside it."""
    head = f"Host: 127.0.0.1:{server.port}\r\n\r\n".encode()
    with server.connect() as listening, server.connect() as deaf:
        listening.sendall(b"GET /events HTTP/1.1\r\n" + head)
        listening.settimeout(10)
        heard = b""
        while b"data: " not in heard:
            heard += listening.recv(4096)
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        deaf.settimeout(0.5)
        with pytest.raises((TimeoutError, ConnectionError)):
            while True:
                deaf.sendall((b"GET / HTTP/1.1\r\n" + head) * 1000)
        deaf.settimeout(10)
        with pytest.raises(ConnectionError):
            while deaf.recv(1 << 20):
                pass
            raise ConnectionError
        server.works()
        listening.settimeout(0.1)
        with contextlib.suppress(TimeoutError):  # open, and nothing new
            assert listening.recv(4096) != b""


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,  # https
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /%00/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n",
        b"GET //{at}/ HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: {at}\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {at}\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {at}\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: {at}\r\nHost: evil.test\r\n\r\n",
        b"POST /join HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\n{}",
        b"POST /join HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Length: -1\r\n\r\n{}",
        b"POST /join HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
        b"POST /join HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz\r\n",
        b"POST /answer HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"x" * 4096 + b"\r\n0\r\n\r\n",
        b"POST /answer HTTP/1.1\r\nHost: {at}\r\nOrigin: http://{at}\r\nConnection: close\r\nContent-Length: 11\r\nCookie: room=\xff\xfe\r\n\r\n{\"id\": 1e9}",
        b"GET /events HTTP/1.1\r\nHost: {at}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_request_hurts_nobody(server: Server, sent: bytes) -> None:
    """Not one line in the trainer's window either: the fixture looks."""
    at = f"127.0.0.1:{server.port}".encode()
    with server.connect() as one:
        one.settimeout(2)
        try:
            one.sendall(sent.replace(b"{at}", at))
            assert b"<p>room" not in one.recv(65536)
        except ConnectionError:
            pass
    server.works()


def test_the_trainers_routes_do_not_open_from_the_phones_port(server: Server) -> None:
    """With the secret known and the trainer's name forged, from a port and an address that are a phone's."""
    secret = server.here.split("/")[3]
    trainer = server.here.split("/")[2]
    absolute = f"GET {server.here} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n"
    assert b"<p>room" not in server.says(absolute.encode())
    for path in ("", "begin", "open", "close", "events", "codes", "slips", "room.html", "slides.html"):
        for where in (f"/{secret}/{path}", f"/{path}" if path not in ("", "events") else "/begin"):
            for method in ("GET", "POST"):
                status, answer = server.ask(method, where, {})
                assert status in (403, 404, 405) and "<p>room" not in answer, (method, where)
    with server.connect() as one:  # this computer's own browser may come by any port; another computer never
        one.sendall(f"GET /{secret}/ HTTP/1.1\r\nHost: {trainer}.evil.test\r\nConnection: close\r\n\r\n".encode())
        assert b" 403 " in one.recv(4096)


def test_thousands_of_numbers_from_one_phone_are_two_votes(server: Server) -> None:
    """Made-up numbers, none, and those of before: an address is two phones, whatever it says."""
    assert server.ask("POST", f"/{server.here.split('/')[3]}/begin", {}, base=server.here)[0] == 200
    asked = {"id": "q", "round": 1, "stem": ["Why?"], "choices": ["A", "B"], "several": False}
    assert server.ask("POST", f"/{server.here.split('/')[3]}/open", asked, base=server.here)[0] == 200
    statuses = set()
    for number in range(400):
        status, answer = server.ask(
            "POST", "/join", {}, source=PHONE, Cookie=f"room=made-up-{number}" if number % 2 else ""
        )
        statuses.add(status)
        if status == 200:
            cookie = re.search(r"room=[^;]+", answer)[0]
            said = {
                "sitting": json.loads(answer.partition("\r\n\r\n")[2])["sitting"],
                "id": "q",
                "round": 1,
                "places": [0],
            }
            server.ask("POST", "/answer", said, source=PHONE, Cookie=cookie)
            server.ask("POST", "/answer", said, source=PHONE, Cookie=f"room=made-up-{number}")
    _, answer = server.ask("POST", f"/{server.here.split('/')[3]}/close", {}, base=server.here)
    assert statuses <= {200, 403, 429} and len(json.loads(answer.partition("\r\n\r\n")[2])["votes"]) <= 2
