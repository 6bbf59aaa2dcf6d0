"""python -m bench.analysis [pairs]: opening, and the cube of 1.5 million pairs × 20 questions, in a process of its own each."""

import multiprocessing
import resource
import sys
import time

import numpy as np

from signpost_survey.cube import Table, cube
from signpost_survey.record import Answers, Opener, seal
from tests import forms

QUESTIONS = {f"K{i}": forms.SINGLE | {"stem": f"Question {i}?"} for i in range(20)}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM)


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
    print(f"opening: {count / wall:.0f} pairs/s, {count / cpu:.0f} a second of processor time")


def counting(pairs: int) -> None:
    """Answers in columns, as they are after opening, to the whole cube."""
    chance = np.random.default_rng(1)
    codes = np.array([0, 1, 2, 254, 255], np.uint8)
    before, after = (codes[chance.integers(0, 5, (pairs, 20), dtype=np.uint8)] for _ in range(2))
    group, stratum = chance.integers(0, 3, pairs, dtype=np.uint8), chance.integers(0, 2, pairs, dtype=np.uint8)
    start = peak()
    wall, cpu = time.perf_counter(), time.process_time()
    found = cube(FORM, Table(group, stratum, before, after))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert found.people.sum() == pairs
    print(
        f"cube of {pairs} pairs x 20: {wall:.2f} s, {cpu:.2f} s of processor time; {peak()} MiB at most ({start} before it began)"
    )


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    for target, arguments in ((opening, ()), (counting, (pairs,))):
        process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
