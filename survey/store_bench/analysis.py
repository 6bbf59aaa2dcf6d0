"""python -m store_bench.analysis [pairs]: opening, publishing the form for staff, and the release of 1.5 million pairs × 40 questions.

Each in a process of its own."""

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from signpost_survey.columns import Table
from signpost_survey.form import form_bytes
from signpost_survey.publish import Opened, Published, made, publish
from signpost_survey.record import SEALED_PART, SUITE, Answers, Opener, digest, info, seal
from signpost_survey.simulate import simulated_records
from signpost_survey.stores import open_store
from signpost_survey.stores.base import Row, key

from tests import forms

QUESTIONS = {f"K{i}": forms.SINGLE | {"stem": f"Question {i}?"} for i in range(20)}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM)
LARGE = forms.a_form(
    {f"K{i:02}": forms.SINGLE | {"stem": f"Question {i}?", "topic": forms.TOPICS[i % 4]} for i in range(40)},
    group=forms.GROUP,
    stratum=forms.STRATUM,
)


def peak() -> int:
    """Most memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def opening(count: int = 5_000) -> None:
    """Sealed pairs a second, one core."""
    answers = Answers(0, 0, bytes([1] * 20), bytes([1] * 20))
    sealed = [seal(FORM, answers, forms.PUBLIC) for _ in range(count)]
    opener = Opener(FORM, forms.PRIVATE)
    wall, cpu = time.perf_counter(), time.process_time()
    for one in sealed:
        opener.open(one)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    bare = time.process_time()
    for one in sealed:
        plain = SUITE.decrypt(one, forms.PRIVATE, info(FORM.id))
        SUITE.decrypt(plain[4 : 4 + SEALED_PART], forms.PRIVATE, info(FORM.id, " before"))
    bare = time.process_time() - bare
    print(
        f"opening: {count / wall:.0f} pairs/s, {count / cpu:.0f} a second of processor time; "
        f"{cpu / bare:.2f} times the two decryptions alone"
    )


def counting(pairs: int) -> None:
    """Answers in columns, as they are after opening, to a signed release: every table, and the noise."""
    chance = np.random.default_rng(1)
    codes = np.array([0, 1, 2, 254, 255], np.uint8)
    before, after = (codes[chance.integers(0, 5, (pairs, 40), dtype=np.uint8)] for _ in range(2))
    group, stratum = chance.integers(0, 3, pairs, dtype=np.uint8), chance.integers(0, 2, pairs, dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        ledger, start = forms.a_ledger(Path(folder)), peak()
        wall, cpu = time.perf_counter(), time.process_time()
        entry = made(
            LARGE, "2026-autumn", Opened(Table(group, stratum, before, after), b"", b"", {}), ledger, bytes(32)
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    bare = time.process_time()
    for column in range(40):
        place = (group.astype(np.int32) * 2 + stratum) * 65536 + before[:, column] * np.int32(256) + after[:, column]
        np.bincount(place, minlength=6 * 65536)
    bare = time.process_time() - bare
    print(
        f"release of {pairs} pairs x 40: {wall:.2f} s, {cpu:.2f} s of processor time, "
        f"{cpu / bare:.2f} times one bare count of each question; {peak()} MiB at most ({start} before it began); "
        f"{len(entry.release)} bytes"
    )


def publishing(people: int) -> None:
    """The form for staff: sealed records in a store, published into ledger and store, and purged."""
    form = forms.staff(simulated=True)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{folder}/s.sqlite")
        store.migrate()
        store.add_form(form.id, form_bytes(form))
        store.put([Row(key(form.id), digest(one), one) for one in simulated_records(form, people, seed=1)])
        store.close()
        ledger = forms.a_ledger(Path(folder))
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = publish(store, form.id, "2026-autumn", ledger)
        store.purge(form.id)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert isinstance(outcome, Published)
        print(f"publish of {people} staff, opening and purge included: {wall:.2f} s, {cpu:.2f} s of processor time")


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    for target, arguments in ((opening, ()), (publishing, (4_000,)), (counting, (pairs,))):
        process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
