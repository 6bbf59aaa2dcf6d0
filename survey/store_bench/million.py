"""python -m store_bench.million [pairs]: a term of 1.5 million pairs × 20 questions on one machine, from sealed records on disk to a release.

About 14 minutes of processor time go into making the records, which is not what is measured; 2 GB of disk for the store.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from signpost_survey.form import form_bytes
from signpost_survey.publish import Published, publish
from signpost_survey.record import Answers, digest, seal
from signpost_survey.stores import open_store
from signpost_survey.stores.base import Row, key

from tests import forms

QUESTIONS = {f"K{i:02}": forms.SINGLE | {"stem": f"Question {i}?", "topic": forms.TOPICS[i % 4]} for i in range(20)}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM)
CODES = np.array([0, 1, 2, 254, 255], np.uint8)
CHUNK = 5_000


def sealed(seed: int) -> list[bytes]:
    """A chunk of records; every seed makes other people."""
    chance = np.random.default_rng(seed)
    before, after = (CODES[chance.integers(0, len(CODES), (CHUNK, 20), dtype=np.uint8)] for _ in range(2))
    group, stratum = chance.integers(0, 3, CHUNK), chance.integers(0, 2, CHUNK)
    people = zip(group, stratum, before, after, strict=True)
    return [seal(FORM, Answers(int(g), int(s), b.tobytes(), a.tobytes()), forms.PUBLIC) for g, s, b, a in people]


def chunks(pairs: int) -> Iterator[list[bytes]]:
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        yield from pool.imap_unordered(sealed, range(pairs // CHUNK))


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.sqlite"
        store = open_store(str(path))
        store.migrate()
        store.add_form(FORM.id, form_bytes(FORM))
        for number, records in enumerate(chunks(pairs), start=1):
            store.put([Row(key(FORM.id), digest(one), one) for one in records])
            if number % 20 == 0:
                print(f"{number * CHUNK} sealed", file=sys.stderr, flush=True)
        store.close()
        waiting = path.stat().st_size
        ledger = forms.a_ledger(Path(folder))
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = publish(store, FORM.id, "2026-autumn", ledger)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert isinstance(outcome, Published)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{pairs} pairs x 20: {waiting / 1e9:.2f} GB waiting; opened, counted, signed, frozen: {wall:.0f} s, {cpu:.0f} s of processor time, {most} MiB"
        )


if __name__ == "__main__":
    main()
