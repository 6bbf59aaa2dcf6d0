"""Readiness by writing, liveness apart, a size beyond which nothing is taken; a log that stays short."""

import asyncio
import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx2 as httpx
import pytest
from signpost_survey import keys
from signpost_survey.app import Settings, create_app
from signpost_survey.form import form_bytes
from signpost_survey.health import Health
from signpost_survey.record import digest
from signpost_survey.stores import Store, StoreUnavailable, open_store
from signpost_survey.stores.base import Row, key
from starlette.testclient import TestClient

from tests import forms
from tests.servers import served

FORM = forms.a_form()
ADDRESS = f"/v1/forms/{FORM.id}/records"
TEXT = {"content-type": "text/plain"}


def statuses(base: str) -> list[int]:
    """Ready, alive, and what a record is told."""
    record = httpx.post(base + ADDRESS, content=keys.encode(os.urandom(768)), headers=TEXT)
    return [httpx.get(base + path, timeout=10).status_code for path in ("/health", "/health/live")] + [
        record.status_code
    ]


def a_store(path: Path) -> Store:
    store = open_store(str(path))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    return store


def test_well(registered):
    """Both answer yes, and the row that is written is no record."""
    with TestClient(create_app(registered)) as client:
        assert [client.get(path).status_code for path in ("/health", "/health/live")] == [200, 200]

    assert list(registered.notes()) == ["health"] and registered.count(FORM.id) == 0


def test_it_writes_once_a_second(registered, monkeypatch):
    """Whoever asks more often hears the last answer; a hundred at once write one row."""
    written = []
    monkeypatch.setattr(registered, "try_writing", lambda: written.append(time.monotonic()))

    async def scene() -> list[bool]:
        health = Health(registered, 0)
        found = await asyncio.gather(*(health.writes() for _ in range(100)))
        found.append(await health.writes())
        health._asked -= 1
        return [*found, await health.writes()]

    assert all(asyncio.run(scene())) and len(written) == 2


def test_unwell(registered, monkeypatch):
    """503 with a time to come back; the process itself is well and not to be started anew."""

    def full():
        raise StoreUnavailable("SQLITE_FULL")

    monkeypatch.setattr(registered, "try_writing", full)
    with TestClient(create_app(registered)) as client:
        refused = client.get("/health")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        assert client.get("/health/live").status_code == 200


def test_a_file_that_is_gone(tmp_path):
    """A deleted store is not made anew, and nothing is acknowledged into the deleted file."""
    path = tmp_path / "s.sqlite"
    a_store(path)
    with served(str(path)) as server:
        before = statuses(server.base)
        for part in tmp_path.glob("s.sqlite*"):
            part.unlink()
        time.sleep(1.1)
        after = statuses(server.base)

    assert (before, after) == ([200, 200, 204], [503, 200, 503])
    assert not path.exists()


@contextmanager
def small_disk(folder: Path):
    """Two MiB, as root."""
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("no small disk can be mounted here (needs root)")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk(tmp_path):
    """503 as long as it lasts, 200 afterwards, without a restart."""
    folder = tmp_path / "disk"
    with small_disk(folder):
        a_store(folder / "s.sqlite")
        with served(str(folder / "s.sqlite")) as server:
            found = [statuses(server.base)]
            (folder / "filler").write_bytes(bytes(shutil.disk_usage(folder).free))
            time.sleep(1.1)
            found.append(statuses(server.base))
            (folder / "filler").unlink()
            time.sleep(1.1)
            found.append(statuses(server.base))

    assert found == [[200, 200, 204], [503, 200, 503], [200, 200, 204]]


@contextmanager
def read_only(folder: Path):
    """Nothing in it can be written: as root by the file system, since permissions do not hold for root; else by them."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    else:
        for path in (folder, *folder.iterdir()):
            path.chmod(path.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
        else:
            for path in (folder, *folder.iterdir()):
                path.chmod(path.stat().st_mode | 0o200)


def test_a_read_only_disk(tmp_path):
    """503 as long as it lasts, 200 afterwards, without a restart; a server that is started meanwhile says why it cannot."""
    folder = tmp_path / "disk"
    with small_disk(folder) if os.geteuid() == 0 else nullcontext(folder.mkdir()):
        a_store(folder / "s.sqlite")
        with served(str(folder / "s.sqlite")) as server:
            with read_only(folder):
                found = [statuses(server.base)]
                with pytest.raises(RuntimeError) as refused, served(str(folder / "s.sqlite")):
                    pass
            time.sleep(1.1)
            found.append(statuses(server.base))

    assert found == [[503, 200, 503], [200, 200, 204]]
    assert re.fullmatch(r"error: \S+s\.sqlite: .*(Read-only file system|Permission denied).*\n", str(refused.value))


def test_a_database_that_is_gone(postgres):
    """The same for PostgreSQL."""
    store = open_store(postgres.database("vanishing"))
    store.migrate()
    with TestClient(create_app(store)) as client:
        before = client.get("/health").status_code
        postgres.drop("vanishing")
        client.app.state.service.health._asked = -10
        after = client.get("/health").status_code, client.get("/health/live").status_code

    assert (before, after) == (200, (503, 200))


def test_the_largest_size(registered):
    """From there on 503, which pages outlast by 30 days; the metrics say so, from four fifths on that it is near."""
    with TestClient(create_app(registered, Settings(most_bytes=1))) as client:
        taken = client.post(ADDRESS, content=keys.encode(os.urandom(768)), headers=TEXT)
        ready, metrics = client.get("/health").status_code, client.get("/metrics").text
        health = client.app.state.service.health
        health._most = int(health.bytes / 0.9)
        near = client.get("/metrics").text

    assert (taken.status_code, ready) == (503, 503)
    assert "signpost_store_full 1" in metrics and "signpost_store_bytes_limit 1\n" in metrics
    assert "signpost_store_nearly_full 1" in near and "signpost_store_full 0" in near
    assert registered.count(FORM.id) == 0


def test_the_size_grows_with_records(registered):
    """What the engine says, the log included."""
    before = registered.size()
    rows = [Row(key(FORM.id), digest(one), one) for one in (os.urandom(768) for _ in range(400))]
    registered.put(rows)
    registered.close()

    assert registered.size() > before + 200_000


@pytest.mark.slow
def test_the_log_stays_short(tmp_path):
    """Under load with a long reader beside it, and afterwards: as docs/operate.md says, at most 256 MiB."""
    store = a_store(tmp_path / "s.sqlite")
    reader = store._connect()
    most = longest = 0
    for round in range(200):
        if round == 60:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM record").fetchone()
        if round == 90:
            reader.execute("COMMIT")
        store.put([Row(key(FORM.id), digest(one), one) for one in (os.urandom(768) for _ in range(512))])
        if not 60 <= round < 120:
            most = max(most, store.log_size())
        longest = max(longest, store.log_size())
    reader.close()
    store.close()
    print(f"the log had at most {most >> 20} MiB, {longest >> 20} beside a long reader")

    assert most <= 256 << 20
