"""Who is counted together: everyone, and the groups and strata of a form, joined where they are too small."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from signpost_survey.columns import Bytes, Table
from signpost_survey.form import SKIPPED, Form, Group

Breakdown = Literal["all", "group", "stratum", "both"]
OneWay = Literal["group", "stratum"]
NOT_STATED = "Not stated"
Cells = NDArray[np.intp]  # of each person, where he or she is counted


@dataclass(frozen=True, slots=True)
class Block:
    """`categories`: indexes of the joined values, 255 for not stated; of `both`, pairs (stratum, group)."""

    breakdown: Breakdown
    cell: int
    label: str
    categories: tuple[Any, ...]
    people: int


@dataclass(frozen=True)
class Blocks:
    """Of each breakdown its blocks, and for each person the cell that he or she is counted in."""

    blocks: dict[Breakdown, tuple[Block, ...]]
    cells: dict[Breakdown, Cells]

    def __iter__(self) -> Iterator[Block]:
        return (block for one in self.blocks.values() for block in one)


def joined(order: Sequence[int], people: Sequence[int], least: int) -> list[list[int]]:
    """Neighbours in the order are put together until there are enough; a rest joins the ones before."""
    found: list[list[int]] = [[]]
    for category in order:
        if sum(people[one] for one in found[-1]) >= least:
            found.append([])
        found[-1].append(category)
    if len(found) > 1 and sum(people[one] for one in found[-1]) < least:
        rest = found.pop()
        found[-1] += rest
    return found


def blocks_of(form: Form, answers: Table, breakdowns: Sequence[Breakdown]) -> Blocks:
    """For the breakdowns that are wanted; `both` are the groups within each block of strata."""
    found: dict[Breakdown, tuple[Block, ...]] = {"all": (Block("all", 0, "Everyone", (), answers.people),)}
    cells: dict[Breakdown, Cells] = {"all": np.zeros(answers.people, np.intp)}
    chosen: dict[OneWay, Bytes] = {"group": answers.group, "stratum": answers.stratum}
    for name, values in chosen.items():
        if name in breakdowns:
            found[name], cells[name] = _one_way(form, name, values, form.block)
    if "both" in breakdowns:
        found["both"], cells["both"] = _two_way(form, answers, found["stratum"], cells["stratum"])
    return Blocks({name: found[name] for name in breakdowns}, {name: cells[name] for name in breakdowns})


def _labels(form: Form, name: OneWay) -> tuple[tuple[str, ...], list[int]]:
    """Labels with "not stated" last, and the order of joining."""
    about = form.group if name == "group" else form.stratum
    assert about is not None
    words = about.values if isinstance(about, Group) else about.options
    return (*words, NOT_STATED), [*about.order, len(words)]


def _one_way(form: Form, name: OneWay, chosen: Bytes, least: int) -> tuple[tuple[Block, ...], Cells]:
    labels, order = _labels(form, name)
    index = np.minimum(chosen, len(labels) - 1).astype(np.intp)
    people = np.bincount(index, minlength=len(labels)).tolist()
    cell_of = np.zeros(len(labels), np.intp)
    found = []
    for cell, categories in enumerate(joined(order, people, least)):
        cell_of[categories] = cell
        codes = tuple(SKIPPED if one == len(labels) - 1 else one for one in categories)
        label = ", ".join(labels[one] for one in categories)
        found.append(Block(name, cell, label, codes, sum(people[one] for one in categories)))
    return tuple(found), cell_of[index]


def _two_way(
    form: Form, answers: Table, strata: tuple[Block, ...], stratum_cell: Cells
) -> tuple[tuple[Block, ...], Cells]:
    found: list[Block] = []
    cells = np.zeros(answers.people, np.intp)
    for stratum in strata:
        here = stratum_cell == stratum.cell
        groups, inner = _one_way(form, "group", answers.group[here], form.block)
        cells[here] = inner + len(found)
        for group in groups:
            pairs = tuple((one, other) for one in stratum.categories for other in group.categories)
            found.append(Block("both", len(found), f"{stratum.label}; {group.label}", pairs, group.people))
    return tuple(found), cells
