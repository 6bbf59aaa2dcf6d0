"""The nginx template in front of the store: TLS, no trace, no header that is not needed."""

import datetime
import ipaddress
import os
import re
import shutil
import ssl
import subprocess
from pathlib import Path

import httpx2 as httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from signpost_survey import keys
from signpost_survey.form import form_bytes
from signpost_survey.stores import open_store

from tests import forms
from tests.servers import free_port, served

TEMPLATE = Path(__file__).parents[1] / "deploy" / "nginx.conf"
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
def proxied(tmp_path):
    """A store behind a real nginx; gives (https address, the store's server, the folder of all nginx files)."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("nginx is not installed (Debian: apt-get install nginx-light)")
    url = str(tmp_path / "s.sqlite")
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    store.show_page(FORM.id, True)
    folder = tmp_path / "nginx"
    folder.mkdir()
    certificate(folder)
    port = free_port()
    with served(url, "--client-header", "X-Client") as server:
        site = TEMPLATE.read_text().replace("127.0.0.1:8600", f"127.0.0.1:{server.port}")
        site = re.sub(r"listen 443 ssl;\n\s*listen \[::\]:443 ssl;", f"listen 127.0.0.1:{port} ssl;", site)
        site = site.replace("/etc/ssl/survey.example.org.pem", str(folder / "cert.pem"))
        site = site.replace("/etc/ssl/survey.example.org.key", str(folder / "cert.key")).replace(
            "/var/log/nginx", str(folder)
        )
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        main = f"user root;\npid {folder}/pid;\nerror_log {folder}/main.log;\nevents {{}}\nhttp {{\n{temporary}{site}\n}}\n"
        (folder / "nginx.conf").write_text(main if os.geteuid() == 0 else main.removeprefix("user root;\n"))
        subprocess.run([nginx, "-c", folder / "nginx.conf", "-p", folder], check=True)
        yield f"https://127.0.0.1:{port}", server, folder, store
        subprocess.run([nginx, "-c", folder / "nginx.conf", "-p", folder, "-s", "quit"], check=True)


def test_behind_nginx(proxied):
    """Stored over TLS; what the browser says of itself stops at the proxy and stands in no file of it."""
    base, server, folder, store = proxied
    trust = ssl.create_default_context(cafile=folder / "cert.pem")
    with httpx.Client(verify=trust, headers=MARKERS, base_url=base) as client:
        address = f"/v1/forms/{FORM.id}/records"
        stored = client.post(address, content=keys.encode(os.urandom(768)), headers={"content-type": "text/plain"})
        refused = client.post(address, content="A" * 100, headers={"content-type": "text/plain"})
        long = client.post(address, content="A" * 100_000, headers={"content-type": "text/plain"})
        form = client.get(f"/v1/forms/{FORM.id}")
        page = client.get(f"/f/{FORM.id}")
        metrics = client.get("/metrics")
    written = b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix not in (".conf",)
    )

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
        assert marker.encode() not in written
        assert marker == "127.0.0.1:" or marker not in server.words
