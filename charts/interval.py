"""Dots with their intervals: estimates that a reader may compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from .axis import Axis, around
from .colours import AFTER, BEFORE
from .svg import QUIET, WIDTH, Drawing
from .words import LINE_HEIGHT

SIDE, ROW = 20.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """`value` with the ends of its interval, in the unit of the axis. `strong`: drawn full, else as a ring."""

    label: str
    value: float
    low: float
    high: float
    said: str
    strong: bool = True


def interval_dots(
    name: str,
    title: str,
    description: str,
    estimates: Sequence[Estimate],
    *,
    unit: str = "",
    reference: float | None = None,
) -> str:
    """Rows in the order given. `reference`: a line to compare with, as nought or everyone's value; it is on the axis."""
    drawing = Drawing(name, title, description)
    ends = [end for each in estimates for end in (each.low, each.high)]
    low, high = around([*ends, *([] if reference is None else [reference])])
    axis = Axis(low, high, SIDE + 8, WIDTH - SIDE - 8)
    y, rows = 4.0, []
    for each in estimates:
        y = drawing.labelled(each.label, each.said, SIDE, y, WIDTH - 2 * SIDE)
        axis.rules(drawing, y, y + ROW)
        if reference is not None:
            drawing.line("chart-reference", axis.place(reference), y, axis.place(reference), y + ROW, QUIET, 2)
        rows.append((y + ROW / 2, each))
        y += ROW + 6
    bottom = axis.values(drawing, y - 6, lambda value: f"{value:g}{unit}")
    for middle, each in rows:
        colour = AFTER if each.strong else BEFORE
        drawing.line("chart-interval", axis.place(each.low), middle, axis.place(each.high), middle, colour, 3)
        (drawing.dot if each.strong else drawing.ring)("chart-estimate", axis.place(each.value), middle, colour)
    return drawing.finished(bottom + LINE_HEIGHT / 2)
