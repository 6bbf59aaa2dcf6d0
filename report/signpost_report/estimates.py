"""Shares, changes and scores of a block with 95 % intervals that include the noise.

An estimate is of the people who could have answered: its variance is that of sampling and that of the noise. Exact tests (McNemar's
exact, Fisher, chi-square, ranks) must not be given released counts: they take noise for people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from signpost_report.fitting import Fitted, fitted
from signpost_report.reading import EVERYONE, Name, Results, Where

FEW = 40  # people, below which the normal quantile is too small
SPREAD = 0.25  # how much the variances of blocks are taken to differ from everyone's, as a share of it
LEAST_VARIANCE = 0.25  # of everyone's, below which the noisy variance of a block is not believed


Wanted = Callable[[int, int | None], bool]  # which cells of a table are counted, by value and value after


@dataclass(frozen=True)
class Estimate:
    """`value` and the standard error of its interval; `noise` is that part of it that was added before publication."""

    value: float
    error: float
    noise: float
    people: int

    @property
    def give_or_take(self) -> float:
        """Half of the 95 % interval."""
        return quantile(self.people) * self.error

    @property
    def interval(self) -> tuple[float, float]:
        return self.value - self.give_or_take, self.value + self.give_or_take


def quantile(people: int) -> float:
    """Of 95 %, two-sided: Student's t for few people."""
    if people >= FEW:
        return NormalDist().inv_cdf(0.975)
    from scipy.special import stdtrit  # not needed by most reports

    return float(stdtrit(max(1, people - 1), 0.975))


def valued(code: int) -> Wanted:
    """The cells of one value."""
    return lambda value, _: value == code


def share(table: Fitted, wanted: Wanted) -> Estimate:
    """The share of a block whose values are wanted: right before, in favour after, this option."""
    count, noise = table.total([float(wanted(*value)) for value in table.values])
    share, people = count / table.people, table.people
    within = min(max(share, 0.0), 1.0)
    return estimate(share, within * (1 - within) / people, noise / people**2, people)


def change(table: Fitted) -> Estimate:
    """How much larger the share is after than before, of a table yes × yes before × after."""
    weights = [float((after or 0) - before) for before, after in table.values]
    difference, noise = table.total(weights)
    moved, _ = table.total([abs(weight) for weight in weights])
    mean, people = difference / table.people, table.people
    sampling = max(moved / people, abs(mean)) - mean**2
    return estimate(mean, max(sampling, 0.0) / people, noise / people**2, people)


def mean_score(results: Results, where: Where, phase: str) -> Estimate:
    """The mean share of questions right, 0 to 1."""
    scored, people = results.noise["scored"], results.blocks[where].people
    total, noise = score_sums(results, phase)[where]
    variance = variance_of(results, "square", phase, where)
    return estimate(total / people / scored, variance / people / scored**2, noise / people**2 / scored**2, people)


def mean_change(results: Results, where: Where) -> Estimate:
    """How much the mean share of questions right has grown."""
    scored, people = results.noise["scored"], results.blocks[where].people
    before, after = (score_sums(results, phase)[where] for phase in ("before", "after"))
    variance = variance_of(results, "gain", "both", where)
    noise = (before[1] + after[1]) / people**2 / scored**2
    return estimate((after[0] - before[0]) / people / scored, variance / people / scored**2, noise, people)


def difference(one: Estimate, other: Estimate) -> tuple[float, float]:
    """z of two estimates of different people, and its two-sided p."""
    z = (one.value - other.value) / sqrt(one.error**2 + other.error**2)
    return z, 2 * (1 - NormalDist().cdf(abs(z)))


def p_of_change(one: Estimate) -> float:
    """Two-sided p that nothing changed: z, or t for few people, with the noise in the error."""
    z = abs(one.value) / one.error
    if one.people >= FEW:
        return 2 * (1 - NormalDist().cdf(z))
    from scipy.special import stdtr

    return float(2 * stdtr(max(1, one.people - 1), -z))


# -------------------------------------------------------------------- parts


def estimate(value: float, sampling: float, noise: float, people: int) -> Estimate:
    """From the two parts of its variance."""
    return Estimate(value, sqrt(max(sampling + noise, 1e-12)), sqrt(noise), people)


@lru_cache(maxsize=64)
def score_sums(results: Results, phase: str) -> dict[Where, tuple[float, float]]:
    """Sums of scores: their own table and the sum of the questions' tables, each by its precision."""
    found: dict[Where, tuple[float, float]] = {}
    own = {
        where: (table.numbers[0], table.variance)
        for where, table in fitted(results, Name("score", None, None, phase)).items()
    }
    other = _from_questions(results, phase)
    for where in own.keys() | other.keys():
        parts = [one[where] for one in (own, other) if where in one]
        precision = sum(1 / variance for _, variance in parts)
        found[where] = sum(total / variance for total, variance in parts) / precision, 1 / precision
    return found


def _from_questions(results: Results, phase: str) -> dict[Where, tuple[float, float]]:
    when = _when(results)
    totals: dict[Where, list[tuple[float, float]]] = {}
    for id in scored_ids(results):
        for where, table in fitted(results, Name("right", id, None, when)).items():
            side = [value[1 if phase == "after" and when == "both" else 0] for value in table.values]
            totals.setdefault(where, []).append(table.total([float(one or 0) for one in side]))
    return {where: (sum(one for one, _ in found), sum(one for _, one in found)) for where, found in totals.items()}


@lru_cache(maxsize=64)
def scored_ids(results: Results) -> list[str]:
    """The questions of the score, K of them; none where a form has too few."""
    return sorted({name.question for name, _ in results.tables if name.measure == "rest" and name.question})


def _when(results: Results) -> str:
    return "both" if results.form["kind"] == "pair" else "after"


def variance_of(results: Results, measure: str, phase: str, where: Where) -> float:
    """Of a score or change between people of a block, shrunk to everyone's by how little the noise lets it say."""
    tables = fitted(results, Name(measure, None, None, phase))
    sums = {where: (table.numbers[0], table.variance) for where, table in tables.items()}
    whole = max(_spread(results, sums, measure, phase, EVERYONE), _apart(results, measure, phase))
    if where == EVERYONE or where not in sums:
        return whole
    own, people = _spread(results, sums, measure, phase, where), results.blocks[where].people
    known = (SPREAD * whole) ** 2
    unknown = sums[where][1] / people**2 + 2 * whole**2 / max(1, people - 1)
    weight = known / (known + unknown) if known else 0.0
    return max(weight * own + (1 - weight) * whole, LEAST_VARIANCE * whole)


@lru_cache(maxsize=64)
def _apart(results: Results, measure: str, phase: str) -> float:
    """Everyone's variance of a score or change if a person's answers had nothing to do with each other. They have, so the variance
    is no smaller; few people near the top or bottom would otherwise seem to be all alike, and the interval too narrow."""
    found = 0.0
    for id in scored_ids(results):
        table = fitted(results, Name("right", id, None, _when(results)))[EVERYONE]
        second = phase == "after" and _when(results) == "both"
        numbers = [
            float((after or 0) - before if measure == "gain" else (after or 0) if second else before)
            for before, after in table.values
        ]
        mean, square = (table.total([number**power for number in numbers])[0] / table.people for power in (1, 2))
        found += max(square - mean**2, 0.0)
    return found


def _spread(results: Results, sums: dict[Where, tuple[float, float]], measure: str, phase: str, where: Where) -> float:
    people, noise = results.blocks[where].people, results.noise
    middle: float
    if measure == "gain":
        before, after = (score_sums(results, one)[where][0] for one in ("before", "after"))
        middle = (after - before) / people - noise["shift"]
    else:
        middle = score_sums(results, phase)[where][0] / people - noise["centre"]
    return max(sums[where][0] / people - middle**2, 0.0) * people / max(1, people - 1)
