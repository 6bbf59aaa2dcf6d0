"""Whether two pictures show the same sheet of paper. Every copy is printed alike, so what tells sheets apart is the pen.

What is kept for it lives in memory for one sitting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signpost_survey.paper.layout import Bubble, Layout
from signpost_survey.paper.marks import Ink, Mark
from signpost_survey.paper.straighten import SCALE

SIDE = 14  # dots of a stroke's picture each way
OTHERWISE = 2  # circles that two pictures of one sheet may differ in: a mark at the edge of being seen
LEAST_MARKS = 6  # fewer say nothing about whose they are
SAME, MAYBE = (
    0.93,
    0.6,
)  # likeness of strokes: one sheet twice has 0.97 and more, two hands with the same answers up to 0.85


@dataclass(frozen=True, slots=True)
class Strokes:
    """Which circles have ink, and its shape: of each, less what they have in common."""

    inked: frozenset[Bubble]
    shapes: Mapping[Bubble, NDArray[np.float32]]


def strokes(ink: Ink, layout: Layout, marks: Mapping[Bubble, Mark]) -> Strokes:
    inked = frozenset(one for one, mark in marks.items() if mark is not Mark.NONE)
    shapes = {one: _shape(ink, one, layout.radius) for one in inked}
    common = np.mean(list(shapes.values()), axis=0) if shapes else 0
    return Strokes(inked, {one: np.asarray(shape - common, np.float32) for one, shape in shapes.items()})


def likeness(one: Strokes, other: Strokes) -> float:
    """1 for the same strokes, about 0 for another hand's; 0 where other circles are marked, or too few."""
    both = one.inked & other.inked
    if len(one.inked ^ other.inked) > OTHERWISE or len(both) < LEAST_MARKS:
        return 0.0
    first, second = (
        np.concatenate([each.shapes[at].ravel() for at in sorted(both, key=_order)]) for each in (one, other)
    )
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / size if size else 0.0


def same_answers(one: Strokes, other: Strokes) -> bool:
    return len(one.inked ^ other.inked) <= OTHERWISE and len(one.inked & other.inked) >= LEAST_MARKS


def _order(bubble: Bubble) -> tuple[float, float]:
    return bubble.x, bubble.y


def _shape(ink: Ink, bubble: Bubble, radius: float) -> NDArray[Any]:
    half = int(2 * radius * SCALE)
    x, y = round(bubble.x * SCALE), round(bubble.y * SCALE)
    part = ink[y - half : y + half, x - half : x + half]
    return np.asarray(
        cv2.resize(cv2.GaussianBlur(part, (0, 0), 2), (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32
    )
