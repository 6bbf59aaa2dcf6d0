"""What a person is asked about a sheet: a cut-out of it, and what it could mean."""

from dataclasses import dataclass
from typing import assert_never

import cv2
import numpy as np

from signpost_survey.form import (
    DONT_KNOW,
    Form,
    Group,
    Match,
    Multiple,
    Number,
    Order,
    Question,
    Scale,
    Single,
    Stratum,
    TrueFalse,
)
from signpost_survey.paper.answers import Doubt
from signpost_survey.paper.layout import Layout, Place
from signpost_survey.paper.marks import around
from signpost_survey.paper.pictures import Picture
from signpost_survey.paper.straighten import SCALE

NONE, UNCLEAR = "none", "unclear"  # no letter: nothing is marked there; nobody can tell
YES, NO = "yes", "no"
HALVES = {"before": "left half, before", "after": "right half, after"}
PITCH = 4.4  # millimetres from row to row at the least (docs/formats/paper.md)


@dataclass(frozen=True, slots=True)
class Query:
    """`choices`: value and words. `several`: any number of them may be right. `pictures`: PNG, with what they show in words."""

    key: str
    title: str
    why: str
    pictures: tuple[tuple[bytes, str], ...]
    choices: tuple[tuple[str, str], ...]
    several: bool = False


def row_query(doubt: Doubt, straight: Picture, form: Form) -> Query:
    """What a row says."""
    place = doubt.place
    words = _words(form, place)
    choices = [(one.letter, f"{one.letter}: {words(place.row.values[one.letter])}") for one in place.bubbles]
    choices.append((NONE, "Nothing is marked: not answered"))
    choices.append((UNCLEAR, "Nobody can tell: count it as not answered"))
    title = f"Question {place.number}, {HALVES[place.phase]}: {_stem(form, place.row.id)}"
    picture = (_png(_row(straight, place)), f"Row {place.number} of the sheet")
    return Query(f"{place.phase}.{place.row.id}", title, doubt.why, (picture,), tuple(choices), place.row.several)


def code_query(straight: Picture, layout: Layout) -> Query:
    """Whether it is the right sheet, where its code cannot be read by machine: the same digits stand below the questions."""
    part = around(straight, 28, layout.page.height - 22, layout.page.width / 2, layout.page.height - 12)
    choices = ((YES, f"The digits are {layout.id}"), (NO, "They are others, or cannot be read: leave this sheet out"))
    why = "The square code cannot be read: stained or creased."
    return Query("code", "Which sheet is this?", why, ((_png(part), "The line below the questions"),), choices)


def twice_query(straight: Picture, other: bytes, name: str) -> Query:
    """Whether two pictures are of one sheet of paper."""
    choices = (
        (YES, "It is the same sheet of paper: count it once"),
        (NO, "They are two sheets, of two people who answered alike"),
    )
    pictures = ((small(straight), "This picture"), (other, f"The sheet of {name}"))
    why = f"Every answer is the same as on the sheet of {name}, and the marks look alike."
    return Query("twice", "The same sheet of paper?", why, pictures, choices)


def small(straight: Picture) -> bytes:
    """A whole sheet, to tell it from another one."""
    return _png(np.asarray(cv2.resize(straight, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA), np.uint8))


def _row(straight: Picture, place: Place) -> Picture:
    """The row itself as it is, the rows above and below paler."""
    middle = place.bubbles[0].y
    left, right = place.bubbles[0].x - 22, place.bubbles[-1].x + 7
    part = around(straight, left, middle - PITCH * 1.3, right, middle + PITCH * 1.3).copy()
    edge = round(PITCH * 0.75 * SCALE)
    for rows in (part[:edge], part[len(part) - edge :]):
        rows[:] = rows // 2 + 127
    return part


def _png(picture: Picture) -> bytes:
    done, data = cv2.imencode(".png", picture)
    assert done
    return bytes(data)


def _stem(form: Form, id: str) -> str:
    return _asked(form, id).stem


def _asked(form: Form, id: str) -> Question | Group | Stratum:
    about = {one.question: one for one in (form.group, form.stratum) if one}
    return about.get(id) or form.questions[id]


class _words:
    """What a value means, in the words of the form."""

    def __init__(self, form: Form, place: Place) -> None:
        self._question = _asked(form, place.row.id)

    def __call__(self, value: int) -> str:
        if value == DONT_KNOW:
            return "I don’t know"
        match self._question:
            case Single() | Multiple() | Group() | Stratum():
                return self._question.options[value]
            case Scale():
                return self._question.labels[value - 1]
            case TrueFalse():
                return "True" if value else "False"
            case Order() | Match() | Number():
                return ""  # never on a sheet
            case _:
                assert_never(self._question)
