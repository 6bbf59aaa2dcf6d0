"""Least squares in closed form is least squares."""

from dataclasses import replace

import numpy as np
import pytest
from signpost_report.fitting import fitted
from signpost_report.reading import Block, Name, Results, Table, Where, read_release

from tests import releases

NAME = Name("right", "K", None, "both")


def small(seed: int) -> Results:
    """Three groups, two strata, three values, every block with a variance of its own."""
    chance = np.random.default_rng(seed)
    sizes = {"all": [60], "group": [25, 20, 15], "stratum": [40, 20]}
    blocks = {Where(way, i): Block(f"{way} {i}", (), n) for way, found in sizes.items() for i, n in enumerate(found)}
    values = ((1, None), (0, None), (255, None))
    tables = {
        (NAME, where): Table(values, tuple(chance.integers(-5, 60, 3).tolist()), float(chance.integers(4, 40)))
        for where in blocks
    }
    return Results(("t",), {}, 1.0, {}, blocks, tables)


def solved(results: Results) -> dict[Where, np.ndarray]:
    """A generic weighted solver: noise-weighted least squares under the exact sums (KKT)."""
    where = list(results.blocks)
    column = {(one, i): 3 * k + i for k, one in enumerate(where) for i in range(3)}
    size = len(column)
    weights, target = np.zeros(size), np.zeros(size)
    for one in where:
        table = results.tables[NAME, one]
        for i in range(3):
            weights[column[one, i]], target[column[one, i]] = 1 / table.variance, table.numbers[i]
    equal, right = [], []
    for one in where:
        row = np.zeros(size)
        row[[column[one, i] for i in range(3)]] = 1
        equal.append(row), right.append(results.blocks[one].people)
    for way in ("group", "stratum"):
        for i in range(3):
            row = np.zeros(size)
            row[column[Where("all", 0), i]] = -1
            row[[column[one, i] for one in results.of(way)]] = 1
            equal.append(row), right.append(0)
    equal, right = np.array(equal), np.array(right)
    system = np.block([[np.diag(2 * weights), equal.T], [equal, np.zeros((len(equal),) * 2)]])
    found = np.linalg.lstsq(system, np.concatenate([2 * weights * target, right]), rcond=None)[0]
    return {one: found[[column[one, i] for i in range(3)]] for one in where}


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_a_generic_solver(seed):
    results = small(seed)
    for where, numbers in solved(results).items():
        assert fitted(results, NAME)[where].numbers == pytest.approx(numbers, abs=1e-6)


def test_sums_agree():
    """Tables with their people, groups with everyone: to 1e-9."""
    results = read_release(releases.release(releases.people(2)), releases.pinned())
    for i in range(releases.K):
        found = fitted(results, Name("right", f"K{i:02}", None, "both"))
        for where, table in found.items():
            assert sum(table.numbers) == pytest.approx(results.blocks[where].people, abs=1e-9)
        for cell in range(4):
            groups = sum(table.numbers[cell] for where, table in found.items() if where.breakdown == "group")
            assert groups == pytest.approx(found[Where("all", 0)].numbers[cell], abs=1e-9)


def test_variances_are_those_of_the_fit():
    """Fitted again and again with new noise, the numbers spread as they say."""
    base, chance = small(1), np.random.default_rng(5)
    exact = {where: np.array(table.numbers) for where, table in fitted(base, NAME).items()}
    draws = {where: [] for where in exact}
    for _ in range(1_500):
        noisy = {
            (NAME, where): replace(
                base.tables[NAME, where],
                numbers=tuple(exact[where] + chance.normal(0, base.tables[NAME, where].variance ** 0.5, 3)),
            )
            for where in exact
        }
        for where, table in fitted(replace(base, tables=noisy), NAME).items():
            draws[where].append(table.numbers[0])
    for where, found in draws.items():
        assert np.var(found) == pytest.approx(fitted(base, NAME)[where].total([1.0, 0.0, 0.0])[1], rel=0.15)


def test_without_a_table():
    assert fitted(small(1), Name("right", "none", None, "both")) == {}
