"""Shares of a whole: one bar cut into its parts, and each part with its name and number below."""

from collections.abc import Sequence

from .bars import Bar
from .colours import ink_on, mixed
from .svg import PAPER, WIDTH, Drawing
from .words import width_of

SIDE, HEIGHT = 8.0, 40.0
DARK, LIGHT = "#06305c", "#cfe0f2"


def shades(count: int) -> list[str]:
    """From dark to light, one for each part: told apart also without colour."""
    return [mixed(DARK, LIGHT, place / max(count - 1, 1)) for place in range(count)]


def share(name: str, title: str, description: str, parts: Sequence[Bar]) -> str:
    """Parts in the order given; together they fill the bar. A number too wide for its part stands below alone."""
    drawing = Drawing(name, title, description)
    whole = sum(max(part.values[0], 0) for part in parts) or 1
    x, unit, y = SIDE, (WIDTH - 2 * SIDE) / whole, SIDE
    papers = shades(len(parts))
    for part, paper in zip(parts, papers, strict=True):
        width = max(part.values[0], 0) * unit
        drawing.shape(
            "rect", "chart-part", x=x, y=y, width=width, height=HEIGHT, fill=paper, stroke=PAPER, stroke_width=2
        )
        if width_of(part.said[0]) + 8 <= width:
            drawing.word(part.said[0], x + width / 2, y + 26, anchor="middle", fill=ink_on(paper), bold=True)
        x += width
    y += HEIGHT + 10
    for part, paper in zip(parts, papers, strict=True):
        drawing.shape(
            "rect", "chart-part", x=SIDE, y=y + 4, width=14, height=14, fill=paper, stroke="#4a5263", stroke_width=1
        )
        y = drawing.words(f"{part.label}: {part.said[0]}", SIDE + 24, y, WIDTH - 2 * SIDE - 24) + 4
    return drawing.finished(y + 4)
