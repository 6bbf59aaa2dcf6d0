"""Ten minutes of load with faults, terms and rubbish in between: every acknowledged record is counted exactly once."""

import asyncio
import os
import random
import time

import pytest
from signpost_survey.form import form_bytes
from signpost_survey.publish import Published, publish
from signpost_survey.record import digest
from signpost_survey.simulate import simulated_records
from signpost_survey.stores import open_store

from tests import forms
from tests.servers import Client, Postgres, Served, load, request

SECONDS = float(os.environ.get("SIGNPOST_SOAK_SECONDS", "300"))  # on each engine
FORM = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, group=forms.GROUP, simulated=True)
CONNECTIONS = 16


async def rubbish(port: int) -> None:
    """What a public address gets."""
    client = Client(port)
    for message in (
        request(FORM.id, os.urandom(5)),
        request("x", os.urandom(768)),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ):
        await client.post(message)
    client.close()
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /v1/forms/x/records HTTP/1.1\r\nContent-Length: 1024\r\n\r\nAAAA")
        writer.close()
    except OSError:
        pass


async def loaded(server: Served, sent: list[bytes], fault) -> list[bytes]:
    """Those acknowledged while a fault happens in the middle."""
    task = asyncio.create_task(load(server.port, FORM.id, sent, CONNECTIONS))
    await rubbish(server.port)
    await asyncio.wait([task], timeout=0.3)
    await asyncio.to_thread(fault)
    return await task


@pytest.mark.slow
def test_soak(url, request, tmp_path_factory):
    """Kills, restarts of the database, resends, publications: nothing is lost and nothing is counted twice."""
    cluster: Postgres | None = request.getfixturevalue("postgres") if url.startswith("postgresql") else None
    store, chance = open_store(url), random.Random(3)
    store.migrate()
    ledger = forms.a_ledger(tmp_path_factory.mktemp("key"))
    store.add_form(FORM.id, form_bytes(FORM))
    server, counted, acknowledged, terms = Served(url), set(), set(), 0

    def killed() -> None:
        server.kill()

    def restarted() -> None:
        cluster.stop(chance.choice(["immediate", "fast"]))
        cluster.start()

    def nothing() -> None:
        pass

    until, rounds = time.monotonic() + SECONDS, 0
    while time.monotonic() < until or rounds < 8:
        rounds += 1
        sent = list(simulated_records(FORM, 400, seed=rounds)) + chance.sample(
            sorted(acknowledged), min(100, len(acknowledged))
        )
        fault = chance.choice([killed, nothing, *([restarted] if cluster else [])])
        acknowledged |= set(asyncio.run(loaded(server, sent, fault)))
        if server.process.poll() is not None:
            server = Served(url)
        present = counted | {row.digest for row in store.records(FORM.id)}
        assert {digest(one) for one in acknowledged} <= present
        if rounds % 4 == 0:
            outcome = publish(store, FORM.id, f"{3000 + terms}-autumn", ledger)
            store.purge(FORM.id)
            assert isinstance(outcome, Published)
            assert set(outcome.dropped.values()) <= {0}
            assert not counted & set(outcome.entry.digests), "counted twice"
            counted |= set(outcome.entry.digests)
            acknowledged.clear()  # a term is longer than any page tries again
            terms += 1
    server.stop()

    assert terms >= 2
    assert store.faults() == []
