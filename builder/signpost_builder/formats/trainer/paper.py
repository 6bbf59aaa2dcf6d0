"""The sheet on which people answer before and after: where its markers and bubbles are, as docs/formats/paper.md says.

One sheet of paper, folded in the middle: the left half before, the right half after. So the pair is joined without a name.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from signpost_builder.formats.trainer.aruco import CORNERS
from signpost_builder.model import (
    ChoiceQuestion,
    Edition,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    QuestionSet,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.page.questions import mixed
from signpost_builder.page.strings import strings
from signpost_builder.values import frozen

VERSION = 1
WIDTH, HEIGHT = 297.0, 210.0  # millimetres: A4 across
MARKER, INSET = 14.0, 9.0
CODE_AT, CODE = (112.0, 9.0), 22.0  # the square that names the sheet
RADIUS = 1.8
FIRST_ROW, LAST_ROW, WIDEST_ROW = 42.0, 186.0, 7.0
FIRST_COLUMN, COLUMN = 36.0, 8.6
NUMBER_AT = 22.0
MOST_ROWS, MOST_OPTIONS = 34, 11
LETTERS = "ABCDEFGHIJK"
PREFIX = "SIGNPOST-PAPER"
DONT_KNOW = 254  # docs/formats/form.md


@frozen(kw_only=True)
class Answer:
    """`value`: what a record keeps of it (docs/formats/form.md); of a question with several answers, which option. `text`: HTML."""

    letter: str
    value: int
    text: str


@frozen(kw_only=True)
class Asked:
    """A question that can be answered by bubbles. `number`: as it is printed, from 1."""

    number: int
    question: Question
    answers: tuple[Answer, ...]

    @property
    def several(self) -> bool:
        return isinstance(self.question, ChoiceQuestion) and self.question.multiple


def asked(edition: Edition) -> list[Asked]:
    """Each question of before and after once, in the order before; what stands only after follows."""
    texts = strings(edition.language, edition.course.words)["trainer"]
    return [
        Asked(number=number, question=question, answers=tuple(_answers(question, _scored(edition, question.id), texts)))
        for number, question in enumerate(filter(_fits, _questions(edition)), start=1)
    ]


def left_out(edition: Edition) -> list[Question]:
    """Questions that bubbles cannot answer."""
    return [question for question in _questions(edition) if not _fits(question)]


def how_many(edition: Edition) -> int:
    """Rows that the sheet would have; more than `MOST_ROWS` do not fit on it."""
    return sum(map(_fits, _questions(edition)))


def _questions(edition: Edition) -> list[Question]:
    every = {question.id: question for each in (*edition.before, *edition.after) for question in each.questions}
    return list(every.values())


def layout(edition: Edition) -> dict[str, Any]:
    """What a program needs that reads a photograph of the sheet. All lengths in millimetres from the top left corner."""
    rows = asked(edition)
    said: dict[str, Any] = {
        "format": "signpost-paper",
        "version": VERSION,
        "course": edition.course.id,
        "course_version": edition.course.version,
        "audience": edition.audience.id,
        "language": edition.language,
        "form": edition.form["id"] if edition.form else None,
        "page": {"width": WIDTH, "height": HEIGHT},
        "dictionary": "DICT_4X4_50",
        "markers": [{"id": id, "x": x, "y": y, "size": MARKER} for id, (x, y) in zip(CORNERS, _corners(), strict=True)],
        "code": {"x": CODE_AT[0], "y": CODE_AT[1], "size": CODE},
        "radius": RADIUS,
        "questions": [
            {
                "id": row.question.id,
                "several": row.several,
                "values": {answer.letter: answer.value for answer in row.answers},
            }
            for row in rows
        ],
        "bubbles": [bubble for phase in ("before", "after") for bubble in _bubbles(edition, phase, rows)],
    }
    return {"id": _hash(said), **said}


def layout_bytes(edition: Edition) -> bytes:
    return (json.dumps(layout(edition), sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def code_text(id: str) -> str:
    """What the square on the sheet says, in the letters that a QR code holds most densely."""
    return f"{PREFIX}:{VERSION}:{id.upper()}"


def row_at(number: int, rows: int) -> float:
    """How far down the middle of a row is."""
    pitch = min(WIDEST_ROW, (LAST_ROW - FIRST_ROW) / max(1, rows - 1))
    return round(FIRST_ROW + pitch * (number - 1), 2)


def half_at(phase: str) -> float:
    return 0.0 if phase == "before" else WIDTH / 2


def _hash(said: dict[str, Any]) -> str:
    """Sixteen digits of SHA-256 over the rest, keys sorted: another order of answers or another place is another sheet."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _corners() -> tuple[tuple[float, float], ...]:
    """Top left of the four markers, clockwise from the top left one."""
    right, bottom = WIDTH - INSET - MARKER, HEIGHT - INSET - MARKER
    return (INSET, INSET), (right, INSET), (right, bottom), (INSET, bottom)


def _bubbles(edition: Edition, phase: str, rows: list[Asked]) -> Iterator[dict[str, Any]]:
    """Only of questions that this half asks."""
    sets: tuple[QuestionSet, ...] = edition.before if phase == "before" else edition.after
    there = {question.id for each in sets for question in each.questions}
    for row in rows:
        for at, answer in enumerate(row.answers if row.question.id in there else ()):
            place = {
                "x": round(half_at(phase) + FIRST_COLUMN + COLUMN * at, 2),
                "y": row_at(row.number, len(rows)),
            }
            yield {"phase": phase, "question": row.question.id, "letter": answer.letter, **place}


def _fits(question: Question) -> bool:
    match question:
        case ChoiceQuestion():
            return len(question.choices) + question.dont_know <= MOST_OPTIONS
        case ScaleQuestion():
            return len(question.labels) + question.dont_know <= MOST_OPTIONS
        case TrueFalseQuestion():
            return True
        case OrderQuestion() | MatchQuestion() | NumberQuestion():
            return False
        case _:
            assert_never(question)


def _scored(edition: Edition, id: str) -> bool:
    sets = (*edition.before, *edition.after)
    return any(each.kind == "knowledge" and any(q.id == id for q in each.questions) for each in sets)


def _answers(question: Question, scored: bool, texts: Mapping[str, Any]) -> Iterator[Answer]:
    for letter, (value, text) in zip(LETTERS, _values(question, scored, texts), strict=False):
        yield Answer(letter=letter, value=value, text=text)
    if question.dont_know:
        yield Answer(letter="?", value=DONT_KNOW, text=texts["dont_know"])


def _values(question: Question, scored: bool, texts: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Choices of a scored question stand in an order that says nothing about which is right, the same on every sheet."""
    match question:
        case ChoiceQuestion(choices=choices):
            order = mixed(question.id, len(choices)) if scored and question.shuffle else range(len(choices))
            return [(index, choices[index].text) for index in order]
        case ScaleQuestion():
            return list(enumerate(question.labels, start=1))
        case TrueFalseQuestion():
            return [(1, texts["true"]), (0, texts["false"])]
        case OrderQuestion() | MatchQuestion() | NumberQuestion():
            return []
        case _:
            assert_never(question)
