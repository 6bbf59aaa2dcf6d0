"""A heat table: numbers in cells, shaded by how far they are from a middle. The numbers carry it, never colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from .colours import ink_on, shade
from .svg import QUIET, RULE, WIDTH, Drawing
from .words import LINE_HEIGHT, lines

SIDE, CELL, GAP = 8.0, 28.0, 2.0
HEAD_SIZE = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`value` decides the shade, `said` is written; a value of None is a cell that cannot be shown, and `said` says so."""

    value: float | None
    said: str


def heat_table(
    name: str,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    *,
    low: float,
    middle: float,
    high: float,
) -> str:
    """Each row has its label above its cells, so that labels may be long. At most eight columns stay legible."""
    if len(columns) > 8:
        raise ValueError(f"a heat table of {len(columns)} columns is not legible: 8 at most")
    drawing = Drawing(name, title, description)
    width = (WIDTH - 2 * SIDE) / max(len(columns), 1)
    y = _heads(drawing, columns, width)
    for label, cells in rows:
        y = drawing.words(label, SIDE, y, WIDTH - 2 * SIDE) + 2
        for place, cell in enumerate(cells):
            x = SIDE + place * width
            paper = "#ffffff" if cell.value is None else shade(cell.value, low, middle, high)
            drawing.shape(
                "rect", "chart-cell", x=x, y=y, width=width - GAP, height=CELL, fill=paper, stroke=RULE, stroke_width=1
            )
            ink = QUIET if cell.value is None else ink_on(paper)
            drawing.word(cell.said, x + (width - GAP) / 2, y + CELL - 9, anchor="middle", size=13, fill=ink)
        y += CELL + 6
    return drawing.finished(y + 4)


def _heads(drawing: Drawing, columns: Sequence[str], width: float) -> float:
    broken = [lines(column, width - GAP, HEAD_SIZE) for column in columns]
    height = max((len(each) for each in broken), default=0) * LINE_HEIGHT
    for place, each in enumerate(broken):
        for row, line in enumerate(each):
            y = 4 + height - (len(each) - row - 1) * LINE_HEIGHT
            drawing.word(line, SIDE + place * width + (width - GAP) / 2, y, anchor="middle", size=HEAD_SIZE, fill=QUIET)
    return height + 10
