"""From exact counts to the rows of a release: small groups merged, tables suppressed, everything rounded."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

from signpost_survey.cube import Cube, score_fault
from signpost_survey.form import Form
from signpost_survey.scores import GAINS, LEAST, NAMES, Name, Scores, drop, reconcile, said, scores_of
from signpost_survey.suppress import Cell, Policy, System, rounded, suppress
from signpost_survey.worlds import BREAKDOWNS, Block, Frame, frame_of, question_worlds

# What the report needs most is admitted first.
ORDER = ("right", "change", "answers", "flow")
SPARE = 2  # how much wider hidden ranges of scored questions are than they must be, so that scores can be published too
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


class Moments(NamedTuple):
    """Sums over the people of a block, of the number right before and after: enough for means, variances and gains."""

    breakdown: str
    cell: int
    people: int
    sum_before: int | None
    sum_after: int
    squares_before: int | None
    squares_after: int
    squares_change: int | None


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
    moments: tuple[Moments, ...]
    left_out: tuple[LeftOut, ...]
    square_base: int


ROWS = (
    "distributions are left out: everyone in one gave the same answer, or a count of 1 to {most} stands in it "
    "or could be worked out from it"
)
HIDDEN = "counts are hidden: they are from 1 to {most}, or one that is could be worked out from them"
JOINED = "categories with fewer than {threshold} people, and those joined with them, are counted together"
NO_BREAKDOWN = "there are not two categories with at least {threshold} people each"
FEW_FOR_SUMS = "sums of scores are left out: fewer than {least} people"
UNPROVED = "left out: with it, a count of 1 to {most} could be worked out"
FEW_GAINS = "left out: fewer than {threshold} people got fewer right, as many or more"
FEW = "nothing can be shown: fewer than {threshold} people answered"


def tables(form: Form, cube: Cube, policy: Policy) -> Tables:
    """Everything that may be published of a cube."""
    frame = frame_of(form, cube.people, policy)
    systems: dict[str, System] = {}
    scores = Scores()
    if enough := int(cube.people.sum()) >= policy.threshold:  # a simulated form may be published at any size
        if cube.scores is not None:
            scores = scores_of(cube, frame, policy)
        jobs = [(form, id, cube.about(id), frame, scores, policy) for id in form.questions]
        for id, (system, dropped) in zip(form.questions, _every(jobs)):
            systems[id] = system
            drop(scores, dropped - scores.unproved)
    rows = [Row("people", None, None, None, None, None, one.breakdown, one.cell, n) for one, n in _people(frame, policy)]
    for system in systems.values():
        rows += [_row(cell, frame) for row in system.rows.values() if row.admitted for cell in row.cells]
    for sign, count in scores.gains.items():
        rows.append(Row("change", None, None, "both", sign, None, "all", 0, rounded(count)))
    moments = tuple(_moments(form, frame, number, sums, scores) for number, sums in sorted(scores.sums.items()))
    left = _left_out(form, cube, frame, systems, scores, policy) if enough else [LeftOut("people", None, None, None, FEW)]
    words = {"threshold": policy.threshold, "most": policy.threshold - 1, "least": LEAST * policy.threshold}
    left_out = tuple(one._replace(reason=one.reason.format(**words)) for one in left)
    return Tables(frame.blocks, tuple(rows), moments, left_out, scores.square_base)


def _every(jobs: Sequence[tuple]) -> list[tuple[System, set[Name]]]:
    """All questions, on every processor: none depends on another."""
    workers = min(os.cpu_count() or 1, len(jobs) // ALONE)
    if workers < 2:
        return [_question(*job) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_question, *zip(*jobs)))


def _question(form: Form, id: str, cube: Cube, frame: Frame, scores: Scores, policy: Policy) -> tuple[System, set[Name]]:
    """What may be shown of a question, and what must not be said of scores because of it."""
    system = question_worlds(form, id, cube, frame).system
    suppress(system, policy, ORDER, SPARE if id in cube.rest else 0)
    return system, reconcile(form, id, cube, frame, system, scores, policy) if id in cube.rest else set()


def _people(frame: Frame, policy: Policy) -> Iterator[tuple[Block, int | None]]:
    for block, size in zip(frame.blocks, frame.sizes):
        yield block, rounded(size) if size >= policy.threshold else None


def _row(cell: Cell, frame: Frame) -> Row:
    block = frame.blocks[cell.where]
    return Row(*cell.key, block.breakdown, block.cell, cell.published)


def _moments(form: Form, frame: Frame, number: int, sums: Sequence[int], scores: Scores) -> Moments:
    block = frame.blocks[number]
    shown = [
        rounded(total, base) if said(name, number) else None for name, total, base in zip(NAMES, sums, scores.bases())
    ]
    if form.kind == "single":
        shown = [None, shown[1], None, shown[3], None]
    return Moments(block.breakdown, block.cell, rounded(frame.sizes[number]), *shown)


def _left_out(
    form: Form, cube: Cube, frame: Frame, systems: Mapping[str, System], scores: Scores, policy: Policy
) -> Iterator[LeftOut]:
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
    if fault := score_fault(form, cube.people.size):
        yield LeftOut("score", None, None, None, fault)
        return
    for number in range(len(frame.blocks)):
        block = frame.blocks[number]
        if number not in scores.sums:
            reason = FEW_FOR_SUMS if number in scores.small else "sums of scores are " + UNPROVED
            yield LeftOut("score", block.breakdown, block.cell, None, reason)
    if form.kind == "pair" and not scores.gains:
        reason = UNPROVED if GAINS in scores.unproved else FEW_GAINS
        yield LeftOut("score", "all", 0, None, "how many got more right than before is " + reason)


def _categories(block: Block, cube: Cube, breakdown: str) -> int:
    """How many categories that somebody chose, "not stated" among them, a block joins."""
    members = block.members.reshape(cube.people.shape)
    chosen = members.all(axis=1 if breakdown == "group" else 0) & (cube.people.sum(axis=1 if breakdown == "group" else 0) > 0)
    return int(chosen.sum())
