"""People out of 100: a hundred figures in rows of twenty, those who are meant full, the others hollow."""

from collections.abc import Sequence

from .bars import Bar
from .colours import AFTER, BEFORE
from .svg import PAPER, WIDTH, Drawing

SIDE, ACROSS, ROW = 8.0, 20, 25
STEP = 19  # (WIDTH - 2 * SIDE) / ACROSS, whole, so that the paths stay short
HEAD = 7.2


def people(name: str, title: str, description: str, groups: Sequence[Bar]) -> str:
    """Each group its hundred. A share between two whole people is rounded to the nearer; its number is written as given."""
    drawing = Drawing(name, title, description)
    y = 2.0
    for group in groups:
        y = drawing.labelled(group.label, group.said[0], SIDE, y, WIDTH - 2 * SIDE) + 4
        meant = round(min(max(group.values[0], 0), 100))
        _full(drawing, range(meant), y)
        _hollow(drawing, range(meant, 100), y)
        y += 100 // ACROSS * ROW + 8
    return drawing.finished(y)


def _full(drawing: Drawing, places: range, y: float) -> None:
    if places:
        drawing.shape("path", "chart-first", d=_bodies(places, y), fill=AFTER, stroke=AFTER, stroke_width=1.2)
        _heads(drawing, "chart-first", places, y, AFTER, HEAD)


def _hollow(drawing: Drawing, places: range, y: float) -> None:
    if places:
        drawing.shape("path", "chart-hollow", d=_bodies(places, y), fill=PAPER, stroke=BEFORE, stroke_width=1.2)
        _heads(drawing, "chart-hollow", places, y, BEFORE, HEAD + 1.2)
        _heads(drawing, "chart-hole", places, y, PAPER, HEAD - 1.2)


def _bodies(places: range, y: float) -> str:
    """Shoulders of all of them in one path, which is a tenth as long as a hundred shapes."""
    return "".join(
        f"M{x - 6:g} {top + 21:g}v-5a6 6 0 0 1 12 0v5z" for x, top in (_place(number, y) for number in places)
    )


def _heads(drawing: Drawing, role: str, places: range, y: float, stroke: str, width: float) -> None:
    """Lines of no length with round ends."""
    points = "".join(f"M{x:g} {top + 5:g}h0" for x, top in (_place(number, y) for number in places))
    drawing.shape("path", role, d=points, fill="none", stroke=stroke, stroke_width=width, stroke_linecap="round")


def _place(number: int, y: float) -> tuple[float, float]:
    """The middle and the top of a figure, in whole units."""
    return round(SIDE) + STEP // 2 + number % ACROSS * STEP, round(y) + number // ACROSS * ROW
