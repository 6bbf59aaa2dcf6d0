"""Opened answers as columns of numbers, in memory only: who is right, in favour, and how many they have right.

Everything here has one entry a person. Nothing of it is published.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, assert_never

import numpy as np
from numpy.typing import NDArray

from signpost_survey.form import (
    Form,
    Match,
    Multiple,
    Number,
    Order,
    Phase,
    Question,
    Scale,
    Single,
    TrueFalse,
    asked,
    question_slots,
    scored,
    slots,
)
from signpost_survey.record import Answers

LOW, MIDDLE, HIGH, NONE = 0, 1, 2, 3
Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int32]
Made = TypeVar("Made", bound=NDArray[Any])


@dataclass
class Table:
    """Opened answers as columns of bytes."""

    group: Bytes
    stratum: Bytes
    before: Bytes
    after: Bytes

    @property
    def people(self) -> int:
        return len(self.group)


def table(form: Form, answers: Iterable[Answers]) -> Table:
    """In the order given; `Columns` and everything after it adds up, so that no order comes through."""
    columns = [bytearray(), bytearray(), bytearray(), bytearray()]
    for one in answers:
        columns[0].append(one.group)
        columns[1].append(one.stratum)
        columns[2] += one.before
        columns[3] += one.after
    return table_of(form, columns)


def table_of(form: Form, columns: list[bytearray]) -> Table:
    """Group, stratum, before and after, each person's bytes behind each other."""
    widths = (1, 1, len(slots(form, "before")), len(slots(form, "after")))
    people = len(columns[0])
    group, stratum, before, after = (
        np.frombuffer(column, np.uint8).reshape(people, width) for column, width in zip(columns, widths, strict=True)
    )
    return Table(group[:, 0], stratum[:, 0], before, after)


def phases(form: Form, id: str) -> tuple[Phase, ...]:
    """When a question is asked."""
    return tuple(phase for phase in ("before", "after") if id in asked(form, phase))


def counted(form: Form) -> tuple[str, ...]:
    """Questions of the score: scored, and in a pair form asked on both occasions."""
    wanted = ("before", "after") if form.kind == "pair" else ("after",)
    return tuple(id for id, question in form.questions.items() if scored(question) and phases(form, id) == wanted)


def right_codes(question: Question) -> frozenset[int]:
    """The codes of a one-slot question that are right."""
    match question:
        case TrueFalse():
            return frozenset() if question.key is None else frozenset({int(question.key)})
        case Single() | Number():
            return frozenset(question.key or ())
        case Scale() | Multiple() | Order() | Match():
            return frozenset()
        case _:
            assert_never(question)


def right_parts(question: Question) -> tuple[int, ...]:
    """What each slot of a scored question with several slots holds when all of it is right."""
    match question:
        case Multiple():
            key = _of_scored(question)
            return tuple(int(part in key) for part in range(len(question.options)))
        case Order() | Match():
            return _of_scored(question)
        case Single() | TrueFalse() | Scale() | Number():
            raise TypeError(type(question).__name__)
        case _:
            assert_never(question)


def _of_scored(question: Multiple | Order | Match) -> tuple[int, ...]:
    if question.key is None:
        raise TypeError("this question has no right answer")
    return question.key


def zones(scale: Scale) -> dict[int, int]:
    """Each value of a scale as LOW, MIDDLE (the middle label of an odd number) or HIGH; reversed ones turned."""
    count = len(scale.labels)
    found = {}
    for value in range(1, count + 1):
        side = (2 * value > count + 1) - (2 * value < count + 1)
        found[value] = MIDDLE + (-side if scale.reverse else side)
    return found


@dataclass
class Columns:
    """What tables count, each computed when it is first asked for."""

    form: Form
    answers: Table
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @property
    def people(self) -> int:
        return self.answers.people

    def slots(self, id: str, phase: Phase) -> Bytes:
        """People × slots of a question."""
        start, answers = 0, self.answers.before if phase == "before" else self.answers.after
        for other in asked(self.form, phase):
            width = len(question_slots(other, self.form.questions[other]))
            if other == id:
                return answers[:, start : start + width]
            start += width
        raise KeyError(id)

    def right(self, id: str, phase: Phase) -> Flags:
        """Whether the whole question is right: don't know and skipped are not."""

        def made() -> Flags:
            question, block = self.form.questions[id], self.slots(id, phase)
            if isinstance(question, Multiple | Order | Match):
                whole: Flags = (block == np.array(right_parts(question), np.uint8)).all(axis=1)
                return whole
            return _translated(block[:, 0], dict.fromkeys(right_codes(question), 1), 0).astype(bool)

        return self._once(("right", id, phase), made)

    def zone(self, id: str, phase: Phase) -> Bytes:
        """LOW, MIDDLE, HIGH or NONE (don't know, skipped) of a scale."""
        question = self.form.questions[id]
        assert isinstance(question, Scale)
        return self._once(("zone", id, phase), lambda: _translated(self.slots(id, phase)[:, 0], zones(question), NONE))

    def favourable(self, id: str, phase: Phase) -> Flags:
        return np.equal(self.zone(id, phase), HIGH)

    def score(self, phase: Phase) -> Counts:
        """How many counted questions are right."""
        return self._once(("score", phase), lambda: self.total([self.right(id, phase) for id in counted(self.form)]))

    def total(self, flags: Iterable[Flags]) -> Counts:
        found = np.zeros(self.people, np.int32)
        for one in flags:
            found += one
        return found

    def _once(self, name: tuple[str, ...], made: Callable[[], Made]) -> Made:
        if name not in self._kept:
            self._kept[name] = made()
        kept: Made = self._kept[name]
        return kept


def places(values: Bytes, codes: tuple[int, ...]) -> Bytes:
    """The place of each byte among its codes."""
    return _translated(values, {code: place for place, code in enumerate(codes)}, 0)


def _translated(values: Bytes, meanings: dict[int, int], other: int) -> Bytes:
    found = np.full(256, other, np.uint8)
    for value, meaning in meanings.items():
        found[value] = meaning
    return found[values]
