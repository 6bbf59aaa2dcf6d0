"""From exact counts to the rows of a release: small groups merged, tables suppressed, everything rounded."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

from signpost_survey.cube import Cube, counted, score_fault
from signpost_survey.form import Form
from signpost_survey.scores import Proof, Spreads, Window, grid_of, spreads_of
from signpost_survey.suppress import Cell, Policy, System, rounded, suppress
from signpost_survey.worlds import BREAKDOWNS, Block, Frame, frame_of, question_worlds

# What the report needs most is admitted first.
ORDER = ("right", "change", "answers", "flow")
ALONE = 5  # questions for which another processor is not worth its start


class Row(NamedTuple):
    """A published count. What does not apply is None; a hidden count is None too."""

    measure: str
    question: str | None
    part: int | None
    phase: str | None
    value: int | None
    value_after: int | None
    breakdown: str
    cell: int
    count: int | None


class Spread(NamedTuple):
    """Standard deviations of the score in a block, in hundredths of a question."""

    breakdown: str
    cell: int
    before: int | None
    after: int
    change: int | None


class LeftOut(NamedTuple):
    """What could have been in the release and is not: how many distributions or counts, and why, as a sentence."""

    measure: str
    breakdown: str | None
    cell: int | None
    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Tables:
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    spreads: tuple[Spread, ...]
    left_out: tuple[LeftOut, ...]
    grid: int


ROWS = (
    "distributions are left out: everyone in one gave the same answer, or a count of 1 to {most} stands in it "
    "or could be worked out from it"
)
HIDDEN = "counts are hidden: they are from 1 to {most}, or one that is could be worked out from them"
JOINED = "categories with fewer than {threshold} people, and those joined with them, are counted together"
NO_BREAKDOWN = "there are not two categories with at least {threshold} people each"
FEW_FOR_SPREAD = "standard deviations are left out: fewer than {least} people"
UNPROVED = "standard deviations are left out: with them, a count of 1 to {most} could be worked out"
FEW = "nothing can be shown: fewer than {threshold} people answered"


def tables(form: Form, cube: Cube, policy: Policy) -> Tables:
    """Everything that may be published of a cube."""
    frame = frame_of(form, cube.people, policy)
    systems: dict[str, System] = {}
    spreads: Spreads = {}
    proved: Spreads = {}
    if enough := int(cube.people.sum()) >= policy.threshold:  # a simulated form may be published at any size
        spreads = spreads_of(cube, frame, policy)
        found = _every([(form, id, cube.about(id), frame, spreads, policy) for id in form.questions])
        systems = {id: system for id, (system, _) in zip(form.questions, found)}
        dropped = set[int]().union(*(numbers for _, numbers in found))
        proved = {number: one for number, one in spreads.items() if number not in dropped}
    rows = [Row("people", None, None, None, None, None, one.breakdown, one.cell, n) for one, n in _people(frame, policy)]
    for system in systems.values():
        rows += [_row(cell, frame) for row in system.rows.values() if row.admitted for cell in row.cells]
    left = [LeftOut("people", None, None, None, FEW)]
    if enough:
        left = [*_left_out(form, cube, frame, systems), *_scoreless(form, cube, frame, spreads, proved)]
    words = {"threshold": policy.threshold, "most": policy.threshold - 1, "least": policy.people}
    left_out = tuple(one._replace(reason=one.reason.format(**words)) for one in left)
    shown = tuple(_spread(form, frame.blocks[number], windows) for number, windows in sorted(proved.items()))
    return Tables(frame.blocks, tuple(rows), shown, left_out, grid_of(len(counted(form))))


def _every(jobs: Sequence[tuple]) -> list[tuple[System, set[int]]]:
    """All questions, on every processor: none depends on another."""
    workers = min(os.cpu_count() or 1, len(jobs) // ALONE)
    if workers < 2:
        return [_question(*job) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_question, *zip(*jobs)))


def _question(form: Form, id: str, cube: Cube, frame: Frame, spreads: Spreads, policy: Policy) -> tuple[System, set[int]]:
    """What may be shown of a question, and the blocks whose deviations must not be because of it."""
    worlds = question_worlds(form, id, cube, frame)
    prover = suppress(worlds.system, policy, ORDER)
    if id not in cube.rest or not spreads:
        return worlds.system, set()
    return worlds.system, Proof(worlds, frame.gather(cube.rest[id]), frame, prover, spreads, policy).dropped


def _people(frame: Frame, policy: Policy) -> Iterator[tuple[Block, int | None]]:
    for block, size in zip(frame.blocks, frame.sizes):
        yield block, rounded(size) if size >= policy.threshold else None


def _row(cell: Cell, frame: Frame) -> Row:
    block = frame.blocks[cell.where]
    return Row(*cell.key, block.breakdown, block.cell, cell.published)


def _spread(form: Form, block: Block, windows: Sequence[Window]) -> Spread:
    before, after, change = (one.value for one in windows)
    pair = form.kind == "pair"
    return Spread(block.breakdown, block.cell, before if pair else None, after, change if pair else None)


def _left_out(form: Form, cube: Cube, frame: Frame, systems: Mapping[str, System]) -> Iterator[LeftOut]:
    """Only what the release shows anyway, counted: never which of several reasons a single distribution has."""
    for breakdown, asked in zip(BREAKDOWNS, (form.group, form.stratum)):
        here = [block for block in frame.blocks if block.breakdown == breakdown]
        if asked and not here:
            yield LeftOut("people", breakdown, None, None, NO_BREAKDOWN)
        for block in here:
            if (joined := _categories(block, cube, breakdown)) > 1:
                yield LeftOut("people", breakdown, block.cell, joined, JOINED)
    missing: Counter[tuple[str, str]] = Counter()
    hidden: Counter[tuple[str, str]] = Counter()
    for row in (row for system in systems.values() for row in system.rows.values()):
        place = (row.measure, frame.blocks[row.where].breakdown)
        missing[place] += not row.admitted
        hidden[place] += row.admitted and sum(not cell.shown for cell in row.cells)
    for found, reason in ((missing, ROWS), (hidden, HIDDEN)):
        yield from (LeftOut(measure, breakdown, None, count, reason) for (measure, breakdown), count in found.items() if count)


def _scoreless(form: Form, cube: Cube, frame: Frame, spreads: Spreads, proved: Spreads) -> Iterator[LeftOut]:
    if fault := score_fault(form, cube.people.size):
        yield LeftOut("score", None, None, None, fault)
        return
    for number, block in enumerate(frame.blocks):
        if number not in proved:
            reason = UNPROVED if number in spreads else FEW_FOR_SPREAD
            yield LeftOut("score", block.breakdown, block.cell, None, reason)


def _categories(block: Block, cube: Cube, breakdown: str) -> int:
    """How many categories that somebody chose, "not stated" among them, a block joins."""
    members = block.members.reshape(cube.people.shape)
    chosen = members.all(axis=1 if breakdown == "group" else 0) & (cube.people.sum(axis=1 if breakdown == "group" else 0) > 0)
    return int(chosen.sum())
