"""`signpost-survey push` against a real store: each record once, however it is broken off; nobody else's answer counts."""

import datetime
import http.server
import ipaddress
import os
import random
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
import signpost_survey.outbox
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from signpost_survey.cli import main
from signpost_survey.delivery import DeliveryError, Push, Store, endpoint_of
from signpost_survey.form import form_bytes
from signpost_survey.outbox import Outbox
from signpost_survey.stores import open_store

from testing.children import end
from tests import forms
from tests.servers import free_port, served

FORM = forms.a_form()
DOCUMENT = form_bytes(FORM)
OK = {"Access-Control-Allow-Origin": "*"}


def an_outbox(folder: Path, count: int, form=FORM) -> tuple[Outbox, set[bytes]]:
    """With so many records in it."""
    records = [os.urandom(768) for _ in range(count)]
    outbox = Outbox(folder / "outbox")
    outbox.add(form, records, ["ab" * 32])
    return outbox, set(records)


def a_store(url: str):
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, DOCUMENT)
    return store


def stored(store) -> list[bytes]:
    return [one.sealed for one in store.records(FORM.id)]


def push(outbox: Outbox, base: str, *more: str):
    return CliRunner().invoke(main, ["push", str(outbox.folder), "--endpoint", base, *more])


def test_every_record_once(url, tmp_path):
    """On both engines; a second run has nothing to do, and nothing is left of the reading."""
    outbox, sent = an_outbox(tmp_path, 40)
    store = a_store(url)
    with served(url) as server:
        first, again = push(outbox, server.base), push(outbox, server.base)

    assert first.exit_code == again.exit_code == 0
    assert "40 records delivered, 0 left" in first.output and "0 records delivered" in again.output
    assert sorted(stored(store)) == sorted(sent)
    assert list(outbox.folder.iterdir()) == []


def killed_again_and_again(tmp_path: Path, times: int, seed: int) -> None:
    """`push` and the store killed at moments that chance chooses, until everything has arrived."""
    url, chance, port = str(tmp_path / "store.sqlite"), random.Random(seed), free_port()
    outbox, sent = an_outbox(tmp_path, 60)
    store = a_store(url)
    command = [
        sys.executable,
        "-m",
        "signpost_survey",
        "push",
        str(outbox.folder),
        "--endpoint",
        f"http://127.0.0.1:{port}",
    ]
    from tests.servers import Served

    for turn in range(times):
        server = Served(url, port=port)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.25, 0.7))  # where it is by then is what is tried
        (server.kill if turn % 2 else process.kill)()
        end(process)
        if server.process.poll() is None:
            server.stop()
    with served(url, "--port", str(port)):
        done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert sorted(stored(store)) == sorted(sent) and store.faults() == []
    assert not outbox.waiting()


def test_killed(tmp_path):
    """Twice: once the sender, once the store."""
    killed_again_and_again(tmp_path, 2, 1)


@pytest.mark.slow
def test_killed_twenty_times(tmp_path):
    """The same for long."""
    killed_again_and_again(tmp_path, 20, 2)


class Stranger(http.server.BaseHTTPRequestHandler):
    """Answers what a test tells it; `asked` remembers what came."""

    form: tuple[int, dict, bytes] = (200, {"Content-Type": "application/json"}, DOCUMENT)
    answers: ClassVar[list] = []
    asked: ClassVar[list] = []

    def do_GET(self):
        self._say(*self.form)

    def do_POST(self):
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:  # taken, and the answer is lost
            self.connection.close()
            return
        self._say(*answer)

    def _say(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def stranger(answers, form=Stranger.form, secure: ssl.SSLContext | None = None):
    """Somebody on the network who answers like this."""
    handler = type("Handler", (Stranger,), {"answers": list(answers), "form": form, "asked": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if secure:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


LOGIN = (200, {"Content-Type": "text/html"}, b"<h1>Welcome to the school's Wi-Fi</h1>")


@pytest.mark.parametrize(
    ("form", "answers", "why"),
    [
        (LOGIN, [(204, OK)], "no survey store"),
        ((302, {"Location": "http://127.0.0.1:9/login"}, b""), [(204, OK)], "no survey store"),
        ((204, {}, b""), [(204, OK)], "no survey store"),
        ((404, {"Content-Type": "text/html"}, b"x"), [(204, OK)], "no survey store"),
        (Stranger.form, [LOGIN], "sign-in page"),
        (Stranger.form, [(204, {})], "sign-in page"),
        (Stranger.form, [(302, {"Location": "http://127.0.0.1:9/"})], "sign-in page"),
        (Stranger.form, [None], "broke off|cannot be reached"),
        (Stranger.form, [(500, {})], "no store says"),
    ],
)
def test_strangers(tmp_path, form, answers, why):
    """A sign-in page that says 200, one that says 204, redirects, a lost answer: every record stays."""
    outbox, sent = an_outbox(tmp_path, 3)
    with stranger(answers, form) as (base, _), pytest.raises(DeliveryError, match=why):
        Push(outbox, Store(base)).run()

    assert {one.sealed for one in outbox.waiting()} == sent


def test_a_sign_in_page_after_some(tmp_path):
    """What the store took is gone from the outbox, the rest stays, and the command says how many."""
    outbox, _ = an_outbox(tmp_path, 3)
    with stranger([(204, OK), LOGIN]) as (base, _):
        done = push(outbox, base)

    assert done.exit_code == 1 and "1 record delivered, 2 left" in done.output and "sign-in page" in done.output


@pytest.mark.parametrize("status", [400, 404, 410, 413, 415])
def test_refusals(tmp_path, status):
    """Nothing that a store refuses is thrown away, and it is said why."""
    outbox, sent = an_outbox(tmp_path, 2)
    with stranger([(status, OK)]) as (base, _):
        done = push(outbox, base)

    assert done.exit_code == 1 and "2 not sent" in done.output
    assert {one.sealed for one in outbox.waiting()} == sent


@pytest.mark.parametrize("status", [429, 503])
def test_busy(tmp_path, status):
    """Waits as long as the store asks, then goes on with the same record; a store that stays busy ends the run."""
    outbox, _ = an_outbox(tmp_path, 2)
    waits, said = [], []
    with stranger([(status, {"Retry-After": "7"}), (status, {}), (204, OK)]) as (base, handler):
        done = Push(outbox, Store(base), sleep=waits.append, tell=said.append).run()

    assert done.sent == 2 and waits == [7, 10] and handler.asked[0] == handler.asked[1] == handler.asked[2]
    outbox, _ = an_outbox(tmp_path / "more", 2)
    with (
        stranger([(status, {"Retry-After": "9999999"})]) as (base, _),
        pytest.raises(DeliveryError, match="stays busy"),
    ):
        Push(outbox, Store(base), sleep=waits.append, tell=said.append).run()
    assert max(waits) == 900 and len(outbox.waiting()) == 2


def test_a_lost_answer(tmp_path, url):
    """The store took it, and the answer got lost: sent again, it is there once."""
    outbox, sent = an_outbox(tmp_path, 1)
    store = a_store(url)
    with served(url) as server:
        [one] = outbox.waiting()
        from signpost_survey.outbox import text

        assert Store(server.base).post(FORM.id, text(one.sealed))[0] == 204
        done = push(outbox, server.base)

    assert "1 record delivered" in done.output and stored(store) == list(sent)


def test_another_store(tmp_path):
    """One that does not know the form; one whose form has another key."""
    outbox, _ = an_outbox(tmp_path, 2)
    url = str(tmp_path / "store.sqlite")
    open_store(url).migrate()
    with served(url) as server:
        unknown = push(outbox, server.base)
    assert unknown.exit_code == 1 and "does not know the form" in unknown.output

    [batch] = outbox.folder.iterdir()
    batch.rename(batch.with_name(batch.name.replace(FORM.key.id, "0123456789abcdef")))
    store = a_store(url)
    with served(url) as server:
        other = push(outbox, server.base)
        told = push(outbox, server.base, "--other-key")

    assert other.exit_code == 1 and "has another key" in other.output and "--other-key" in other.output
    assert told.exit_code == 0 and store.count(FORM.id) == 2


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("http://survey.example.org", "over https"),
        ("ftp://survey.example.org", "is not the address"),
        ("survey.example.org", "is not the address"),
        ("https://me:secret@survey.example.org", "no name or password"),
    ],
)
def test_addresses(given, why):
    """Only https, or this computer."""
    with pytest.raises(DeliveryError, match=why):
        endpoint_of(given)
    assert endpoint_of("https://survey.example.org/survey/") == "https://survey.example.org/survey"


def shown(folder: Path, name: str, days: int) -> ssl.SSLContext:
    """A server's side with a certificate for this name, valid for a day, so many days from now."""
    issued = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder().subject_name(issued).issuer_name(issued).public_key(key.public_key()).serial_number(1)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .not_valid_before(start).not_valid_after(start + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(folder / "cert.pem")
    return secure


@pytest.mark.parametrize(
    ("trusted", "days", "why"),
    [(False, 0, "certificate that is not its own"), (True, 3, "set its clock"), (True, -3, "set its clock")],
)
def test_a_certificate_that_is_not_right(tmp_path, trusted, days, why):
    """Somebody else's; one of another day, or a laptop whose clock is wrong: nothing is sent, and it is said which."""
    secure = shown(tmp_path, "elsewhere.example", days)
    trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem" if trusted else None)
    outbox, sent = an_outbox(tmp_path, 2)
    with stranger([(204, OK)], secure=secure) as (base, handler), pytest.raises(DeliveryError, match=why):
        Push(outbox, Store(base, trusting)).run()

    assert not handler.asked and len(outbox.waiting()) == len(sent)


def test_damaged_and_foreign_files(tmp_path):
    """A file that was changed is left where it is and said; what a reading that broke off left is taken away."""
    outbox, _ = an_outbox(tmp_path, 2)
    broken = outbox.waiting()[0].path
    broken.write_bytes(b"x" * 768)
    (outbox.folder / ".adding-x.y.z").mkdir()
    with stranger([(204, OK)]) as (base, _):
        done = push(outbox, base)

    assert done.exit_code == 1 and "1 record delivered, 1 left" in done.output and "is damaged" in done.output
    assert broken.exists() and not (outbox.folder / ".adding-x.y.z").exists()


def test_all_or_nothing(tmp_path, monkeypatch):
    """A disk that is full in the middle of a reading leaves no record behind."""
    outbox = Outbox(tmp_path / "outbox")
    written = []

    write = signpost_survey.outbox._write

    def full(path, data):
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(path)
        write(path, data)

    monkeypatch.setattr("signpost_survey.outbox._write", full)
    with pytest.raises(OSError, match="No space"):
        outbox.add(FORM, [os.urandom(768) for _ in range(4)], [])

    assert not outbox.waiting() and list(outbox.folder.iterdir()) == []


def test_no_network_at_all(tmp_path):
    """Nobody listens: one sentence, and everything stays."""
    outbox, _ = an_outbox(tmp_path, 1)
    done = push(outbox, f"http://127.0.0.1:{free_port()}")

    assert done.exit_code == 1 and "cannot be reached" in done.output and "0 records delivered, 1 left" in done.output
