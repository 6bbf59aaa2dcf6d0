"""Regions of England and the nations beside it as equal tiles, roughly where they lie: a small region weighs as a large one."""

from collections.abc import Sequence
from dataclasses import dataclass

from .colours import ink_on, shade
from .svg import RULE, WIDTH, Drawing
from .words import LINE_HEIGHT, lines

# Names of the Office for National Statistics; column and row of each tile.
TILES = {
    "Scotland": (1, 0),
    "North East": (2, 1),
    "Northern Ireland": (0, 1),
    "North West": (1, 2),
    "Yorkshire and the Humber": (2, 2),
    "Yorkshire and The Humber": (2, 2),
    "Wales": (0, 3),
    "West Midlands": (1, 3),
    "East Midlands": (2, 3),
    "East of England": (3, 3),
    "South West": (1, 4),
    "South East": (2, 4),
    "London": (3, 4),
}
SIDE, GAP, TILE = 8.0, 4.0, 64.0
STEP = (WIDTH - 2 * SIDE) / 4  # four columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """`value` decides the shade (None: not shown), `said` is written under the name."""

    name: str
    value: float | None
    said: str


def region_tiles(
    name: str, title: str, description: str, regions: Sequence[Region], *, low: float, middle: float, high: float
) -> str:
    """Regions that have no known place, such as several nations counted as one, stand in rows under the map."""
    drawing = Drawing(name, title, description)
    papers = {each.name: "#ffffff" if each.value is None else shade(each.value, low, middle, high) for each in regions}
    placed = [(region, TILES[region.name]) for region in regions if region.name in TILES]
    above = min((row for _, (_, row) in placed), default=0)
    for region, (column, row) in placed:
        _tile(drawing, region, SIDE + column * STEP, SIDE + (row - above) * (TILE + GAP), papers[region.name])
    y = SIDE + (max((row for _, (_, row) in placed), default=above - 1) + 1 - above) * (TILE + GAP)
    for region in regions:
        if region.name not in TILES:
            y = _row(drawing, region, y, papers[region.name])
    return drawing.finished(y + SIDE)


def _tile(drawing: Drawing, region: Region, x: float, y: float, paper: str) -> None:
    _cell(drawing, x, y, STEP - GAP, TILE, paper)
    middle, ink, top = x + (STEP - GAP) / 2, ink_on(paper), y
    for line in lines(region.name, STEP - GAP - 4, 12):
        top += LINE_HEIGHT - 3
        drawing.word(line, middle, top, anchor="middle", size=12, fill=ink)
    drawing.word(region.said, middle, y + TILE - 6, anchor="middle", size=13, fill=ink, bold=True)


def _row(drawing: Drawing, region: Region, y: float, paper: str) -> float:
    """A name of any length, its number behind it; returns where the next row begins."""
    text = lines(f"{region.name}: {region.said}", WIDTH - 2 * SIDE - 16, 12)
    height = len(text) * LINE_HEIGHT + 8
    _cell(drawing, SIDE, y, WIDTH - 2 * SIDE - GAP, height, paper)
    for number, line in enumerate(text, start=1):
        drawing.word(line, SIDE + 8, y + number * LINE_HEIGHT - 1, size=12, fill=ink_on(paper))
    return y + height + GAP


def _cell(drawing: Drawing, x: float, y: float, width: float, height: float, paper: str) -> None:
    drawing.shape("rect", "chart-cell", x=x, y=y, width=width, height=height, fill=paper, stroke=RULE, stroke_width=1)
