"""What a survey will be able to say, before it is held: intervals and the smallest differences, from the formulae of a release.

Every table of a release is filled with the counts that the model expects, and goes through the estimators of a real report: fitting, noise and
shrinkage are all in it, and nothing is approximated twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

from signpost_report.display import shown
from signpost_report.estimates import Estimate, change, mean_change, mean_score, share
from signpost_report.fitting import fitted
from signpost_report.gaps import gap_of_score, gap_of_share
from signpost_report.reading import EVERYONE, Block, Name, Results, Table, Where
from signpost_report.topics import yes

SIZES = (400, 4_000, 20_000, 200_000, 1_500_000)
POWER = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(
    0.8
)  # standard errors that are found in 80 of 100, at 5 % two-sided
SMALL = 0.03  # of all answers: the smallest region


@dataclass(frozen=True, kw_only=True)
class Model:
    """What is assumed of people: shares who have a question right both times, before only, after only, never; deviations of a score share."""

    right: tuple[float, float, float, float] = (0.55, 0.05, 0.25, 0.15)
    score_before: float = 0.18
    score_after: float = 0.15
    score_change: float = 0.17

    @property
    def before(self) -> float:
        return self.right[0] + self.right[1]

    @property
    def after(self) -> float:
        return self.right[0] + self.right[2]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Of one block at one size, in shares; None is not shown or not published. `give_or_take` is half of a 95 % interval."""

    answers: int
    block: str
    people: int
    share: float | None = None
    change: float | None = None
    gap: float | None = None
    score: float | None = None
    score_change: float | None = None
    score_gap: float | None = None


Variances = Mapping[str, Mapping[str, int]]


def reaches(
    form: Mapping[str, Any],
    noise: Sequence[tuple[int, Variances]],
    sizes: Sequence[int] = SIZES,
    model: Model = Model(),
) -> list[Reach]:
    """`noise`: from how many people on which variances hold, as `signpost-survey publish --dry-run` says."""
    found = []
    for answers in sizes:
        _, variances = max((one for one in noise if one[0] <= answers), key=lambda one: one[0])
        results = expected(form, answers, variances, model)
        found += [_reach(results, answers, name, where) for name, where in _blocks(results)]
    return found


def expected(form: Mapping[str, Any], people: int, variances: Variances, model: Model = Model()) -> Results:
    """A release of so many people in which every count is as the model expects it."""
    scored = variances["rest"]["count"] if "rest" in variances else 0
    pair = form["kind"] == "pair"
    scored = scored // 2 if pair else scored
    blocks = {EVERYONE: Block("Everyone", (), people)} | _even(form, "group", people) | _even(form, "stratum", people)
    factor = sqrt(variances["right"]["all"] / 36) if "right" in variances else 1.0
    about = {"scored": scored, "centre": scored // 2, "clip": scored // 2, "shift": scored // 5}
    tables = {}
    for where, block in blocks.items():
        for name, table in _tables(pair, about, block.people, model):
            variance = variances.get(name.measure, {}).get(where.breakdown)
            if variance:
                tables[name, where] = Table(table.values, table.numbers, variance)
    return Results(("rehearsal",), form, factor, about, blocks, tables)


def _even(form: Mapping[str, Any], way: str, people: int) -> dict[Where, Block]:
    """Groups alike; strata alike but for the smallest."""
    about = form[way]
    if not about:
        return {}
    names = about["values"] if way == "group" else about["options"]
    small = SMALL if way == "stratum" and len(names) > 2 else 1 / len(names)
    parts = [small] + [(1 - small) / (len(names) - 1)] * (len(names) - 1) if len(names) > 1 else [1.0]
    return {
        Where(way, cell): Block(name, (cell,), max(1, round(part * people)))
        for cell, (name, part) in enumerate(zip(names, parts, strict=True))
    }


def _tables(pair: bool, about: Mapping[str, int], people: int, model: Model) -> Iterator[tuple[Name, Table]]:
    """The tables of one block, noise apart: a question like all others, and the sums of the score."""
    when = "both" if pair else "after"
    cells = ((1, 1), (1, 0), (0, 1), (0, 0)) if pair else ((1, None), (0, None))
    counts = [part * people for part in (model.right if pair else (model.after, 1 - model.after))]
    scored = about["scored"]
    for number in range(max(1, scored)):
        yield Name("right", f"Q{number}", None, when), Table(cells, tuple(counts), 0)
        for phase in ("before", "after") if pair and scored else ("after",) if scored else ():
            yield Name("rest", f"Q{number}", None, phase), Table((), (0.0,), 0)
    if not scored:
        return
    for phase, mean, deviation in (
        ("before", model.before, model.score_before),
        ("after", model.after, model.score_after),
    ):
        if pair or phase == "after":
            middle = scored * mean
            yield Name("score", None, None, phase), Table((), (people * middle,), 0)
            yield (
                Name("square", None, None, phase),
                Table((), (people * ((scored * deviation) ** 2 + (middle - about["centre"]) ** 2),), 0),
            )
    if pair:
        moved = scored * (model.after - model.before) - about["shift"]
        yield (
            Name("gain", None, None, "both"),
            Table((), (people * ((scored * model.score_change) ** 2 + moved**2),), 0),
        )


def _blocks(results: Results) -> list[tuple[str, Where]]:
    found = [("everyone", EVERYONE)]
    if results.of("group"):
        found.append(("a group", Where("group", 0)))
    strata = list(results.of("stratum"))
    if len(strata) > 2:
        found += [("a region or stratum", strata[1]), ("the smallest region or stratum (3 % of all)", strata[0])]
    elif strata:
        found.append(("a stratum", strata[0]))
    return found


def _reach(results: Results, answers: int, block: str, where: Where) -> Reach:
    people, pair = results.blocks[where].people, results.form["kind"] == "pair"
    found: dict[str, float | None] = {}
    tables = fitted(results, Name("right", "Q0", None, "both" if pair else "after"))
    if where in tables and shown("share", where.breakdown, people, results.factor):
        found["share"] = _half(share(tables[where], yes("before" if pair else "after", tables[where])))
        found["change"] = POWER * change(tables[where]).error if pair else None
        if where != EVERYONE:
            name = Name("right", "Q0", None, "both" if pair else "after")
            found["gap"] = _found(gap_of_share(results, name, where, "after"))
    if results.noise["scored"] and shown("score", where.breakdown, people, results.factor):
        found["score"] = _half(mean_score(results, where, "after"))
        found["score_change"] = POWER * mean_change(results, where).error if pair else None
        if where != EVERYONE:
            found["score_gap"] = _found(gap_of_score(results, where, "after"))
    return Reach(answers=answers, block=block, people=people, **found)


def _half(one: Estimate) -> float:
    return one.give_or_take


def _found(gap: Estimate | None) -> float | None:
    return POWER * gap.error if gap else None
