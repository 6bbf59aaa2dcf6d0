"""Real servers for the tests: PostgreSQL in a folder of its own, the store as a process, and a plain client."""

import asyncio
import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from signpost_survey import keys

from testing.children import end

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Postgres:
    """A cluster in a temporary folder, run by `postgres` when the tests run as root (PostgreSQL refuses root)."""

    def __init__(self) -> None:
        self.bin = DEBIAN[0]
        self.folder = Path(tempfile.mkdtemp(prefix="signpost-pg-"))
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self._run(
            "initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{self.folder}'\n"
            )
            settings.write(
                "log_min_error_statement = panic\nlog_error_verbosity = terse\nmax_connections = 40\nshared_buffers = 64MB\n"
            )
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", self.user, name)
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def drop(self, name: str) -> None:
        self._run("dropdb", "--force", "-h", "127.0.0.1", "-p", self.port, "-U", self.user, name)

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.bin / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


class Served:
    """`signpost-survey serve` as its own process; its words are read until it is ready."""

    def __init__(self, url: str, *options: str, port: int = 0, prefix: Sequence[str] = ()) -> None:
        self.port = port or free_port()
        command = [
            sys.executable,
            "-m",
            "signpost_survey",
            "serve",
            "--store",
            url,
            "--port",
            str(self.port),
            "--per-hour",
            "0",
        ]
        self._log = tempfile.NamedTemporaryFile("a+")  # noqa: SIM115  # closed in end(); a file, not a pipe: nobody has to read it in time
        self.process = subprocess.Popen([*prefix, *command, *options], stderr=self._log)
        while "running on" not in self.words:
            if self.process.poll() is not None:
                self.end()
                raise RuntimeError(self.log)
            select.select([], [], [], 0.02)

    @property
    def words(self) -> str:
        """What it has logged so far."""
        self._log.seek(0)
        return self._log.read()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def stop(self) -> None:
        self.process.terminate()
        self.end()

    def end(self) -> None:
        end(self.process)
        self.log = self.words
        self._log.close()


@contextmanager
def served(url: str, *options: str) -> Iterator[Served]:
    """A server that is gone afterwards, however the test ends."""
    server = Served(url, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def request(form: str, sealed: bytes, *more: str) -> bytes:
    """The bytes that a page sends."""
    body = keys.encode(sealed).encode()
    lines = [
        f"POST /v1/forms/{form}/records HTTP/1.1",
        "Host: x",
        "Content-Type: text/plain",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Client:
    """One kept connection. `post` returns the status, or 0 when the connection broke first."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, message: bytes) -> int:
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(message)
            head = await reader.readuntil(b"\r\n\r\n")
            if (at := head.lower().find(b"content-length: ")) >= 0:
                await reader.readexactly(int(head[at + 16 : head.index(b"\r", at)]))
            return int(head[9:12])
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return 0

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None


async def load(port: int, form: str, records: list[bytes], connections: int) -> list[bytes]:
    """Send records over many connections until all are sent or the server is gone; returns those acknowledged."""
    waiting, acknowledged = iter(records), []

    async def one() -> None:
        client = Client(port)
        for sealed in waiting:
            status = await client.post(request(form, sealed))
            if status == 0:
                break
            if status == 204:
                acknowledged.append(sealed)
        client.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return acknowledged
