"""The layout of a sheet: paper.json of the trainer pack (docs/formats/paper.md), checked against the form that it belongs to."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from signpost_survey.form import DONT_KNOW, Form, FormError, Multiple, Phase, asked

Letter = Annotated[str, Meta(pattern=r"^[A-K?]$")]
Millimetres = Annotated[float, Meta(ge=0, le=297)]
PREFIX = "SIGNPOST-PAPER"


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document written by a program: every field is there, and no other."""


class Page(Strict, frozen=True):
    width: Annotated[float, Meta(ge=297, le=297)]
    height: Annotated[float, Meta(ge=210, le=210)]


class Marker(Strict, frozen=True):
    """`x`, `y`: the top left corner of the black square."""

    id: Literal[40, 41, 42, 43]
    x: Millimetres
    y: Millimetres
    size: Annotated[float, Meta(gt=0)]


class Code(Strict, frozen=True):
    x: Millimetres
    y: Millimetres
    size: Annotated[float, Meta(gt=0)]


class Row(Strict, frozen=True):
    """A question of the sheet. `values`: for each letter what a record keeps, or which option it ticks."""

    id: str
    several: bool
    values: Annotated[Mapping[Letter, Annotated[int, Meta(ge=0, le=DONT_KNOW)]], Meta(min_length=2, max_length=11)]


class Bubble(Strict, frozen=True):
    """The middle of a circle."""

    phase: Literal["before", "after"]
    question: str
    letter: Letter
    x: Millimetres
    y: Millimetres


class Layout(Strict, frozen=True, kw_only=True):
    """All lengths in millimetres from the top left corner of A4 across."""

    format: Literal["signpost-paper"]
    version: Literal[1]
    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}$")]
    course: str
    course_version: str
    audience: str
    language: str
    form: str | None
    page: Page
    dictionary: Literal["DICT_4X4_50"]
    markers: Annotated[tuple[Marker, ...], Meta(min_length=4, max_length=4)]
    code: Code
    radius: Annotated[float, Meta(gt=0)]
    questions: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=34)]
    bubbles: Annotated[tuple[Bubble, ...], Meta(min_length=1)]

    @property
    def code_text(self) -> str:
        """What the code on the sheet says."""
        return f"{PREFIX}:{self.version}:{self.id.upper()}"


@dataclass(frozen=True, slots=True)
class Place:
    """A question in one half of the sheet, with its circles from left to right. `number`: as it is printed."""

    phase: Phase
    number: int
    row: Row
    bubbles: tuple[Bubble, ...]


def places(layout: Layout) -> tuple[Place, ...]:
    """Every row of both halves, the left half first."""
    found = []
    for phase in ("before", "after"):
        for number, row in enumerate(layout.questions, start=1):
            bubbles = tuple(one for one in layout.bubbles if one.phase == phase and one.question == row.id)
            if bubbles:
                found.append(Place(phase, number, row, bubbles))
    return tuple(found)


def parse_layout(data: bytes, form: Form) -> Layout:
    """Read the file, and refuse one that is not whole or is not of this form. Raises FormError."""
    try:
        document = json.loads(data)
        layout = msgspec.convert(document, Layout)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise FormError([f"paper.json: {error}"]) from None
    if layout.id != _hash(document):
        raise FormError(["paper.json was changed after it was made: take it from the trainer pack again"])
    if layout.form is None:
        raise FormError(["this sheet belongs to no form: the course surveys nobody of this audience"])
    if layout.form != form.id:
        raise FormError([f"paper.json belongs to the form {layout.form}, and not to {form.id} ({form.title})"])
    if faults := [f"paper.json: {fault}" for fault in _faults(layout, form)]:
        raise FormError(faults)
    return layout


def _hash(document: Mapping[str, object]) -> str:
    """As docs/formats/paper.md says, over everything but the id itself."""
    said = {name: value for name, value in document.items() if name != "id"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _faults(layout: Layout, form: Form) -> list[str]:
    """Rows that the form does not ask, or asks otherwise."""
    about = {one.question for one in (form.group, form.stratum) if one}
    rows = {row.id: row for row in layout.questions}
    faults = []
    for row in layout.questions:
        question = form.questions.get(row.id)
        if question is None and row.id not in about:
            faults.append(f"{row.id} is no question of the form")
        elif question is not None and row.several != isinstance(question, Multiple):
            faults.append(f"{row.id} is of another kind in the form")
    for place in places(layout):
        if place.row.id in form.questions and place.row.id not in asked(form, place.phase):
            faults.append(f"{place.row.id} is not asked {place.phase} in the form")
    for bubble in layout.bubbles:
        if bubble.question not in rows or bubble.letter not in rows[bubble.question].values:
            faults.append(f"a circle of {bubble.question}, {bubble.letter}, belongs to no question")
    return faults
