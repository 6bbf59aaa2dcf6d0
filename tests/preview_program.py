"""`signpost preview` as a program of its own, as an author runs it, and what it answers over the wire."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from testing.children import child

PATIENCE = 30.0


class States:
    """What a page that listens is told, one after the other."""

    def __init__(self, program: "Program", course: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=PATIENCE)
        self._connection.request("GET", f"/{program.token}/events/{course}")
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200, self._answer.read()

    def next(self) -> dict[str, Any]:
        while not (line := self._answer.readline()).startswith(b"data: "):
            assert line, "the stream ended"
        told: dict[str, Any] = json.loads(line[6:])
        return told

    def until(self, holds: Any) -> dict[str, Any]:
        """The first state that holds; the states before it are in `passed`."""
        self.passed: list[dict[str, Any]] = []
        while not holds(state := self.next()):
            self.passed.append(state)
        return state

    def close(self) -> None:
        self._connection.close()


@dataclass
class Program:
    process: "subprocess.Popen[str]"
    address: str

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port
        return port

    @property
    def token(self) -> str:
        return urlsplit(self.address).path.strip("/")

    def ask(self, path: str, method: str = "GET", body: str = "", port: int = 0, **headers: str) -> tuple[int, str]:
        """Status and text. `path` with its token."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def own(self, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, str]:
        """Behind the door of the page around the course, as that page itself asks."""
        origin = {"Origin": f"http://127.0.0.1:{self.port}"} if method != "GET" else {}
        return self.ask(f"/{self.token}/{path}", method, body, **{**origin, **headers})

    def course(self) -> tuple[int, str]:
        """Port and token of the course."""
        _, page = self.own("")
        found = dict(part.split("=") for part in page.split("<body ")[1].split(">")[0].replace('"', "").split())
        return int(found["data-port"]), found["data-token"]


PROGRAM = "from signpost_builder.entry import main; main()"


@contextmanager
def previewing(root: Path, course: str = "demo", code: str = PROGRAM, **environment: str) -> Iterator[Program]:
    command = [sys.executable, "-c", code, "preview", course, "--no-open"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with child(command, seconds=300, cwd=root, env={**os.environ, **environment}, **streams) as process:
        line = process.stdout.readline()
        assert ": http" in line, process.stderr.read()
        yield Program(process, line.split(": ", 1)[1].strip())
