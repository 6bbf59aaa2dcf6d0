"""Dumbbell: a share before and after, a line between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from .axis import Axis
from .colours import AFTER, BEFORE
from .svg import QUIET, WIDTH, Drawing
from .words import LINE_HEIGHT

SIDE, ROW = 20.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`before`, `after`: 0 to 100; `said`: the numbers in words, under the label."""

    label: str
    before: float
    after: float
    said: str


def dumbbell(
    name: str, title: str, description: str, changes: Sequence[Change], *, legend: tuple[str, str] = ("before", "after")
) -> str:
    """Rows in the order given; shares outside 0 to 100 (noise can do that) stand at the edge."""
    drawing = Drawing(name, title, description)
    axis = Axis(0, 100, SIDE, WIDTH - SIDE)
    drawing.ring("chart-before", SIDE + 6, 14, BEFORE)
    drawing.word(legend[0], SIDE + 18, 19, fill=QUIET)
    drawing.dot("chart-after", WIDTH / 2, 14, AFTER)
    drawing.word(legend[1], WIDTH / 2 + 12, 19, fill=QUIET)
    y, rows = 28.0, []
    for change in changes:
        y = drawing.labelled(change.label, change.said, SIDE, y, WIDTH - 2 * SIDE)
        axis.rules(drawing, y, y + ROW)
        rows.append((y + ROW / 2, change))
        y += ROW + 6
    bottom = axis.values(drawing, y - 6, lambda value: f"{value:.0f}%")
    for middle, change in rows:
        start, end = axis.place(change.before), axis.place(change.after)
        drawing.line("chart-change", start, middle, end, middle, BEFORE, 3)
        drawing.ring("chart-before", start, middle, BEFORE)
        drawing.dot("chart-after", end, middle, AFTER)
    return drawing.finished(bottom + LINE_HEIGHT / 2)
