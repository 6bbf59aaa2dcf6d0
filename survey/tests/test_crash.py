"""Acknowledged means durable: killed at any instant, nothing acknowledged is missing and nothing is there twice.

A process kill, not a power cut: that the log is synced before the answer is shown by the order of system calls instead.
"""

import asyncio
import os
import random
import re
import shutil
import subprocess

import pytest
from signpost_survey.form import form_bytes
from signpost_survey.record import digest
from signpost_survey.stores import open_store

from tests import forms
from tests.servers import Client, Served, load, request, served

FORM = forms.a_form()
CONNECTIONS = 24


def prepared(url: str):
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    return store


def records(count: int) -> list[bytes]:
    return [os.urandom(768) for _ in range(count)]


async def killed_while_loaded(server: Served, sent: list[bytes], after: float) -> list[bytes]:
    """Those acknowledged before the server was killed, `after` seconds into the load."""
    task = asyncio.create_task(load(server.port, FORM.id, sent, CONNECTIONS))
    await asyncio.wait([task], timeout=after)
    server.kill()
    return await task


def survives_kills(url: str, times: int, seed: int) -> None:
    """Kill, restart, send everything again as pages do, and compare."""
    store, chance = prepared(url), random.Random(seed)
    everything: set[bytes] = set()
    for _ in range(times):
        sent = records(3_000)
        acknowledged = asyncio.run(killed_while_loaded(Served(url), sent, chance.uniform(0.02, 0.4)))
        found = {one.sealed for one in store.records(FORM.id)}
        assert set(acknowledged) <= found, "acknowledged and missing"
        assert found <= everything | set(sent)
        with served(url) as server:
            again = asyncio.run(load(server.port, FORM.id, sent[:400] + acknowledged, CONNECTIONS))
        assert len(again) == 400 + len(acknowledged)
        everything |= found | set(again)
        assert store.count(FORM.id) == len(everything), "there twice"
    assert store.faults() == []


def test_kill(url):
    """On each engine, at a moment that chance chooses."""
    survives_kills(url, 1, seed=1)


@pytest.mark.slow
def test_kill_twenty_times(url):
    """The same, for long."""
    survives_kills(url, 20, seed=2)


def test_one_of_two_processes_killed(postgres):
    """Two servers on one PostgreSQL get the same records at the same time; one is killed; each record is there once."""
    url = postgres.database("two")
    store, sent = prepared(url), records(2_000)

    async def both(first: Served, second: Served) -> list[list[bytes]]:
        loads = [
            asyncio.create_task(load(server.port, FORM.id, list(order), CONNECTIONS))
            for server, order in ((first, sent), (second, reversed(sent)))
        ]
        await asyncio.wait([loads[0]], timeout=0.3)
        first.kill()
        return await asyncio.gather(*loads)

    with served(url) as second:
        by_first, by_second = asyncio.run(both(Served(url), second))

    assert len(by_second) == len(sent)
    assert {one.sealed for one in store.records(FORM.id)} == set(sent) >= set(by_first)
    postgres.drop("two")


def test_database_restarted(postgres):
    """The server rides out an immediate restart of PostgreSQL: what it acknowledged is there, and it goes on by itself."""
    url = postgres.database("restarted")
    store, sent = prepared(url), records(2_000)

    async def restarted_while_loaded(server: Served) -> list[bytes]:
        task = asyncio.create_task(load(server.port, FORM.id, sent, CONNECTIONS))
        await asyncio.wait([task], timeout=0.2)
        await asyncio.to_thread(postgres.stop, "immediate")
        await asyncio.to_thread(postgres.start)
        return await task

    with served(url) as server:
        acknowledged = asyncio.run(restarted_while_loaded(server))
        again = asyncio.run(load(server.port, FORM.id, sent, CONNECTIONS))

    assert set(acknowledged) <= set(again)
    assert len(again) == len(sent) == store.count(FORM.id)
    postgres.drop("restarted")


def test_connections_cut(postgres):
    """Every connection of the server ended by an administrator: nobody outside notices."""
    url = postgres.database("cut")
    store, sent = prepared(url), records(1_000)

    async def cut_while_loaded(server: Served) -> list[bytes]:
        task = asyncio.create_task(load(server.port, FORM.id, sent, CONNECTIONS))
        for _ in range(3):
            await asyncio.wait([task], timeout=0.1)
            await asyncio.to_thread(cut)
        return await task

    def cut() -> None:
        with store.transaction() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut' AND pid <> pg_backend_pid()"
            )

    with served(url) as server:
        acknowledged = asyncio.run(cut_while_loaded(server))

    assert len(acknowledged) == len(sent) == store.count(FORM.id)
    postgres.drop("cut")


def test_disk_full(tmp_path):
    """503 while there is no room, nothing acknowledged is lost, and records are taken again without a restart."""
    url = str(tmp_path / "store.sqlite")
    store = prepared(url)

    async def story(server: Served) -> list[int]:
        client = Client(server.port)
        statuses = [await client.post(request(FORM.id, sealed)) for sealed in first]
        client.close()
        return statuses

    first = records(900)
    command = ["bash", "-c", 'ulimit -f 1024; trap "" XFSZ; exec "$@"', "--"]
    server = Served(url, prefix=command)
    try:
        statuses = asyncio.run(story(server))
    finally:
        server.stop()
    acknowledged = [sealed for sealed, status in zip(first, statuses, strict=True) if status == 204]

    assert set(statuses) == {204, 503}
    assert {one.sealed for one in store.records(FORM.id)} == set(acknowledged)
    with served(url) as server:
        assert len(asyncio.run(load(server.port, FORM.id, first, 4))) == len(first)
    assert store.faults() == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_synced_before_acknowledged(tmp_path):
    """System calls in order: written to the log, synced, then answered."""
    url, trace = str(tmp_path / "store.sqlite"), tmp_path / "trace"
    prepared(url)
    command = [
        "strace",
        "-f",
        "-o",
        str(trace),
        "-e",
        "trace=fdatasync,fsync,sendto,write,writev,sendmsg,pwrite64",
        "-s",
        "16",
    ]
    server = Served(url, prefix=command)

    async def one() -> int:
        client = Client(server.port)
        status = await client.post(request(FORM.id, digest(b"") * 24))
        client.close()
        return status

    try:
        status = asyncio.run(one())
    finally:
        subprocess.run(["pkill", "-TERM", "-P", str(server.process.pid)], check=False)
        server.end()
    calls = trace.read_text()
    answer = re.search(r'"HTTP/1\.1 204', calls)

    assert status == 204
    synced = [match.start() for match in re.finditer(r"f(?:data)?sync\(\d+\)? ", calls[: answer.start()])]
    written = [match.start() for match in re.finditer(r"pwrite64\(", calls[: answer.start()])]
    assert synced and written and max(synced) > max(written)
