"""Gaps: a block less everyone else of its breakdown. The two are different people, but fitting has tied their noise together.

With g a block's number, T everyone's, n and N their people, m = N - n: gap = g/n - (T - g)/m = g (1/n + 1/m) - T/m. After fitting
(fitting.py) the noise of T has the covariance v(T) · v₀(g) / Σ v₀ with that of g, v₀ before fitting.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

from signpost_report.estimates import Estimate, estimate, score_sums, share, variance_of
from signpost_report.fitting import fitted
from signpost_report.reading import EVERYONE, Name, Results, Where
from signpost_report.topics import covariance, mean, yes


def gap_of_share(results: Results, name: Name, where: Where, phase: str) -> Estimate | None:
    """Of the share who are right, or in favour, on one occasion."""
    tables = fitted(results, name)
    block, whole = tables[where], tables[EVERYONE]
    rest = whole.people - block.people
    if not rest:
        return None
    wanted = yes(phase, block)
    weights = [float(wanted(*value)) for value in block.values]
    (own, own_noise), (all_, all_noise) = block.total(weights), whole.total(weights)
    noise = _noise(own_noise, all_noise, _part(results, name, where), block.people, rest)
    one, other = own / block.people, (all_ - own) / rest
    return estimate(one - other, _between(one) / block.people + _between(other) / rest, noise, block.people)


def gap_of_topic(results: Results, ids: Sequence[str], where: Where, phase: str) -> Estimate | None:
    """Of the mean share right over a topic's questions."""
    when = "both" if results.form["kind"] == "pair" else "after"
    names = [Name("right", id, None, when) for id in ids]
    found = [gap_of_share(results, name, where, phase) for name in names]
    if None in found:
        return None
    gaps = [one for one in found if one]
    shared, parts = covariance(results, phase), []
    for who in (where, "rest"):
        shares = [_share(results, name, where, phase, who == "rest") for name in names]
        parts.append(mean(shares, [_between(one.value) for one in shares], shared))
    sampling = sum(one.error**2 - one.noise**2 for one in parts)
    noise = sum(one.noise**2 for one in gaps) / len(gaps) ** 2
    return estimate(sum(one.value for one in gaps) / len(gaps), sampling, noise, gaps[0].people)


def gap_of_score(results: Results, where: Where, phase: str) -> Estimate | None:
    """Of the mean share of questions right."""
    sums, scored = score_sums(results, phase), results.noise["scored"]
    people = results.blocks[where].people
    rest = results.blocks[EVERYONE].people - people
    if not rest:
        return None
    (own, own_noise), (all_, all_noise) = sums[where], sums[EVERYONE]
    noise = (
        _noise(own_noise, all_noise, _part(results, Name("score", None, None, phase), where), people, rest) / scored**2
    )
    sampling = (
        variance_of(results, "square", phase, where) / people + variance_of(results, "square", phase, EVERYONE) / rest
    )
    return estimate((own / people - (all_ - own) / rest) / scored, sampling / scored**2, noise, people)


def p_of_gap(gap: Estimate) -> float:
    """Two-sided p that the two are alike."""
    return 2 * (1 - NormalDist().cdf(abs(gap.value) / gap.error))


def apart(one: Estimate, other: Estimate) -> Estimate:
    """The difference of two estimates of different people, from different releases."""
    noise = one.noise**2 + other.noise**2
    sampling = one.error**2 + other.error**2 - noise
    return Estimate(one.value - other.value, sqrt(sampling + noise), sqrt(noise), one.people + other.people)


def _noise(own: float, everyone: float, part: float, people: int, rest: int) -> float:
    both = 1 / people + 1 / rest
    return max(own * both**2 + everyone / rest**2 - 2 * part * everyone * both / rest, 0.0)


def _part(results: Results, name: Name, where: Where) -> float:
    """The block's share of its breakdown's noise before fitting."""
    variances = [
        results.tables[name, one].variance for one in results.of(where.breakdown) if (name, one) in results.tables
    ]
    return results.tables[name, where].variance / sum(variances)


def _share(results: Results, name: Name, where: Where, phase: str, rest: bool) -> Estimate:
    tables = fitted(results, name)
    block, whole = tables[where], tables[EVERYONE]
    own = share(block, yes(phase, block))
    if not rest:
        return own
    everyone, people = share(whole, yes(phase, whole)), whole.people - block.people
    return Estimate((everyone.value * whole.people - own.value * block.people) / people, 0.0, 0.0, people)


def _between(value: float) -> float:
    inside = min(max(value, 0.0), 1.0)
    return inside * (1 - inside)
