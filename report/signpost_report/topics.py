"""Means over a topic's questions. What people get right together is published for the whole score only.

The variance of a mean needs the covariances of its questions. Their average over all scored questions follows from the variance of the
score; within a topic it is taken to be one and a half times that (right for
nothing between as much and twice as much to 93 to 97 of 100 intervals: tests/test_coverage.py), and never more than what the questions' own variances allow.
"""

from collections.abc import Sequence
from math import sqrt

from signpost_report.estimates import Estimate, Wanted, change, estimate, scored_ids, share, variance_of
from signpost_report.fitting import Fitted, fitted
from signpost_report.reading import EVERYONE, Name, Results, Where

CLOSER = 1.5  # how much more a topic's questions go together than all questions do


def right_tables(results: Results, ids: Sequence[str], where: Where) -> list[Fitted]:
    """The tables of a block, all of them or none."""
    when = "both" if results.form["kind"] == "pair" else "after"
    found = [fitted(results, Name("right", id, None, when)).get(where) for id in ids]
    return [table for table in found if table] if all(found) else []


def yes(phase: str, table: Fitted) -> Wanted:
    """Picks "yes" on one occasion from a table of one occasion or of both."""
    second = phase == "after" and table.values[0][1] is not None
    return (lambda _, after: after == 1) if second else (lambda before, _: before == 1)


def topic_share(results: Results, where: Where, ids: Sequence[str], phase: str) -> Estimate:
    """The mean of the shares who have each question right."""
    tables = right_tables(results, ids, where)
    found = [share(table, yes(phase, table)) for table in tables]
    return mean(found, [_within(one.value) for one in found], covariance(results, phase))


def topic_change(results: Results, where: Where, ids: Sequence[str]) -> Estimate:
    """How much that mean has grown."""
    found = [change(table) for table in right_tables(results, ids, where)]
    own = [max(one.error**2 - one.noise**2, 0.0) * one.people for one in found]
    return mean(found, own, covariance(results, "both"))


def mean(found: Sequence[Estimate], own: Sequence[float], shared: float) -> Estimate:
    """Of estimates of the same people; `own` are variances between people, `shared` the mean covariance of two."""
    count, people = len(found), found[0].people
    most = sum(sqrt(one) for one in own) ** 2
    between = min(sum(own) + count * (count - 1) * CLOSER * max(shared, 0.0), most) / count**2
    noise = sum(one.noise**2 for one in found) / count**2
    return estimate(sum(one.value for one in found) / count, between / people, noise, people)


def covariance(results: Results, phase: str) -> float:
    """The mean covariance of two scored questions (or of their changes, phase both): of everyone. Infinite where there is no score."""
    ids = scored_ids(results)
    tables = right_tables(results, ids, EVERYONE)
    if len(tables) < 2:
        return float("inf")
    if phase == "both":
        own = sum(max(one.error**2 - one.noise**2, 0.0) * one.people for one in map(change, tables))
        whole = variance_of(results, "gain", "both", EVERYONE)
    else:
        own = sum(_within(share(table, yes(phase, table)).value) for table in tables)
        whole = variance_of(results, "square", phase, EVERYONE)
    return (whole - own) / (len(tables) * (len(tables) - 1))


def _within(value: float) -> float:
    inside = min(max(value, 0.0), 1.0)
    return inside * (1 - inside)
