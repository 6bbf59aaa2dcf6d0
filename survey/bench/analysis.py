"""python -m bench.analysis [pairs]: opening, and the cube of 1.5 million pairs × 20 questions, in a process of its own each."""

import multiprocessing
import resource
import sys
import time

import numpy as np

from signpost_survey.cube import Table, cube, table
from signpost_survey.publish import CLOSED
from signpost_survey.record import SEALED_PART, SUITE, Answers, Opener, info, seal
from signpost_survey.simulate import simulated_answers
from signpost_survey.tables import tables
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
    """Answers in columns, as they are after opening, to the whole cube."""
    chance = np.random.default_rng(1)
    codes = np.array([0, 1, 2, 254, 255], np.uint8)
    before, after = (codes[chance.integers(0, 5, (pairs, 20), dtype=np.uint8)] for _ in range(2))
    group, stratum = chance.integers(0, 3, pairs, dtype=np.uint8), chance.integers(0, 2, pairs, dtype=np.uint8)
    start = peak()
    wall, cpu = time.perf_counter(), time.process_time()
    found = cube(FORM, Table(group, stratum, before, after))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    most = peak()
    assert found.people.sum() == pairs
    bare = time.process_time()
    for column in range(20):
        place = (group.astype(np.int32) * 2 + stratum) * 65536 + before[:, column] * np.int32(256) + after[:, column]
        np.bincount(place, minlength=6 * 65536)
    bare = time.process_time() - bare
    print(
        f"cube of {pairs} pairs x 20: {wall:.2f} s, {cpu:.2f} s of processor time, "
        f"{cpu / bare:.2f} times one bare count of each question; {most} MiB at most ({start} before it began)"
    )


def publishing(people: int) -> None:
    """The shipped course's form for staff: from the cube to a proved release, on every processor."""
    form = forms.staff(simulated=True)
    counts = cube(form, table(form, simulated_answers(form, people, seed=1)))
    wall = time.perf_counter()
    made = tables(form, counts, CLOSED)
    wall = time.perf_counter() - wall
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"release of {people} staff: {wall:.0f} s, {cpu:.0f} s of processor time; {len(made.rows)} counts")


def main() -> None:
    """`python -m bench.analysis publish PEOPLE` measures a release instead: it takes a minute or more."""
    if sys.argv[1:2] == ["publish"]:
        publishing(int(sys.argv[2]))
        return
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_500_000
    for target, arguments in ((opening, ()), (counting, (pairs,))):
        process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
