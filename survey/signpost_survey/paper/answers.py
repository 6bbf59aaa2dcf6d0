"""From marks to what a record keeps. What is not plain becomes a doubt, which a person decides; nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from signpost_survey.form import (
    DONT_KNOW,
    SKIPPED,
    Form,
    Match,
    Multiple,
    Number,
    Order,
    Phase,
    Scale,
    Single,
    TrueFalse,
    asked,
    question_slots,
)
from signpost_survey.paper.layout import Layout, Place
from signpost_survey.paper.marks import Mark
from signpost_survey.record import Answers

DONT_KNOW_LETTER = "?"
Chosen = Mapping[tuple[Phase, str], frozenset[str]]  # of each question in a half the letters; none: not answered


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that a person has to look at, and why."""

    place: Place
    why: str


def judged(place: Place, marks: Mapping[str, Mark]) -> frozenset[str] | Doubt:
    """`marks`: of each letter. Empty: not answered."""
    found = set(marks.values())
    marked = frozenset(letter for letter, mark in marks.items() if mark is Mark.MARKED)
    if Mark.CROSSED_OUT in found:
        return Doubt(place, "A circle looks crossed out.")
    if Mark.FAINT in found:
        return Doubt(place, "A mark is faint: rubbed out, or made lightly?")
    if Mark.BESIDE in found:
        return Doubt(place, "There is a mark beside a circle.")
    if len(marked) > 1 and not place.row.several:
        return Doubt(place, "More than one circle is marked.")
    if len(marked) > 1 and DONT_KNOW_LETTER in marked:
        return Doubt(place, "“I don’t know” is marked, and something else.")
    return marked


def is_empty(chosen: Chosen, phase: Phase) -> bool:
    """Whether this half says nothing."""
    return not any(letters for (half, _), letters in chosen.items() if half == phase)


def answers(form: Form, layout: Layout, chosen: Chosen) -> Answers:
    """The slots of one record. What the sheet does not ask is skipped."""
    values = {row.id: row.values for row in layout.questions}

    def of_phase(phase: Phase) -> bytes:
        return bytes(
            value
            for id in asked(form, phase)
            for value in _slots(form, id, [values[id][letter] for letter in chosen.get((phase, id), ())])
        )

    about: Phase = "before" if form.kind == "pair" else "after"
    group, stratum = (_about(chosen, about, one.question if one else "", values) for one in (form.group, form.stratum))
    if form.group and group != SKIPPED:
        group = form.group.merge[group]
    return Answers(group, stratum, of_phase("before") if form.kind == "pair" else b"", of_phase("after"))


def _about(chosen: Chosen, phase: Phase, id: str, values: Mapping[str, Mapping[str, int]]) -> int:
    letters = chosen.get((phase, id), frozenset())
    found = [values[id][letter] for letter in letters]
    return found[0] if len(found) == 1 and found[0] != DONT_KNOW else SKIPPED


def _slots(form: Form, id: str, found: list[int]) -> list[int]:
    question = form.questions[id]
    count = len(question_slots(id, question))
    if not found:
        return [SKIPPED] * count
    if DONT_KNOW in found:
        return [DONT_KNOW] * count
    match question:
        case Multiple():
            return [int(option in found) for option in range(count)]
        case Single() | TrueFalse() | Scale():
            return found
        case Order() | Match() | Number():
            raise ValueError(f"{id} cannot be answered by circles")  # layout.py refuses such a sheet
        case _:
            assert_never(question)
