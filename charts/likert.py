"""Diverging bars: ratings of an odd or even scale, the middle label centred on nought."""

from collections.abc import Sequence
from dataclasses import dataclass

from .colours import AGREE, AGREE_SOME, DISAGREE, DISAGREE_SOME, NEUTRAL, ink_on, mixed
from .svg import QUIET, WIDTH, Drawing
from .words import LINE_HEIGHT, lines, width_of

SIDE, BAR = 16.0, 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """`shares` of the labels from the lowest up, each 0 to 100; together 100 but for rounding. `said`: number of people."""

    label: str
    shares: tuple[float, ...]
    said: str


def diverging_bars(name: str, title: str, description: str, labels: Sequence[str], ratings: Sequence[Rating]) -> str:
    """Every bar is as long as its shares; below the middle to the left, above it to the right."""
    colours = palette(len(labels))
    drawing = Drawing(name, title, description)
    y = _legend(drawing, labels, colours)
    left = max((_below(rating.shares) for rating in ratings), default=50)
    right = max((sum(rating.shares) - _below(rating.shares) for rating in ratings), default=50)
    unit = (WIDTH - 2 * SIDE) / ((left + right) or 1)
    zero = SIDE + left * unit
    for rating in ratings:
        y = drawing.labelled(rating.label, rating.said, SIDE, y, WIDTH - 2 * SIDE) + 2
        x = zero - _below(rating.shares) * unit
        for share, colour in zip(rating.shares, colours, strict=True):
            width = max(share, 0) * unit
            drawing.bar("chart-part", x, y, width, BAR, colour)
            said = f"{share:.0f}%"
            if width_of(said, 12) + 4 <= width:
                drawing.word(said, x + width / 2, y + BAR - 6, anchor="middle", size=12, fill=ink_on(colour))
            x += width
        for end in (y - 4, y + BAR):  # beside the bar, not through its numbers
            drawing.line("chart-reference", zero, end, zero, end + 4, QUIET, 2)
        y += BAR + 8
    return drawing.finished(y + LINE_HEIGHT / 2)


def palette(count: int) -> list[str]:
    """A colour for each of `count` labels: orange below the middle, grey in it, blue above."""
    half = count // 2
    steps = [n / max(half - 1, 1) for n in range(half)]
    below = [mixed(DISAGREE, DISAGREE_SOME, step if half > 1 else 0) for step in steps]
    above = [mixed(AGREE_SOME, AGREE, step if half > 1 else 1) for step in steps]
    return [*below, *([NEUTRAL] if count % 2 else []), *above]


def _below(shares: Sequence[float]) -> float:
    """What stands left of nought: the labels below the middle, and half of the middle one."""
    half = len(shares) // 2
    return sum(max(share, 0) for share in shares[:half]) + (max(shares[half], 0) / 2 if len(shares) % 2 else 0)


def _legend(drawing: Drawing, labels: Sequence[str], colours: Sequence[str]) -> float:
    x, y = SIDE, 6.0
    for label, colour in zip(labels, colours, strict=True):
        text = " ".join(lines(label, WIDTH))
        needed = 18 + width_of(text, 12) + 12
        if x + needed > WIDTH - SIDE and x > SIDE:
            x, y = SIDE, y + LINE_HEIGHT
        drawing.bar("chart-part", x, y, 12, 12, colour)
        drawing.word(text, x + 17, y + 11, size=12, fill=QUIET)
        x += needed
    return y + LINE_HEIGHT + 4
