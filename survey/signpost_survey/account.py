"""What a release tells somebody who knows everything else, added up over all of its tables.

The unit is one answer on one occasion. The attacker knows every other record and all other answers of the person, and asks
which of two answers it was. Noise of independent tables adds up in mu² = Σ shift² / variance; the best guess is right with
probability Phi(mu / 2), and discrete noise is never worse than this formula at the variances used (tests/test_account.py).
"""

from dataclasses import dataclass
from math import ceil, exp, inf, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

from signpost_survey.columns import phases
from signpost_survey.form import Form, Kind, Phase
from signpost_survey.measures import KINDS, Measure, kind_of, measures

BOUND = 2 / 3  # no answer on one occasion may be guessed better
DELTA = 1e-6
SIZES = ((64_000, 4), (4_000, 2), (0, 1))  # people at least, and the factor of all standard deviations


class Guess(NamedTuple):
    """How often the best guess is right: one answer on one occasion, and the same question before and after together."""

    once: float
    both: float | None


@dataclass(frozen=True)
class Account:
    """Of a form published for so many people. `rho` is zero-concentrated privacy loss of a whole record."""

    factor: int
    answers: dict[Kind, Guess]
    rho: float
    epsilon: float


def factor(form: Form, people: int) -> int:
    """The more people, the stronger; a form may ask for more than its size does."""
    return max(form.noise, next(value for least, value in SIZES if people >= least))


def account(form: Form, people: int) -> Account:
    """The account of a release, of each kind of answer the worst question."""
    found, times = measures(form, people), factor(form, people)
    answers = {}
    for kind in KINDS:
        ids = [id for id in form.questions if kind_of(form, id) == kind]
        if ids:
            once = max(mu2_once(found, id, phase) for id in ids for phase in phases(form, id))
            twice = [mu2_both(found, id) for id in ids if len(phases(form, id)) == 2]
            both = guess(max(twice) / times**2) if twice else None
            answers[kind] = Guess(guess(once / times**2), both)
    rho = sum(one.person * _prices(one) for one in found) / 2 / times**2
    return Account(times, answers, rho, epsilon(rho))


def mu2_once(found: tuple[Measure, ...], id: str, phase: Phase) -> float:
    """Of one answer on one occasion, at factor 1."""
    return sum(one.once.get((id, phase), 0) * _prices(one) for one in found)


def mu2_both(found: tuple[Measure, ...], id: str) -> float:
    """Of a question's answers on both occasions, at factor 1."""
    return sum(one.both.get(id, 0) * _prices(one) for one in found)


def guess(mu2: float) -> float:
    """Best guess between two equally likely answers."""
    return NormalDist().cdf(sqrt(mu2) / 2)


def epsilon(rho: float, delta: float = DELTA) -> float:
    """From zero-concentrated to (epsilon, delta) privacy: Canonne, Kamath, Steinke 2020, corollary 13."""
    best: float = inf
    for step in range(1, 4000):
        alpha = 1 + exp(-6 + step / 250)
        best = min(best, rho * alpha + log(1 / (alpha * delta)) / (alpha - 1) + log1p(-1 / alpha))
    return max(0.0, best)


def rounded_up(value: float, digits: int = 3) -> float:
    """What is printed is never better than what holds."""
    one: int = 10**digits
    return ceil(value * one) / one


def _prices(measure: Measure) -> float:
    return sum(1 / variance for variance in measure.variances.values())
