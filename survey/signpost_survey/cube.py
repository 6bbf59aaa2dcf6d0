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
MAXIMUM_BINS = 4_000_000  # of one array of `rest`; beyond, there are no scores
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
class Patterns:
    """The different answers that were given to a question with several slots.

    `values`: pattern × slot, the bytes; `results`: of each pattern, its place in RESULTS; `counts`: cell × pattern."""

    values: np.ndarray
    results: np.ndarray
    counts: np.ndarray


@dataclass
class Cube:
    """`joint[question]`: cell × code before × code after (one code where a phase does not ask it); for a question with
    several slots the codes are RESULTS, and its `patterns` say what was answered.
    `scores`: cell × number right before × after, or None. `rest[question]` for each question of the score:
    cell × number right of all the others before × after × right before × after."""

    people: np.ndarray
    joint: dict[str, np.ndarray] = field(default_factory=dict)
    patterns: dict[tuple[str, Phase], Patterns] = field(default_factory=dict)
    scores: np.ndarray | None = None
    rest: dict[str, np.ndarray] = field(default_factory=dict)

    def about(self, id: str) -> "Cube":
        """The part about one question."""
        patterns = {key: found for key, found in self.patterns.items() if key[0] == id}
        rest = {key: found for key, found in self.rest.items() if key == id}
        return Cube(self.people, {id: self.joint[id]}, patterns, None, rest)


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
    rights: dict[tuple[str, Phase], np.ndarray] = {}
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
                rights[id, phase] = right
            described = question_slots(id, question)
            if len(described) == 1:
                axes.append(_index(block[:, 0], described[0].codes))
                sizes.append(len(described[0].codes))
                continue
            result = _result(block, right)
            axes.append(result)
            sizes.append(len(RESULTS))
            found.patterns[id, phase] = _patterns(counter, block, result)
        found.joint[id] = counter.count(axes, sizes)
    if score_fault(form, len(found.people.ravel())) is None:
        _count_scores(found, form, counter, totals, rights)
    return found


def score_fault(form: Form, cells: int) -> str | None:
    """Why a form has no scores, as a sentence."""
    count = len(counted(form))
    if count < MINIMUM_SCORED:
        return f"a score needs {MINIMUM_SCORED} scored questions asked on both occasions; with fewer it says who answered what"
    if cells * (4 * count**2 if form.kind == "pair" else 2 * count) > MAXIMUM_BINS:
        return "there are too many scored questions to prove that scores give nothing away"
    return None


def _count_scores(
    found: Cube, form: Form, counter: "_Counter", totals: dict[Phase, np.ndarray], rights: dict[tuple[str, Phase], np.ndarray]
) -> None:
    questions = sorted(counted(form))
    phases = ("before", "after") if form.kind == "pair" else ("after",)
    count = len(questions)
    once = (1,) * (2 - len(phases))
    found.scores = counter.count([totals[phase] for phase in phases], [count + 1] * len(phases))
    found.scores = found.scores.reshape(len(found.scores), *once, *found.scores.shape[1:])
    for id in questions:
        axes = [totals[phase] - rights[id, phase] for phase in phases] + [rights[id, phase] for phase in phases]
        counts = counter.count(axes, [count] * len(phases) + [2] * len(phases))
        found.rest[id] = counts.reshape(len(counts), *once, *counts.shape[1 : 1 + len(phases)], *once, *[2] * len(phases))


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


def _patterns(counter: "_Counter", block: np.ndarray, result: np.ndarray) -> Patterns:
    """Different rows of the block, in the order of their bytes."""
    place = np.zeros(len(block), np.int64)
    for column in block.T:
        place = np.unique(place * 256 + column, return_inverse=True)[1]
    _, first = np.unique(place, return_index=True)
    return Patterns(block[first], result[first], counter.count((place,), (len(first),)))


class _Counter:
    """Counts combinations of places within each cell."""

    def __init__(self, cell: np.ndarray, cells: int) -> None:
        self._cell, self._cells = cell, cells

    def count(self, axes: Iterable[np.ndarray], sizes: Iterable[int]) -> np.ndarray:
        place, shape = self._cell, (self._cells, *sizes)
        for axis, size in zip(axes, shape[1:]):
            place = place * size + axis if size > 1 else place
        return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)
