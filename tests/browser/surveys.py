"""A surveyed course, the real store on another origin, and the line between them, which a test can cut."""

import dataclasses
import http.client
import random
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from pathlib import Path
from typing import Literal

from signpost_builder import forms
from signpost_builder.model import Audience, Course, Respondents, Survey

from tests.browser import packages

ROOT = packages.HERE.parents[1]
PYTHON = ROOT / "survey" / ".venv" / "bin" / "python"
KEY = "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8"  # of open_records.py and docs/formats/examples/record.json
VERIFY = "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A"

ABOUT_YOU = """id: about-you
title: About you
kind: survey
questions:
  - id: D1
    type: single
    stem: Which best describes you?
    choices: [{text: Teacher}, {text: Assistant, counted_as: Support}, {text: Office, counted_as: Support}, {text: Leader}]
    shuffle: false
  - id: D6
    type: single
    stem: Have you had training before?
    choices: [{text: Never}, {text: Last year}, {text: Longer ago}]
    shuffle: false
"""
FEEDBACK = """id: feedback
title: About this course
kind: survey
scales:
  use: [Not at all, A little, Very]
questions:
  - {id: FB1, type: scale, stem: Was this of use to you?, scale: use}
"""

# What a learner says of themselves and of the course, and how a record holds it.
WHO = {"D1": [2], "D6": [0]}
FEEDBACK_GIVEN = {"FB1": [3]}
GROUP, STRATUM = 1, 0
SLOTS_RIGHT = [4, 3, 1, 1, 0, 1, 0, 0, 0, 1, 2, 3, 0, 1, 2, 2]  # RIGHT of learner.py
SLOTS_WRONG = [1, 2, 0, 0, 1, 0, 1, 1, 3, 2, 1, 0, 3, 3, 3, 4]  # WRONG


def surveyed(
    folder: Path,
    endpoint: str,
    changes: dict[str, dict[str, str]] | None = None,
    who: tuple[str, str] | tuple[None, None] = ("D1", "D6"),
) -> Course:
    """The small course, its staff surveyed, with words in its files exchanged. `who`: questions of group and stratum."""
    plan = "  staff:\n    before: [confidence, knowledge]\n    after: [confidence, knowledge]\n"
    surveyed_plan = (
        "  staff:\n    before: [about-you, confidence, knowledge]\n    after: [confidence, knowledge, feedback]\n"
    )
    exchanged = {"course/road/course.yaml": {plan: surveyed_plan}} | (changes or {})
    course = packages.variant(
        folder, exchanged, {"quizzes/about-you.yaml": ABOUT_YOU, "quizzes/feedback.yaml": FEEDBACK}
    )
    staff = Respondents(group=who[0] or "", stratum=who[1] or "", campaign=())
    survey = Survey(endpoint=endpoint, key=KEY, verify=VERIFY, respondents={"staff": staff})
    return dataclasses.replace(course, survey=survey)


def form_of(course: Course, audience: Audience | None = None) -> dict:
    form = forms.course_form(course, audience or course.audiences[0])
    assert form is not None
    return form


def some_response(spec: dict, chance: random.Random) -> list:
    """An answer to a question of the page's data."""
    match spec["type"]:
        case "single" | "true-false":
            return [chance.randrange(spec.get("options", 2))]
        case "scale":
            return [chance.randint(1, spec["options"])]
        case "multiple":
            return sorted(chance.sample(range(spec["options"]), 2))
        case "order":
            return chance.sample(range(spec["count"]), spec["count"])
        case "match":
            return [chance.randrange(spec["meanings"]) for _ in range(spec["count"])]
        case _:
            return [44]


def slots(questions: dict[str, dict], ids: list[str], responses: dict[str, list]) -> list[int]:
    """What docs/formats/form.md makes of full answers."""
    found: list[int] = []
    for id in ids:
        spec, response = questions[id], responses[id]
        match spec["type"]:
            case "multiple":
                found += [int(option in response) for option in range(spec["options"])]
            case "number":
                found.append(sum(response[0] > bound for bound in spec["bounds"]))
            case _:
                found += response
    return found


@dataclasses.dataclass(frozen=True)
class Heard:
    """One request as it came over the line."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Trouble = Literal["", "unplugged", "lost request", "lost answer", "slow", "noise", "login page", "busy"]


class Line:
    """What lies between the browser and the store. Every request is kept; `trouble` says what happens to the next."""

    def __init__(self, name: str = "survey.test", certificate: Path | None = None) -> None:
        self.heard: list[Heard] = []
        self.trouble: Trouble = ""
        self.store_port = 0
        self.patience = threading.Event()
        self.answered = 0  # by the store
        self._changed = threading.Condition()
        self._certificate = certificate
        self._open: ThreadingHTTPServer | None = None
        self.port = 0
        self.plug_in()
        self.endpoint = f"{'https' if certificate else 'http'}://{name}:{self.port}"

    def plug_in(self) -> None:
        self._open = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._open.daemon_threads = True
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
            self._open.socket = context.wrap_socket(self._open.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._open.server_address[1]
        threading.Thread(target=self._open.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def unplug(self) -> None:
        """Nobody listens any more: the connection is refused."""
        assert self._open is not None
        self._open.shutdown()
        self._open.server_close()
        self._open = None

    def stop(self) -> None:
        self.patience.set()
        if self._open:
            self.unplug()

    @property
    def posts(self) -> list[Heard]:
        return [each for each in self.heard if each.method == "POST"]

    def wait_for(self, posts: int) -> None:
        """Until so many records came over the line and were dealt with."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.posts) >= posts, timeout=10), f"{len(self.posts)} of {posts}"

    def wait_for_store(self, answers: int) -> None:
        """Until the store has answered so often, whether anybody still listened or not."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.answered >= answers, timeout=10), f"{self.answered} of {answers}"

    def _keep(self, heard: Heard) -> None:
        with self._changed:
            self.heard.append(heard)
            self._changed.notify_all()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                heard = Heard(
                    self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
                )
                trouble = line.trouble
                if trouble == "slow":
                    line._keep(heard)
                    line.patience.wait(30)
                if trouble in ("", "slow", "lost answer"):
                    answer = self._ask_store(body)
                if trouble != "slow":
                    line._keep(heard)
                self.close_connection = bool(trouble)
                match trouble:
                    case "lost request" | "lost answer":
                        return
                    case "noise":
                        self.wfile.write(b"\x00\x01 this is not HTTP \xff\r\n\r\n")
                        return
                    case "login page":
                        answer = (200, [("Content-Type", "text/html")], b"<!doctype html><title>Sign in</title>")
                    case "busy":
                        allowed = [
                            ("Access-Control-Allow-Origin", "*"),
                            ("Access-Control-Expose-Headers", "retry-after"),
                        ]
                        answer = (503, [*allowed, ("Retry-After", "1")], b"")
                status, headers, content = answer
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_OPTIONS = pass_on

            def _ask_store(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
                connection = http.client.HTTPConnection("127.0.0.1", line.store_port, timeout=10)
                connection.request(self.command, self.path, body or None, dict(self.headers.items()))
                response = connection.getresponse()
                content = response.read()
                kept = [
                    (name, value)
                    for name, value in response.getheaders()
                    if name.lower() not in ("content-length", "connection")
                ]
                connection.close()
                with line._changed:
                    line.answered += 1
                    line._changed.notify_all()
                return response.status, kept, content

            def handle_one_request(self) -> None:
                # A browser that gives up in the middle, or trusts nobody, is no fault of the line's.
                try:
                    super().handle_one_request()
                except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Store:
    """`signpost-survey serve` with SQLite in a folder."""

    def __init__(self, folder: Path, line: Line) -> None:
        self.file = folder / "store.sqlite"
        self._line = line
        self._log = folder / "store.log"
        self._process: subprocess.Popen[bytes] | None = None

    def register(self, form: dict) -> Path:
        """Adds a form; answers its file."""
        path = self.file.with_name(f"{form['id']}.json")
        path.write_bytes(forms.form_bytes(form))
        subprocess.run(
            [PYTHON, "-m", "signpost_survey", "form", "add", path, "--store", self.file],
            check=True,
            capture_output=True,
        )
        return path

    def start(self) -> None:
        with self._log.open("wb") as log:
            port = self._line.store_port = free_port()
            command = [
                PYTHON,
                "-m",
                "signpost_survey",
                "serve",
                "--store",
                self.file,
                "--port",
                port,
                "--per-hour",
                "0",
            ]
            self._process = subprocess.Popen([str(part) for part in command], stderr=log)
        deadline = time.monotonic() + 20
        while "running on" not in (words := self._log.read_text(encoding="utf-8")):
            assert self._process.poll() is None and time.monotonic() < deadline, words
            time.sleep(0.02)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def sealed(self) -> set[bytes]:
        """All sealed records that are on disk."""
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)
        try:
            return {row[0] for row in connection.execute("SELECT sealed FROM record")}
        finally:
            connection.close()


SELF_SIGNED = """
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "survey.test")])
now = datetime.datetime.now(datetime.timezone.utc)
made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(days=1))
made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("survey.test")]), False).sign(key, hashes.SHA256())
pem = serialization.Encoding.PEM
private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
sys.stdout.buffer.write(private + made.public_bytes(pem))
"""


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    run = subprocess.run([PYTHON, "-c", SELF_SIGNED], check=True, capture_output=True)
    path = folder / "self-signed.pem"
    path.write_bytes(run.stdout)
    return path


def opened(form_file: Path, sealed: set[bytes]) -> list[list]:
    """[group, stratum, before, after] of each record, as the publication job reads them."""
    lines = "\n".join(each.hex() for each in sorted(sealed))
    script = packages.HERE / "open_records.py"
    run = subprocess.run([PYTHON, script, form_file], input=lines, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return loads(run.stdout)
