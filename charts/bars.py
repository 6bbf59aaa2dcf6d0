"""Bars: amounts from nought, one or two for each label, each with its number at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from .colours import AFTER, BEFORE
from .svg import QUIET, WIDTH, Drawing
from .words import width_of

SIDE, BAR, GAP = 8.0, 18.0, 3.0
COLOURS = (AFTER, BEFORE)
ROLES = ("chart-first", "chart-second")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A label, its amounts (0 or more) and what is written for each: "19,125 people"."""

    label: str
    values: tuple[float, ...]
    said: tuple[str, ...]


def bars(name: str, title: str, description: str, rows: Sequence[Bar], *, legend: Sequence[str] = ()) -> str:
    """Rows in the order given. `legend` names the amounts of a row, where it has two."""
    drawing = Drawing(name, title, description)
    y = _legend(drawing, legend)
    most = max((value for row in rows for value in row.values), default=0) or 1
    room = WIDTH - 2 * SIDE - max((width_of(said) for row in rows for said in row.said), default=0) - 6
    for row in rows:
        y = drawing.words(row.label, SIDE, y, WIDTH - 2 * SIDE) + 3
        for value, said, colour, role in zip(row.values, row.said, COLOURS, ROLES, strict=False):
            length = max(value, 0) / most * max(room, 40)
            drawing.bar(role, SIDE, y, max(length, 1), BAR, colour)
            drawing.word(said, min(SIDE + length + 6, WIDTH - SIDE), y + BAR - 4, fill=QUIET)
            y += BAR + GAP
        y += 4
    return drawing.finished(y + 4)


def _legend(drawing: Drawing, names: Sequence[str]) -> float:
    """A row for each name; returns the bottom."""
    y = 4.0
    for text, colour, role in zip(names, COLOURS, ROLES, strict=False):
        drawing.bar(role, SIDE, y + 3, 14, 14, colour)
        y = drawing.words(text, SIDE + 22, y, WIDTH - 2 * SIDE - 22, fill=QUIET) + 2
    return y
