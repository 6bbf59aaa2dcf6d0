"""From columns to the numbers of a release: exact sums of every table, and the noise that makes them publishable."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from signpost_survey.blocks import Blocks, Breakdown
from signpost_survey.columns import Columns
from signpost_survey.measures import Measure, Spec
from signpost_survey.noise import SAMPLER, gaussian, table_stream


class Exact(NamedTuple):
    """The exact numbers of one table in one block. They stay in memory."""

    measure: Measure
    spec: Spec
    breakdown: Breakdown
    cell: int
    numbers: list[int]


def exact(columns: Columns, blocks: Blocks, found: Sequence[Measure]) -> Iterator[Exact]:
    """Every table in every block of its breakdowns."""
    for measure in found:
        for spec in measure.specs:
            values = spec.of(columns)
            size = len(spec.cells) or spec.high - spec.low + 1
            for breakdown in measure.variances:
                count = len(blocks.blocks[breakdown])
                place = blocks.cells[breakdown] * size + (values if spec.cells else values - spec.low)
                rows = np.bincount(place, minlength=count * size).reshape(count, size)
                if not spec.cells:
                    rows = (rows @ np.arange(spec.low, spec.high + 1))[:, None]
                yield from (Exact(measure, spec, breakdown, cell, row) for cell, row in enumerate(rows.tolist()))


def label(about: tuple[str, str, str], one: Exact, variance: int) -> list[str | int | None]:
    """Names the noise of a table: `about` is format, form and term."""
    format, form, term = about
    spec = one.spec
    name = [one.measure.name, spec.question, spec.part, spec.phase, one.breakdown, one.cell, variance]
    return [format, SAMPLER, form, term, *name]


def noisy(one: Exact, seed: bytes, about: tuple[str, str, str], factor: int) -> list[int]:
    """The numbers that are published."""
    variance = one.measure.variances[one.breakdown] * factor**2
    stream = table_stream(seed, label(about, one, variance), len(one.numbers))
    return [number + gaussian(stream, variance) for number in one.numbers]
