"""Lines: amounts one after the other, with up to four series told apart by mark and by dashes as well as by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from .axis import Axis, around
from .colours import AFTER, BEFORE, DISAGREE
from .svg import QUIET, RULE, WIDTH, Drawing
from .words import LINE_HEIGHT, width_of

SIDE, HEIGHT, TOP = 8.0, 190.0, 14.0
COLOURS = (AFTER, DISAGREE, BEFORE, "#7a3b8f")
ROLES = ("chart-first", "chart-third", "chart-second", "chart-fourth")
DASHES = ("", "7 4", "2 4", "12 3 2 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """`values` label by label; None is a gap."""

    name: str
    values: tuple[float | None, ...]


def line(
    name: str, title: str, description: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = ""
) -> str:
    """The axis begins at nought unless a value is below it. The last value of each series is written at its end."""
    drawing = Drawing(name, title, description)
    values = [value for each in series for value in each.values if value is not None]
    low, high = around(values, zero=True)
    said = [f"{_amount(tick)}{unit}" for tick in Axis(low, high, 0, 1).ticks()]
    left = SIDE + max(map(width_of, said), default=0) + 4
    top = _legend(drawing, series) if len(series) > 1 else TOP
    up = Axis(low, high, top + HEIGHT, top)
    along = Axis(0, max(len(labels) - 1, 1), left + 8, WIDTH - SIDE - 24)
    for tick, text in zip(up.ticks(), said, strict=True):
        drawing.line("chart-rule", left, up.place(tick), WIDTH - SIDE, up.place(tick), RULE)
        drawing.word(text, left - 4, up.place(tick) + 5, anchor="end", fill=QUIET)
    bottom = _labels(drawing, labels, along, top + HEIGHT)
    for each, colour, role, dashes in zip(series, COLOURS, ROLES, DASHES, strict=False):
        _drawn(drawing, each, along, up, colour, role, dashes)
    return drawing.finished(bottom + 6)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def _labels(drawing: Drawing, labels: Sequence[str], along: Axis, y: float) -> float:
    """As many as have room: the last always, and every second, third … before it."""
    widest = max(map(width_of, labels), default=1) + 8
    every = max(1, -int(-widest * max(len(labels) - 1, 1) // (along.right - along.left)))
    for place, text in enumerate(labels):
        if (len(labels) - 1 - place) % every == 0:
            x, half = along.place(place), width_of(text) / 2
            x = min(max(x, half + 2), WIDTH - half - 2)
            drawing.word(text, x, y + LINE_HEIGHT, anchor="middle", fill=QUIET)
    return y + LINE_HEIGHT


def _drawn(drawing: Drawing, each: Series, along: Axis, up: Axis, colour: str, role: str, dashes: str) -> None:
    run: list[str] = []
    runs = [run]
    for place, value in enumerate(each.values):
        if value is None:
            run = []
            runs.append(run)
        else:
            run.append(f"{along.place(place):.1f},{up.place(value):.1f}")
    for points in filter(None, runs):
        more = {"stroke_dasharray": dashes} if dashes else {}
        drawing.shape(
            "polyline",
            f"{role} chart-stroke",
            points=" ".join(points),
            fill="none",
            stroke=colour,
            stroke_width=3,
            **more,
        )
    for place, value in enumerate(each.values):
        if value is not None:
            drawing.dot(role, along.place(place), up.place(value), colour, 4)


def _legend(drawing: Drawing, series: Sequence[Series]) -> float:
    y = 4.0
    for each, colour, role, dashes in zip(series, COLOURS, ROLES, DASHES, strict=False):
        more = {"stroke_dasharray": dashes} if dashes else {}
        points = f"{SIDE:.0f},{y + 10:.0f} {SIDE + 30:.0f},{y + 10:.0f}"
        drawing.shape(
            "polyline", f"{role} chart-stroke", points=points, fill="none", stroke=colour, stroke_width=3, **more
        )
        drawing.dot(role, SIDE + 15, y + 10, colour, 4)
        y = drawing.words(each.name, SIDE + 38, y, WIDTH - 2 * SIDE - 38, fill=QUIET) + 2
    return y + 10
