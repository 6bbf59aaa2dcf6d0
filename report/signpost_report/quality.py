"""How good the questions are: discrimination and reliability, from sums that cost nobody anything (docs/formats/release.md, `rest`)."""

from math import exp, log, sqrt
from statistics import NormalDist

from signpost_report.estimates import Estimate, score_sums, scored_ids, share, variance_of
from signpost_report.fitting import fitted
from signpost_report.reading import EVERYONE, Name, Results
from signpost_report.topics import right_tables, yes

MEASURABLE = 3.0  # times the noise in it that a variance must be, for anything to be divided by its root


def discrimination(results: Results, id: str, phase: str) -> Estimate | None:
    """The correlation of having a question right with the number right among the others (corrected point-biserial)."""
    (table,) = right_tables(results, [id], EVERYONE)
    scored, people = results.noise["scored"], table.people
    p = share(table, yes(phase, table)).value
    sums = fitted(results, Name("rest", id, None, phase))[EVERYONE]
    others = score_sums(results, phase)[EVERYONE][0] / people - p
    together = (sums.numbers[0] / people + p * (scored - 1)) / 2 - p * others
    own = p * (1 - p)
    spread = variance_of(results, "square", phase, EVERYONE) * (people - 1) / people - 2 * together - own
    if own <= 0 or spread <= MEASURABLE * sqrt(noise_of_squares(results, phase)) / people:
        return None
    value = together / sqrt(own * spread)
    noise = sums.variance / (2 * people) ** 2 / (own * spread)
    return Estimate(value, sqrt(max((1 - value**2) ** 2 / people, 0.0) + noise), sqrt(noise), people)


def reliability(results: Results, phase: str) -> tuple[float, float, float] | None:
    """KR-20 and its 95 % interval: Bonett (2002) on the logarithm of 1 - KR-20, with the noise of the variance added."""
    tables = right_tables(results, scored_ids(results), EVERYONE)
    count, people = len(tables), results.blocks[EVERYONE].people
    whole = variance_of(results, "square", phase, EVERYONE) * (people - 1) / people
    own = sum(one * (1 - one) for one in (share(table, yes(phase, table)).value for table in tables))
    if whole <= own or own <= 0 or whole <= MEASURABLE * sqrt(noise_of_squares(results, phase)) / people:
        return None
    value = count / (count - 1) * (1 - own / whole)
    noise = noise_of_squares(results, phase) / people**2 / whole**2
    half = NormalDist().inv_cdf(0.975) * sqrt(2 * count / ((count - 1) * (people - 2)) + noise)
    return value, 1 - exp(log(1 - value) + half), 1 - exp(log(1 - value) - half)


def noise_of_squares(results: Results, phase: str) -> float:
    """The variance of the noise in everyone's sum of squares."""
    return fitted(results, Name("square", None, None, phase))[EVERYONE].variance
