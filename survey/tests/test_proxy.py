"""The nginx templates in front of the store and its status page: TLS, no trace, no header that is not needed, a login."""

import datetime
import ipaddress
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from signpost_survey import keys
from signpost_survey.form import form_bytes
from signpost_survey.stores import Store, open_store

from testing.children import child
from tests import forms
from tests.servers import free_port, served

DEPLOY = Path(__file__).parents[1] / "deploy"
LOGIN = ("data-person", "a long password")
FORM = forms.a_form()
MARKERS = {"user-agent": "Marker-Browser-4711", "referer": "https://marker-academy.example/", "cookie": "Marker=8472"}


def certificate(folder: Path) -> None:
    """Self-signed, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + datetime.timedelta(1)
    )
    (folder / "cert.pem").write_bytes(
        builder.add_extension(names, False).sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.key").write_bytes(private)


@pytest.fixture
def store(tmp_path) -> Store:
    found = open_store(str(tmp_path / "s.sqlite"))
    found.migrate()
    found.add_form(FORM.id, form_bytes(FORM))
    found.show_page(FORM.id, True)
    return found


@contextmanager
def nginx(folder: Path, site: str) -> Iterator[httpx.Client]:
    """A real one in a folder of its own, with the template's ports and paths where a test can have them; gives who talks to it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    folder.mkdir()
    certificate(folder)
    port = free_port()
    site = re.sub(r"listen 443 ssl;\n\s*listen \[::\]:443 ssl;", f"listen 127.0.0.1:{port} ssl;", site)
    site = site.replace("/etc/ssl/survey.example.org.pem", str(folder / "cert.pem"))
    site = site.replace("/etc/ssl/survey.example.org.key", str(folder / "cert.key"))
    site = site.replace("/var/log/nginx", str(folder)).replace("/etc/nginx", str(folder))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = f"{user}pid {folder}/pid;\nerror_log {folder}/main.log;\nevents {{}}\nhttp {{\n{temporary}{site}\n}}\n"
    (folder / "nginx.conf").write_text(main)
    command = [program, "-c", folder / "nginx.conf", "-p", folder]
    subprocess.run(command, check=True, timeout=30)
    try:
        trust = ssl.create_default_context(cafile=folder / "cert.pem")
        with httpx.Client(verify=trust, headers=MARKERS, base_url=f"https://127.0.0.1:{port}") as client:
            yield client
    finally:
        subprocess.run([*command, "-s", "quit"], check=True, timeout=30)


def written(folder: Path) -> bytes:
    """Everything that nginx wrote."""
    ours = ("cert.pem", "cert.key", "nginx.conf", "survey.htpasswd")
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name not in ours)


def test_behind_nginx(store, tmp_path):
    """Stored over TLS; what the browser says of itself stops at the proxy and stands in no file of it."""
    folder = tmp_path / "nginx"
    with served(str(store.path), "--client-header", "X-Client") as server:
        site = (DEPLOY / "nginx.conf").read_text().replace("127.0.0.1:8600", f"127.0.0.1:{server.port}")
        with nginx(folder, site) as client:
            stored, refused, long, form, page, metrics = visits(client)
            found = written(folder)

    assert [stored.status_code, refused.status_code, long.status_code, form.status_code, metrics.status_code] == [
        204,
        400,
        413,
        200,
        404,
    ]
    assert (page.status_code, page.headers["content-encoding"]) == (200, "gzip")
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert stored.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in stored.headers
    assert store.count(FORM.id) == 1
    for marker in (*MARKERS.values(), FORM.id, "127.0.0.1:"):
        assert marker.encode() not in found
        assert marker == "127.0.0.1:" or marker not in server.log


def visits(client: httpx.Client) -> list[httpx.Response]:
    """A record that is stored, one that is none, one that is too long, the form, its page, the counters."""
    address, text = f"/v1/forms/{FORM.id}/records", {"content-type": "text/plain"}
    bodies = (keys.encode(os.urandom(768)), "A" * 100, "A" * 100_000)
    pages = (f"/v1/forms/{FORM.id}", f"/f/{FORM.id}", "/metrics")
    return [
        *(client.post(address, content=body, headers=text) for body in bodies),
        *(client.get(page) for page in pages),
    ]


@contextmanager
def status_served(store: Store, name: str) -> Iterator[int]:
    """The status page as its own process, reached through a proxy by this name; gives its port."""
    port = free_port()
    words = ("--store", str(store.path), "--port", str(port), "--name", name)
    with child(
        [sys.executable, "-m", "signpost_survey", "status", *words], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        while "running on" not in (line := process.stderr.readline()):
            assert line, "the status page did not start"
        yield port


def test_the_status_page_behind_a_login(store, tmp_path):
    """deploy/status.conf inside the server block of nginx.conf, as it says itself: who is not known sees nothing of the page."""
    folder, name = tmp_path / "nginx", "survey.example.org"
    host = {"host": name}
    with status_served(store, name) as port:
        status = (DEPLOY / "status.conf").read_text().replace("127.0.0.1:8601", f"127.0.0.1:{port}")
        server, _, end = (DEPLOY / "nginx.conf").read_text().rpartition("}")
        with nginx(folder, f"{server}{status}}}{end}") as client:
            (folder / "survey.htpasswd").write_text(f"{LOGIN[0]}:{{PLAIN}}{LOGIN[1]}\n")
            refused = [
                client.get("/status/", headers=host, auth=who) for who in (None, (LOGIN[0], "wrong"), ("x", "y"))
            ]
            page = client.get("/status/", headers=host, auth=LOGIN)
            below = client.get("/status/releases/none/tables.csv", headers=host, auth=LOGIN)
            short = client.get("/status", headers=host, auth=LOGIN)
            stranger = client.get("/status/", headers={"host": "other.example"}, auth=LOGIN)
            found = written(folder)

    assert [one.status_code for one in refused] == [401] * 3
    assert all("basic" in one.headers["www-authenticate"].lower() for one in refused)
    assert all("What needs doing" not in one.text and FORM.id not in one.text for one in refused)
    assert page.status_code == 200 and "What needs doing" in page.text and FORM.id in page.text
    assert (
        page.headers["cache-control"] == "no-store" and "style-src 'sha256-" in page.headers["content-security-policy"]
    )
    assert (below.status_code, below.text) == (404, "There is nothing here.")
    assert short.status_code == 301 and short.headers["location"].endswith("/status/")
    assert stranger.status_code == 400, "a name that --name does not know"
    for marker in (*MARKERS.values(), LOGIN[0], FORM.id, "127.0.0.1:"):
        assert marker.encode() not in found
