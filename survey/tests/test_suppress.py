"""Which counts may be seen. The proof is checked by trying every table that could be, where there are few enough."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signpost_survey.suppress import Policy, Prover, System, bounds, rounded, suppress
from signpost_survey.worlds import merged

POLICY = Policy(threshold=10)


def a_system(*blocks: list[int], total: bool = True) -> System:
    """Blocks of people with one distribution each and, with `total`, the distribution of all of them (block 0)."""
    system = System(people=[sum(map(sum, blocks)), *map(sum, blocks)])
    places = [system.unknowns(np.array(block)) for block in blocks]
    for number, (block, place) in enumerate(zip(blocks, places), start=1):
        system.tie(place)
        for value, one in enumerate(place):
            system.cell(("answers", value), ("answers",), number, np.array([one]), block[value])
    if total:
        for value, column in enumerate(zip(*places)):
            system.cell(("answers", value), ("answers",), 0, np.array(column), sum(block[value] for block in blocks))
    return system


def published(system: System, where: int) -> list[int | None]:
    row = next(row for row in system.rows.values() if row.where == where)
    return [cell.published for cell in row.cells] if row.admitted else []


def hidden(system: System) -> list:
    return [cell for row in system.rows.values() for cell in row.cells if row.admitted and not cell.shown]


@pytest.mark.parametrize(("count", "known"), [(0, (0, 0)), (10, (10, 12)), (12, (10, 12)), (13, (13, 17)), (100, (98, 102))])
def test_what_a_shown_count_tells(count, known):
    """Zero is zero; nothing below the threshold is shown; else a range of five."""
    assert bounds(count, 10) == known


@given(st.integers(0, 10**6))
def test_rounding(count):
    """To the nearest five."""
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2


def test_the_worked_failure():
    """83 people, of whom 23, 41 and 12 are shown: the hidden 7 would be known to a range of 12; with 83, 41 and 35 it would not be."""
    wide, narrow = a_system([23, 41, 12, 7], total=False), a_system([41, 35, 7], total=False)
    suppress(wide, POLICY, ["answers"])
    suppress(narrow, POLICY, ["answers"])

    assert published(wide, 1) == [25, 40, 10, None]
    assert published(narrow, 1) == []


def test_a_small_count_is_not_the_difference_of_a_total():
    """All people minus the other groups would give it away, so one more group goes."""
    system = a_system([60, 40, 30], [50, 45, 5], [80, 33, 44])
    suppress(system, POLICY, ["answers"])

    assert Prover(system, POLICY).unwitnessed() == []
    assert published(system, 0) == [190, 120, 80]
    assert None in published(system, 2) or not published(system, 2)


def test_all_alike_is_not_shown():
    """That a whole group gave one answer says what each of them answered."""
    system = a_system([40, 0, 0], [50, 45, 25], [30, 33, 44])
    suppress(system, POLICY, ["answers"])

    assert published(system, 1) == []
    assert Prover(system, POLICY).unwitnessed() == []


def ranges(system: System) -> dict[int, tuple[int, int]]:
    """By trying all tables: the smallest and largest value of every hidden cell."""
    cells = [cell for cell in system.cells]
    shown = [(cell.places, *bounds(cell.count, 10)) for row in system.rows.values() for cell in row.cells if cell.shown]
    sizes = [(places, sum(system.truth[place] for place in places)) for places, _ in system.equal]
    found: dict[int, tuple[int, int]] = {}
    blocks = [list(compositions(value, len(places))) for places, value in sizes]
    for table in itertools.product(*blocks):
        values = np.zeros(len(system.truth), int)
        for (places, _), block in zip(sizes, table):
            values[places] = block
        if all(low <= values[places].sum() <= high for places, low, high in shown):
            for number, cell in enumerate(cells):
                value = int(values[cell.places].sum())
                low, high = found.get(number, (value, value))
                found[number] = min(low, value), max(high, value)
    return found


def compositions(total: int, parts: int):
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 24), min_size=3, max_size=3).filter(lambda one: 10 <= sum(one) <= 40))
def test_against_all_tables_that_could_be(block):
    """The linear programme never claims a range that whole numbers do not have."""
    system = a_system(block, total=False)
    suppress(system, POLICY, ["answers"])
    found = ranges(system)

    for number, cell in enumerate(system.cells):
        if 0 < cell.count < 10 or cell in hidden(system):
            low, high = found[number]
            assert high - low >= 10


@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.sampled_from([10, 50]))
def test_merging(counts, threshold):
    """Every joint category reaches the threshold, nobody is lost, and nothing is joined without need."""
    parts = merged(counts, threshold)
    sums = [sum(counts[place] for place in part) for part in parts]

    assert sum(sums) == sum(counts)
    assert all(total >= threshold for total in sums) or (len(parts) == 1 and sum(counts) < threshold)
    if all(count >= threshold for count in counts):
        assert parts == [[place] for place in range(len(counts))]
