"""Adding up: from opened answers to exact counts, in memory only.

Axis 0 of every array is the cell: group × stratum as answered, "not stated" last. Nothing in here is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from signpost_survey.form import (
    DONT_KNOW,
    SKIPPED,
    Form,
    Match,
    Multiple,
    Number,
    Order,
    Question,
    Single,
    TrueFalse,
    asked,
    question_slots,
    scored,
    slots,
)
from signpost_survey.record import Answers

RESULTS = (1, 0, DONT_KNOW, SKIPPED)  # of a question with several slots: right (or answered, if not scored), not right, …
MINIMUM_SCORED = 4  # with fewer, a score says as much as the answers themselves
Phase = Literal["before", "after"]


@dataclass
class Table:
    """Opened answers as columns of bytes."""

    group: np.ndarray
    stratum: np.ndarray
    before: np.ndarray
    after: np.ndarray

    @property
    def people(self) -> int:
        return len(self.group)


@dataclass
class Cube:
    """`joint[question]`: cell × code before × code after (one code where a phase does not ask it); for a question with
    several slots the codes are RESULTS, and `parts[question, phase]` is cell × part × result × code.
    `scores`: cell × number right before × after, or None."""

    people: np.ndarray
    joint: dict[str, np.ndarray] = field(default_factory=dict)
    parts: dict[tuple[str, Phase], np.ndarray] = field(default_factory=dict)
    scores: np.ndarray | None = None


def table(form: Form, answers: Iterable[Answers]) -> Table:
    """Columns in random order."""
    columns = [bytearray(), bytearray(), bytearray(), bytearray()]
    for one in answers:
        columns[0].append(one.group)
        columns[1].append(one.stratum)
        columns[2] += one.before
        columns[3] += one.after
    people = len(columns[0])
    widths = (1, 1, len(slots(form, "before")), len(slots(form, "after")))
    arrays = [np.frombuffer(bytes(column), np.uint8).reshape(people, width) for column, width in zip(columns, widths)]
    order = np.random.default_rng().permutation(people)
    group, stratum, before, after = (array[order] for array in arrays)
    return Table(group[:, 0], stratum[:, 0], before, after)


def cube(form: Form, answers: Table) -> Cube:
    """Every count that a release may need."""
    groups = len(form.group.values) if form.group else 0
    strata = len(form.stratum.options) if form.stratum else 0
    cell = _index(answers.group, (*range(groups), SKIPPED)) * (strata + 1) + _index(answers.stratum, (*range(strata), SKIPPED))
    counter = _Counter(cell.astype(np.int32), (groups + 1) * (strata + 1))
    found = Cube(counter.count((), ()).reshape(groups + 1, strata + 1))
    columns = {"before": _columns(form, "before"), "after": _columns(form, "after")}
    data: dict[Phase, np.ndarray] = {"before": answers.before, "after": answers.after}
    questions = counted(form)
    totals = {phase: np.zeros(answers.people, np.int32) for phase in data}
    for id, question in form.questions.items():
        axes, sizes = [], []
        for phase in ("before", "after"):
            if id not in columns[phase]:
                axes.append(np.zeros(answers.people, np.int32))
                sizes.append(1)
                continue
            block = data[phase][:, columns[phase][id]]
            right = _right(question, block) if scored(question) else None
            if id in questions:
                totals[phase] += right
            described = question_slots(id, question)
            if len(described) == 1:
                axes.append(_index(block[:, 0], described[0].codes))
                sizes.append(len(described[0].codes))
                continue
            result = _result(block, right)
            axes.append(result)
            sizes.append(len(RESULTS))
            codes = described[0].codes
            parts = [
                counter.count((result, _index(block[:, part], codes)), (len(RESULTS), len(codes)))
                for part in range(len(described))
            ]
            found.parts[id, phase] = np.stack(parts, axis=1)
        found.joint[id] = counter.count(axes, sizes)
    if len(questions) >= MINIMUM_SCORED:
        size = len(questions) + 1
        before = totals["before"] if form.kind == "pair" else np.zeros(answers.people, np.int32)
        found.scores = counter.count((before, totals["after"]), (size if form.kind == "pair" else 1, size))
    return found


def right_codes(question: Question) -> frozenset[int]:
    """The codes of a one-slot question that are right."""
    if isinstance(question, TrueFalse):
        return frozenset() if question.key is None else frozenset({int(question.key)})
    if isinstance(question, Single | Number):
        return frozenset(question.key or ())
    return frozenset()


def right_parts(question: Question) -> tuple[int, ...]:
    """What each slot of a scored question with several slots holds when all of it is right."""
    match question:
        case Multiple():
            return tuple(int(part in question.key) for part in range(len(question.options)))
        case Order() | Match():
            return question.key
    raise TypeError(type(question).__name__)


def counted(form: Form) -> frozenset[str]:
    """Questions of the score: scored, and in a pair form asked on both occasions."""
    phases = ("before", "after") if form.kind == "pair" else ("after",)
    common = set.intersection(*(set(asked(form, phase)) for phase in phases))
    return frozenset(id for id in common if scored(form.questions[id]))


def _columns(form: Form, phase: Phase) -> dict[str, slice]:
    found: dict[str, slice] = {}
    start = 0
    for id in asked(form, phase):
        count = len(question_slots(id, form.questions[id]))
        found[id] = slice(start, start + count)
        start += count
    return found


def _index(values: np.ndarray, codes: tuple[int, ...]) -> np.ndarray:
    """The place of each value among its codes."""
    places = np.zeros(256, np.int32)
    places[list(codes)] = range(len(codes))
    return places[values]


def _right(question: Question, block: np.ndarray) -> np.ndarray:
    if block.shape[1] == 1 and not isinstance(question, Multiple | Order | Match):
        return np.isin(block[:, 0], list(right_codes(question)))
    return (block == np.array(right_parts(question), np.uint8)).all(axis=1)


def _result(block: np.ndarray, right: np.ndarray | None) -> np.ndarray:
    """Places in RESULTS."""
    answered = np.ones(len(block), bool) if right is None else right
    result = np.where(answered, 0, 1).astype(np.int32)
    result[(block == DONT_KNOW).all(axis=1)] = 2
    result[(block == SKIPPED).all(axis=1)] = 3
    return result


class _Counter:
    """Counts combinations of places within each cell."""

    def __init__(self, cell: np.ndarray, cells: int) -> None:
        self._cell, self._cells = cell, cells

    def count(self, axes: Iterable[np.ndarray], sizes: Iterable[int]) -> np.ndarray:
        place, shape = self._cell, (self._cells, *sizes)
        for axis, size in zip(axes, shape[1:]):
            place = place * size + axis if size > 1 else place
        return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)
