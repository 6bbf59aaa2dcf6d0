"""People out of 100: a hundred figures in rows of twenty, those who are meant full, the others hollow."""

from collections.abc import Sequence

from .bars import Bar
from .colours import AFTER, BEFORE
from .svg import PAPER, WIDTH, Drawing

SIDE, ACROSS, ROW = 8.0, 20, 25.0
STEP = (WIDTH - 2 * SIDE) / ACROSS


def people(name: str, title: str, description: str, groups: Sequence[Bar]) -> str:
    """Each group its hundred. A share between two whole people is rounded to the nearer; its number is written as given."""
    drawing = Drawing(name, title, description)
    y = 2.0
    for group in groups:
        y = drawing.labelled(group.label, group.said[0], SIDE, y, WIDTH - 2 * SIDE) + 4
        meant = round(min(max(group.values[0], 0), 100))
        for place in range(100):
            x, top = SIDE + (place % ACROSS + 0.5) * STEP, y + place // ACROSS * ROW
            _person(drawing, x, top, full=place < meant)
        y += 100 // ACROSS * ROW + 8
    return drawing.finished(y)


def _person(drawing: Drawing, x: float, y: float, *, full: bool) -> None:
    """A head over shoulders."""
    role, fill, edge = ("chart-first", AFTER, AFTER) if full else ("chart-hollow", PAPER, BEFORE)
    drawing.shape("circle", role, cx=x, cy=y + 5, r=3.6, fill=fill, stroke=edge, stroke_width=1.2)
    body = f"M{x - 6:.1f} {y + 21:.1f}v-5a6 6 0 0 1 12 0v5z"
    drawing.shape("path", role, d=body, fill=fill, stroke=edge, stroke_width=1.2)
