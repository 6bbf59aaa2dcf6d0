"""How much ink is in and around each circle, and what that means: nothing, a mark, or something a person has to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signpost_survey.paper.layout import Bubble, Layout
from signpost_survey.paper.pictures import Picture
from signpost_survey.paper.straighten import SCALE

Ink = NDArray[np.float32]  # 0: paper, 1: as black as print; one number for each dot of the straightened sheet

# Ink of the printed letter inside an empty circle, on a clean sheet from Typst (tests/test_paper_reading.py measures it again).
LETTERS = {"A": 0.081, "B": 0.102, "C": 0.070, "D": 0.095, "E": 0.080, "F": 0.066, "G": 0.094, "H": 0.086, "I": 0.050, "J": 0.052, "K": 0.084, "?": 0.048}  # fmt: skip
PALE, DARK = 0.2, 5.0  # by how much a lamp or a copier may change them
INSIDE = 0.74  # of the radius: within the printed ring
AROUND = 1.22, 2.0  # of the radius: where nothing is printed
EMPTY = 0.065  # of ink within the ring, more than its letter has
MARKED = 0.14
BESIDE = 0.10  # of ink around it
FULL, OVER = 0.5, 0.13  # of ink within, and around, what was filled and then struck through
PAPER_MM = 6.0  # paper is the lightest that is this near
SHADE = 0.10  # of unevenness that paper has by itself, dot for dot
TRACE = 0.010  # of ink within the ring: less is nothing, on the cleanest scan
NOISES = 5.0  # from what circles of this sheet have to what somebody drew
STRAY = 0.4  # square millimetres of full ink in a row, outside its circles
BEYOND = 8.0  # millimetres after the last circle, where nothing is printed


class Mark(Enum):
    NONE = "none"
    MARKED = "marked"
    FAINT = "faint"  # hardly anything: rubbed out, a smudge, a light pencil
    BESIDE = "beside"  # ink around the circle, none in it
    CROSSED_OUT = "crossed out"  # filled, and then drawn over


@dataclass(frozen=True, slots=True)
class Amount:
    """Ink of a circle: within its ring more than its letter has, and around it; shares of full black."""

    inside: float
    around: float


def meaning(amount: Amount) -> Mark:
    """What a person meant, as far as ink can say it."""
    if amount.inside >= FULL and amount.around >= OVER:
        return Mark.CROSSED_OUT
    if amount.inside >= MARKED:
        return Mark.MARKED
    if amount.inside > EMPTY:
        return Mark.FAINT
    return Mark.BESIDE if amount.around >= BESIDE else Mark.NONE


def amounts(ink: Ink, layout: Layout) -> dict[Bubble, Amount]:
    """For every circle of the sheet."""
    raw = {one: _raw(ink, one, layout) for one in layout.bubbles}
    # Most circles of any sheet are empty, so the lower quarter is print alone.
    dark = float(np.quantile([inside / LETTERS[one.letter] for one, (inside, _) in raw.items()], 0.25))
    dark = min(DARK, max(PALE, dark))
    return {one: Amount(inside - dark * LETTERS[one.letter], around) for one, (inside, around) in raw.items()}


def least_trace(found: Mapping[Bubble, Amount]) -> float:
    """Ink within a ring that is more than the noise of this picture; never more than what is asked about anyway."""
    inside = np.array([one.inside for one in found.values()])
    middle = float(np.median(inside))
    noise = 1.48 * float(np.median(np.abs(inside - middle)))  # of most circles, which are empty
    return min(EMPTY, max(TRACE, middle + NOISES * noise))


def stray_ink(ink: Ink, bubbles: Sequence[Bubble], layout: Layout) -> float:
    """Square millimetres of full ink in the strip of a row, between its circles and after the last."""
    radius = layout.radius * SCALE
    top, bottom = (round(bubbles[0].y * SCALE + side * radius) for side in (-1, 1))
    left, right = round(bubbles[0].x * SCALE - 2 * radius), round((bubbles[-1].x + BEYOND) * SCALE)
    part = ink[top:bottom, left:right]
    rows, columns = np.mgrid[top:bottom, left : left + part.shape[1]]
    free = np.ones(part.shape, bool)
    for one in bubbles:
        free &= np.hypot(rows - one.y * SCALE, columns - one.x * SCALE) > AROUND[0] * radius
    paper = float(np.quantile(part[free], 0.4))
    return float(np.sum(np.clip(part[free] - paper - SHADE, 0, 1))) / SCALE**2


def ink_of(straight: Picture, layout: Layout) -> Ink:
    """Whatever is darker than the paper beside it, in any colour: blue ink, red ink and pencil alike; shadows and stains are not."""
    small = cv2.resize(straight, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    reach = int(PAPER_MM * SCALE / 4) | 1
    paper = cv2.dilate(cv2.medianBlur(small, 5), np.ones((reach, reach), np.uint8))
    paper = cv2.GaussianBlur(cv2.erode(paper, np.ones((reach, reach), np.uint8)), (0, 0), reach / 3)
    paper = cv2.resize(paper, (straight.shape[1], straight.shape[0]), interpolation=cv2.INTER_LINEAR)
    lack = 1 - np.asarray(straight, np.float32) / np.maximum(np.asarray(paper, np.float32), 24)
    darkest = np.max(lack, axis=2)
    black = float(np.median([_black(darkest, layout, one.id) for one in layout.markers]))
    return np.asarray(darkest / max(0.25, black), np.float32)


def _black(lack: NDArray[Any], layout: Layout, id: int) -> float:
    """How dark print is: the black border of a corner square."""
    marker = next(one for one in layout.markers if one.id == id)
    x, y, size = (int(value * SCALE) for value in (marker.x, marker.y, marker.size))
    return float(np.quantile(lack[y : y + size, x : x + size], 0.6))


def _raw(ink: Ink, bubble: Bubble, layout: Layout) -> tuple[float, float]:
    radius = layout.radius * SCALE
    half = int(AROUND[1] * radius) + 1
    x, y = round(bubble.x * SCALE), round(bubble.y * SCALE)
    part = ink[y - half : y + half + 1, x - half : x + half + 1]
    rows, columns = np.ogrid[-half : half + 1, -half : half + 1]
    away = np.hypot(rows, columns)
    around = part[
        (away > AROUND[0] * radius) & (away < AROUND[1] * radius) & (np.abs(rows) < radius)
    ]  # rows stand close
    paper = float(np.quantile(around, 0.4))  # what is under it, a stain or the noise of a camera
    inside = float(np.mean(part[away < INSIDE * radius])) - paper
    return inside, float(np.mean(np.clip(around - paper - SHADE, 0, 1)))


def around(straight: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """A part of the straightened sheet, in millimetres, cut at its edges."""
    rows = slice(max(0, round(top * SCALE)), round(bottom * SCALE))
    return straight[rows, max(0, round(left * SCALE)) : round(right * SCALE)]
