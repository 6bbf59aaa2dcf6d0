"""PYTHONPATH=.. python -m store_bench [seconds] [million]: what the store does on this machine, all in one run. In survey/, with the extras."""

import hashlib
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import uvloop
from signpost_survey.form import form_bytes
from signpost_survey.stores import open_store
from signpost_survey.stores.base import Row, key
from tests.servers import DEBIAN, Postgres, free_port, served

from store_bench.client import Load, requests
from testing.children import child
from tests import forms

FORM = forms.a_form()


def line(name: str, seconds: list[float], took: float, failed: int = 0, cpu: float = 0.0) -> None:
    """One result on the screen."""
    ms = np.percentile(seconds, (50, 95, 99, 100)) * 1000
    about = f"p50 {ms[0]:.1f}  p95 {ms[1]:.1f}  p99 {ms[2]:.1f}  max {ms[3]:.0f} ms"
    print(
        f"{name:44} {len(seconds) / took:8.0f}/s  {about}  {cpu * 1e6 / max(1, len(seconds)):.0f} µs CPU  {failed} failed",
        flush=True,
    )


def cpu_of(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """Resident MiB."""
    return (
        next(
            int(text.split()[1])
            for text in Path(f"/proc/{pid}/status").read_text().splitlines()
            if text.startswith("VmRSS")
        )
        // 1024
    )


def closed(name: str, pid: int, port: int, connections: int, seconds: float) -> None:
    load = Load(requests(FORM.id, int(seconds * 12_000)))
    before = cpu_of(pid)
    took = uvloop.run(load.run(port, connections, seconds))
    line(f"{name}, {connections} connections", load.seconds, took, load.failed, cpu_of(pid) - before)


def opened(name: str, pid: int, port: int, seconds: float) -> None:
    load = Load(requests(FORM.id, int(seconds * 1_000)), closed=False)
    before = cpu_of(pid)
    uvloop.run(load.run_open(port, 1_000, seconds))
    line(f"{name}, 1,000/s arriving", load.seconds, seconds, load.failed, cpu_of(pid) - before)
    late = np.percentile(load.late, (50, 99, 100)) * 1000
    print(
        f"{'':44} sent late by the bench itself, not counted: p50 {late[0]:.1f}  p99 {late[1]:.1f}  max {late[2]:.0f} ms"
    )


def engine(path: Path, rows: int, batch: int) -> None:
    """(a) What the engine alone commits: the same rows, one thread, no HTTP."""
    store = open_store(str(path))
    store.migrate()
    made = [os.urandom(768) for _ in range(rows)]
    ready = [Row(key(FORM.id), hashlib.sha256(one).digest(), one) for one in made]
    times, began = [], time.perf_counter()
    for start in range(0, rows, batch):
        before = time.perf_counter()
        store.put(ready[start : start + batch])
        times.append(time.perf_counter() - before)
    took = time.perf_counter() - began
    print(
        f"{f'SQLite alone, {batch} a commit':44} {rows / took:8.0f}/s  p50 {np.median(times) * 1000:.1f} ms a commit",
        flush=True,
    )
    store.close()


def bare(seconds: float) -> None:
    """(b) A Starlette route that reads the same body and stores nothing, on the same server settings."""
    port = free_port()
    with child([sys.executable, "-m", "store_bench.bare", str(port)], stderr=subprocess.DEVNULL) as process:
        while True:
            try:
                uvloop.run(Load(requests(FORM.id, 1)).run(port, 1, 1))
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit("the bare route did not start") from None
                time.sleep(0.05)
        for connections in (1, 16, 64, 256):
            closed("bare route", process.pid, port, connections, seconds)


def measured(name: str, url: str, seconds: float, million: bool) -> None:
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    with served(url) as server:
        pid = server.process.pid
        for connections in (1, 16, 64, 256):
            closed(name, pid, server.port, connections, seconds)
        opened(name, pid, server.port, seconds)
        if million:
            start = memory_of(pid)
            while store.count(FORM.id) < 1_000_000:
                closed(f"{name}, towards a million", pid, server.port, 64, 20)
                print(f"{'':44} {store.count(FORM.id)} records, {memory_of(pid)} MiB (began with {start})", flush=True)
    assert store.faults() == []


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    million = "million" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        for batch in (1, 30, 100):
            engine(Path(folder) / f"raw{batch}.sqlite", 100 * batch if batch > 1 else 500, batch)
        bare(seconds)
        measured("SQLite", str(Path(folder) / "s.sqlite"), seconds, million)
        if DEBIAN:
            with closing(Postgres()) as cluster:
                measured("PostgreSQL", cluster.database("bench"), seconds, False)
    print("SQLite", sqlite3.sqlite_version, "Python", sys.version.split()[0], "load", os.getloadavg())
    print("bench itself:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MiB")


if __name__ == "__main__":
    main()
