"""Least squares: a question's noisy tables made to agree with each other and with the exact numbers of people.

Each table has as many people as its block; groups, and strata, add up to everyone. That is a projection, so in closed form; it costs
no privacy, because it uses only what is published. Numbers may become negative and are never clipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from signpost_report.reading import EVERYONE, Name, Results, Where


@dataclass(frozen=True)
class Fitted:
    """A table after fitting. `variance` is that of one number before its table was made to add up to `people`."""

    values: tuple[tuple[int, int | None], ...]
    numbers: tuple[float, ...]
    variance: float
    people: int

    def total(self, weights: Sequence[float]) -> tuple[float, float]:
        """A weighted sum of the numbers, and the variance of its noise."""
        found = sum(weight * number for weight, number in zip(weights, self.numbers, strict=True))
        square, plain = sum(weight**2 for weight in weights), sum(weights)
        return found, self.variance * (square - plain**2 / len(self.numbers) if self.values else square)


@lru_cache(maxsize=1_024)
def fitted(results: Results, name: Name) -> Mapping[Where, Fitted]:
    """All tables of one name, and everyone's where only parts are published; breakdowns that it does not have are not there."""
    tables = {where: results.tables[name, where] for where in results.blocks if (name, where) in results.tables}
    if not tables:
        return {}
    values = next(iter(tables.values())).values
    numbers = {}
    for where, table in tables.items():
        people = results.blocks[where].people
        off = (people - sum(table.numbers)) / len(values) if values else 0.0
        numbers[where] = [number + off for number in table.numbers]
    variances = {where: table.variance for where, table in tables.items()}
    _agree(numbers, variances)
    return {
        where: Fitted(values, tuple(numbers[where]), variances[where], results.blocks[where].people)
        for where in numbers
    }


def _agree(numbers: dict[Where, list[float]], variances: dict[Where, float]) -> None:
    """Everyone is the precision-weighted mean of all breakdowns' totals; each block gives way by its share of the variance."""
    ways = {way: [where for where in numbers if where.breakdown == way] for way in ("all", "group", "stratum")}
    ways = {way: blocks for way, blocks in ways.items() if blocks}
    if not ways:
        return
    size = len(next(iter(numbers.values())))
    totals = {way: [sum(numbers[one][i] for one in blocks) for i in range(size)] for way, blocks in ways.items()}
    noise = {way: sum(variances[one] for one in blocks) for way, blocks in ways.items()}
    precision = sum(1 / one for one in noise.values())
    everyone = [sum(totals[way][i] / noise[way] for way in ways) / precision for i in range(size)]
    for way, blocks in ways.items():
        for one in blocks:
            share = variances[one] / noise[way]
            numbers[one] = [
                number + share * (whole - total)
                for number, whole, total in zip(numbers[one], everyone, totals[way], strict=True)
            ]
            variances[one] += share**2 * (1 / precision - noise[way])
    numbers[EVERYONE], variances[EVERYONE] = everyone, 1 / precision
