"""Intervals hold what they promise, noise included, in blocks of 20 to 590 people; nothing is biased."""

from collections import defaultdict
from functools import cache

import numpy as np
import pytest
from scipy import stats
from signpost_report.estimates import (
    Estimate,
    change,
    difference,
    mean_change,
    mean_score,
    p_of_change,
    quantile,
    share,
)
from signpost_report.fitting import Fitted, fitted
from signpost_report.reading import Name, Where, read_release

from tests import releases

SIZES, K = releases.SIZES, releases.K


@cache
def runs(count: int, gain: float = releases.GAIN) -> dict[str, np.ndarray]:
    """Of so many data sets: kind → rows of (group, estimate, half interval, truth, p of no change)."""
    rows = defaultdict(list)
    for seed in range(count):
        results = read_release(releases.release(releases.people(seed, gain=gain), seed=seed), releases.pinned())
        for group in range(len(SIZES)):
            where, (before, after) = Where("group", group), releases.truth(group, gain)
            found = [("score", mean_score(results, where, "after"), after.mean())]
            found.append(("gain", mean_change(results, where), (after - before).mean()))
            for i in range(0, K, 3):
                table = fitted(results, Name("right", f"K{i:02}", None, "both"))[where]
                found.append(("share", share(table, lambda _, value: value == 1), after[i]))
                found.append(("change", change(table), after[i] - before[i]))
            for kind, one, true in found:
                rows[kind].append((group, one.value, one.give_or_take, true, p_of_change(one)))
    return {kind: np.array(found) for kind, found in rows.items()}


def covered(rows: np.ndarray) -> np.ndarray:
    return abs(rows[:, 1] - rows[:, 3]) <= rows[:, 2]


def check(count: int, low: float, high: float, chance: float) -> None:
    for kind, rows in runs(count).items():
        assert low <= covered(rows).mean() <= high, (kind, covered(rows).mean())
        for group in range(len(SIZES)):
            here = rows[rows[:, 0] == group]
            error = here[:, 1] - here[:, 3]
            assert covered(here).mean() >= low - chance, (kind, SIZES[group])
            assert abs(error.mean()) < 5 * error.std() / len(here) ** 0.5 + 0.001, (kind, SIZES[group])


def test_coverage_and_bias():
    """On 25 data sets; `make test-slow` does 300."""
    check(25, 0.91, 0.985, 0.08)


@pytest.mark.slow
def test_coverage_and_bias_on_300(capsys):
    """Between .93 and .97 for shares, changes and scores; printed by block."""
    with capsys.disabled():
        for kind, rows in runs(300).items():
            by_block = ", ".join(
                f"{SIZES[group]}: {covered(rows[rows[:, 0] == group]).mean():.3f}" for group in range(len(SIZES))
            )
            print(f"\n  {kind:8} coverage {covered(rows).mean():.3f} ({by_block})", end="")
    check(300, 0.93, 0.97, 0.03)


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is():
    """A course that teaches nothing: at most 5 % of tests say otherwise, but for chance."""
    for kind in ("change", "gain"):
        p = runs(200, 0.0)[kind][:, 4]
        assert (p < 0.05).mean() <= 0.05 + 3 * (0.05 * 0.95 / (len(p) / 5)) ** 0.5, kind


def test_why_exact_tests_are_forbidden():
    """McNemar's exact test takes noise for people: 20 who stayed as they were are counted with noise of variance 9."""
    chance = np.random.default_rng(1)
    false = mine = 0
    for _ in range(2_000):
        up, down = chance.binomial(20, 0.1, 2) + np.rint(chance.normal(0, 3, 2)).astype(int)
        moved = max(up, 0) + max(down, 0)
        false += moved > 0 and stats.binomtest(int(max(up, 0)), int(moved), 0.5).pvalue < 0.05
        rest = 20 - up - down
        mine += p_of_change(change(Fitted(((1, 1), (1, 0), (0, 1), (0, 0)), (rest, down, up, 0), 9, 20))) < 0.05

    assert false / 2_000 > 0.1 > 0.07 > mine / 2_000


def test_quantiles():
    """Student's t for fewer than forty people (published tables: 2.093 for 19 degrees of freedom)."""
    assert quantile(20) == pytest.approx(2.093, abs=0.0005)
    assert quantile(39) == pytest.approx(2.024, abs=0.0005)
    assert quantile(40) == pytest.approx(1.960, abs=0.0005)


def test_without_noise_it_is_the_textbook():
    """Wald's interval of a share, and the standard error of a difference of paired shares (Agresti, Categorical Data Analysis,
    table 10.1: approval 794, 150, 86, 570 of 1,600: difference -.04, standard error .0095)."""
    values = ((1, 1), (1, 0), (0, 1), (0, 0))
    table = Fitted(values, (794, 150, 86, 570), 1e-9, 1_600)
    moved = change(table)
    one = share(table, lambda before, _: before == 1)

    assert moved.value == pytest.approx(-0.04) and moved.error == pytest.approx(0.0095, abs=0.00005)
    assert one.value == pytest.approx(0.59) and one.error == pytest.approx((0.59 * 0.41 / 1_600) ** 0.5, rel=1e-6)


def test_differences_of_groups():
    """z with the noise in both errors."""
    z, p = difference(Estimate(0.7, 0.03, 0.0, 100), Estimate(0.6, 0.04, 0.0, 100))

    assert (z, p) == (pytest.approx(2.0), pytest.approx(0.0455, abs=0.0001))


def test_a_small_block_leans_on_everyone():
    """The variance of a score in a block of 20 is noise by itself: it comes to between a quarter of everyone's and twice."""
    errors = []
    for seed in range(8):
        results = read_release(releases.release(releases.people(seed), seed=seed), releases.pinned())
        errors.append(mean_change(results, Where("group", 0)).error)

    assert max(errors) < 2.2 * min(errors)


def test_few_people_near_the_top_are_not_taken_for_all_alike():
    """212 people, hardly anybody wrong: squares of scores are mostly noise then, and questions by themselves say how much people differ
    at least. Found by intervals of 87 in 100."""
    sizes = (20, 26, 40, 66, 60)
    for seed in range(6):
        answers = releases.people(seed, sizes, gain=3.0)
        results = read_release(releases.release(answers, seed=seed), releases.pinned())
        one, right = mean_score(results, Where("all", 0), "after"), answers.after.mean(axis=0)
        least = float((right * (1 - right)).sum()) / one.people / K**2

        assert right.mean() > 0.93
        assert one.error**2 - one.noise**2 > 0.6 * least, seed
