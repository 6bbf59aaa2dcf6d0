"""Nothing that could lead to a person is in any file, log, number or backup: a search for the bytes themselves."""

import asyncio
import base64
import datetime
import io
import json
import logging
import os
import sqlite3
import time
from pathlib import Path

import httpx2 as httpx
import pytest
from signpost_survey import keys, logs, record
from signpost_survey.backup import backup
from signpost_survey.form import form_bytes
from signpost_survey.publish import publish
from signpost_survey.simulate import simulated_answers
from signpost_survey.stores import open_store

from tests import forms
from tests.servers import request, served

FORM = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, group=forms.GROUP)
LIKE = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, group=forms.GROUP, simulated=True)
TODAY = datetime.date(2026, 11, 28)
MARKERS = {
    "address": "203.0.113.77",
    "agent": "Marker-Browser-4711",
    "origin": "https://lms.marker-academy.example",
    "referrer": "https://lms.marker-academy.example/course/view?user=markus",
    "cookie": "MarkerSession=8472",
    "handle": "marker-handle-20ab",
}
HEADERS = (
    f"User-Agent: {MARKERS['agent']}",
    f"Origin: {MARKERS['origin']}",
    f"Referer: {MARKERS['referrer']}",
    f"Cookie: {MARKERS['cookie']}",
    f"X-Forwarded-For: {MARKERS['address']}",
    f"X-Handle: {MARKERS['handle']}",
)


def files(folder: Path, since: float = 0) -> dict[str, bytes]:
    """Every file in it that was written since then (seconds since 1970): what was not cannot hold what came later."""
    return {
        str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_mtime >= since
    }


def hits(everything: dict[str, bytes], markers) -> list[tuple[str, bytes]]:
    return [(name, marker) for name, data in everything.items() for marker in markers if marker in data]


def spelled(text: str) -> list[bytes]:
    """As it is, in UTF-16 and in base64."""
    return [text.encode(), text.encode("utf-16-le"), base64.b64encode(text.encode()).rstrip(b"=")]


async def send(port: int, messages: list[bytes]) -> list[int]:
    from tests.servers import Client

    client = Client(port)
    found = [await client.post(message) for message in messages]
    client.close()
    return found


def test_no_marker_anywhere(url, tmp_path, request_folder):
    """Good and bad requests that carry everything a browser and a proxy may say: none of it is kept, at any time."""
    began = time.time() - 2  # file systems round
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    answers = list(simulated_answers(LIKE, 120, seed=1))
    sealed = [record.seal(FORM, one, forms.PUBLIC) for one in answers]
    with served(url, "--client-header", "X-Forwarded-For") as server:
        good = asyncio.run(send(server.port, [request(FORM.id, one, *HEADERS) for one in sealed]))
        wrong = [
            request(FORM.id, os.urandom(10), *HEADERS),
            request(MARKERS["handle"], sealed[0], *HEADERS),
            request(FORM.id, os.urandom(900), *HEADERS),
            b"GET /" + MARKERS["handle"].encode() + b"?" + MARKERS["handle"].encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"\x16\x03\x01 " + MARKERS["handle"].encode() + b"\r\n\r\n",
        ]
        bad = [asyncio.run(send(server.port, [message]))[0] for message in wrong]
        seen = (f"/f/{FORM.id}?{MARKERS['handle']}", f"/f/{MARKERS['handle']}")
        pages = [
            httpx.get(server.base + path, headers=dict(line.split(": ", 1) for line in HEADERS)).content
            for path in ("/metrics", "/health", "/health/live", "/openapi.json", f"/v1/forms/{FORM.id}", *seen)
        ]
        backup(store, tmp_path / "backup.sqlite")
        during = files(request_folder, began) | files(tmp_path)
    everything = (
        during
        | files(request_folder, began)
        | {"log": server.log.encode()}
        | {str(i): page for i, page in enumerate(pages)}
    )
    markers = [spelling for text in MARKERS.values() for spelling in spelled(text)]
    clear = [bytes((1, 1, one.group, one.stratum)) + one.before + bytes(8) for one in answers if max(one.before) >= 254]

    assert (set(good), bad) == ({204}, [400, 404, 413, 404, 400])
    assert hits(everything, markers) == []
    assert len(set(clear)) > 5 and hits(during, clear) == []
    assert hits(during, [sealed[0][:64]]) != [], "the search itself works: the sealed bytes are found"


@pytest.fixture
def request_folder(request: pytest.FixtureRequest, tmp_path) -> Path:
    """Where the engine of this test keeps its files."""
    if "sqlite" in request.node.name:
        return tmp_path
    return request.getfixturevalue("postgres").folder


def test_published_records_are_gone(tmp_path, tmp_path_factory):
    """After publication no sealed byte is left in the file or its log (SQLite overwrites; the log is truncated)."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    sealed = [record.seal(FORM, one, forms.PUBLIC) for one in simulated_answers(LIKE, 150, seed=2)]
    from signpost_survey.stores.base import Row, key

    store.put([Row(key(FORM.id), record.digest(one), one) for one in sealed])
    present = hits(files(tmp_path), [one[100:164] for one in sealed])
    publish(store, FORM.id, "2026-autumn", forms.a_ledger(tmp_path_factory.mktemp("key")), today=TODAY)
    store.purge(FORM.id)

    assert len({marker for _, marker in present}) == 150
    assert hits(files(tmp_path), [one[at : at + 32] for one in sealed for at in (0, 368, 736)]) == []


def test_published_records_are_gone_from_the_table(postgres, tmp_path):
    """In PostgreSQL the table's files hold none of it; the server's log does, sealed, until it is recycled (docs/operate.md)."""
    from signpost_survey.stores.base import Row, key

    store = open_store(postgres.database("gone"))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    sealed = [record.seal(FORM, one, forms.PUBLIC) for one in simulated_answers(LIKE, 120, seed=3)]
    store.put([Row(key(FORM.id), record.digest(one), one) for one in sealed])
    publish(store, FORM.id, "2026-autumn", forms.a_ledger(tmp_path), today=TODAY)
    store.purge(FORM.id)
    with store.transaction() as connection:
        path = connection.execute("SELECT pg_relation_filepath('record')").fetchone()[0]
    store.close()

    assert hits({path: (postgres.data / path).read_bytes()}, [one[100:164] for one in sealed]) == []
    postgres.drop("gone")


def test_the_tables_know_no_more(tmp_path):
    """Every column there is: no time, no address, no sequence, no site; and no hidden row number in the tables of records."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    connection = sqlite3.connect(tmp_path / "s.sqlite")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables}

    assert columns == {
        "version": ["number"],
        "form": ["id", "document", "accepting", "closes", "page"],
        "record": ["form", "digest", "sealed"],
        "spent": ["form", "digest"],
        "release": ["id", "form", "term", "sha256", "document"],
        "reader": ["name", "hash"],
        "receipt": ["id", "form", "term", "document"],
        "note": ["name", "value"],
    }
    for name in ("record", "spent"):
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            connection.execute(f"SELECT rowid FROM {name}")
    connection.close()


def test_logs_keep_no_values():
    """Of an exception its type and places; of other libraries' messages the fixed part."""
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    try:
        logs.configure(stream)
        try:
            raise ValueError(MARKERS["handle"])
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application for %s", MARKERS["address"])
        logging.getLogger("uvicorn.access").info("%s", MARKERS["address"])
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        logs.event("started", forms=1)
    finally:
        root.handlers[:], root.level = before
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert [line["event"] for line in lines] == ["uvicorn.error: Exception in ASGI application for %s", "started"]
    assert lines[0]["fault"] == "ValueError"
    assert MARKERS["handle"] not in stream.getvalue() and MARKERS["address"] not in stream.getvalue()


def test_keys_are_not_in_the_public_document():
    """The form names the public key only."""
    assert keys.encode(forms.PRIVATE.private_bytes_raw()).encode() not in form_bytes(FORM)
