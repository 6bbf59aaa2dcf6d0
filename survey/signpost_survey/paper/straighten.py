"""From a photograph to the sheet as it was printed: by its four corner squares, then each half by its own circles.

A sheet that was folded is two planes, so each half is fitted by itself.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from signpost_survey.paper.layout import Layout
from signpost_survey.paper.pictures import Picture

SCALE = 8  # pixels for each millimetre of the straightened sheet
EDGE = {40: "top left", 41: "top right", 42: "bottom right", 43: "bottom left"}
REACH = 0.9  # millimetres in which a circle is looked for
STEPS = (1.2, 5), (0.4, 2)  # millimetres, and how many of them each way, by which a crease may have moved the fold
LEAST_SURE = 0.45  # of a circle's likeness (correlation, at most 1)
LEAST_CIRCLES = 12  # that a half is fitted by
LEAST_DOTS = 4.0  # for each millimetre of the picture: below it a letter and a mark look alike
Points = NDArray[np.float32]


class SheetError(ValueError):
    """Why a page is no sheet that can be read, in one sentence."""


class NoSheetError(SheetError):
    """A page without any corner square: blank, the back, or something else."""


@dataclass(frozen=True, slots=True)
class Straight:
    """The sheet from straight above, SCALE pixels for each millimetre. `sharp`: how many dots of the picture one millimetre had."""

    picture: Picture
    sharp: float


def straightened(picture: Picture, layout: Layout) -> Straight:
    """Raises SheetError, which says what to do."""
    found = _corners(picture)
    wanted = {one.id: _square(one.x, one.y, one.size) * SCALE for one in layout.markers}
    source = np.concatenate([found[id] for id in sorted(wanted)])
    target = np.concatenate([wanted[id] for id in sorted(wanted)])
    matrix, _ = cv2.findHomography(source, target, cv2.RANSAC, 1.5 * SCALE)
    if matrix is None:
        raise SheetError("its corner squares do not lie as on a sheet")
    sharp = _dots(found, layout)
    if sharp < LEAST_DOTS:
        raise SheetError("the picture is too small or taken from too far: go nearer, or scan with 200 dpi")
    size = (round(layout.page.width * SCALE), round(layout.page.height * SCALE))
    flat = np.asarray(
        cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)), np.uint8
    )
    return Straight(_halves_fitted(picture, matrix, flat, layout), sharp)


def is_blank(picture: Picture) -> bool:
    """Whether nothing is on the page: a mark of a pen would show."""
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (1000, 1000), interpolation=cv2.INTER_AREA)
    inner = np.asarray(grey, np.float32)[40:-40, 40:-40]
    return bool(np.mean(np.abs(inner - cv2.GaussianBlur(inner, (0, 0), 15)) > 24) < 0.0003)


def _corners(picture: Picture) -> dict[int, Points]:
    """The four corners of each marker. A QR code inside can look like markers of other numbers: those are no corners of a sheet."""
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), _patience())
    corners, ids, _ = detector.detectMarkers(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    seen = (
        []
        if ids is None
        else [
            (int(id), np.asarray(one, np.float32).reshape(4, 2)) for id, one in zip(ids.ravel(), corners, strict=True)
        ]
    )
    seen = [(id, one) for id, one in seen if id in EDGE]
    counted = Counter(id for id, _ in seen)
    if not counted:
        raise NoSheetError("no corner square of a sheet is on it")
    if max(counted.values()) > 1:
        raise SheetError("two sheets are in one picture: take one at a time")
    if missing := [EDGE[id] for id in EDGE if id not in counted]:
        which = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        raise SheetError(
            f"the corner {which} is cut off, covered or out of focus: the whole sheet has to be in the picture"
        )
    return dict(seen)


def _patience() -> Any:
    """Corners to a fraction of a dot, because everything else is measured from them."""
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.adaptiveThreshWinSizeMax = 53
    return parameters


def _square(x: float, y: float, size: float) -> Points:
    return np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], np.float32)


def _dots(found: dict[int, Points], layout: Layout) -> float:
    """How many dots of the picture a millimetre has, at the smallest corner."""
    sides = [float(np.mean(np.linalg.norm(one - np.roll(one, 1, axis=0), axis=1))) for one in found.values()]
    return min(sides) / layout.markers[0].size


def _halves_fitted(picture: Picture, matrix: NDArray[Any], flat: Picture, layout: Layout) -> Picture:
    """Each half again, so that its circles lie where they were printed. A half with too few circles stays as it is."""
    likeness = _likeness(np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), np.uint8), layout.radius)
    middle = round(layout.page.width * SCALE / 2)
    for phase, left, right in (("before", 0, middle), ("after", middle, flat.shape[1])):
        printed = np.array([(one.x, one.y) for one in layout.bubbles if one.phase == phase], np.float32) * SCALE
        if not len(printed):
            continue
        near = printed + _lifted(likeness, printed, layout, outer=0 if phase == "before" else flat.shape[1])
        seen = [
            (where, at)
            for at, about in zip(printed, near, strict=True)
            if (where := _circle_at(likeness, about)) is not None
        ]
        if len(seen) < LEAST_CIRCLES:
            continue
        source, target = (np.array([one[which] for one in seen], np.float32) for which in (0, 1))
        again, _ = cv2.findHomography(source, target, cv2.RANSAC, 0.35 * SCALE)
        if again is None:
            continue
        size = (flat.shape[1], flat.shape[0])
        fitted = cv2.warpPerspective(picture, again @ matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
        flat[:, left:right] = fitted[:, left:right]
    return flat


def _likeness(grey: NDArray[np.uint8], radius: float) -> NDArray[np.float32]:
    """For each dot how much an empty printed circle around it looks like one: -1 to 1."""
    size = int((radius + 0.6) * SCALE) * 2 + 1
    ring = np.full((size, size), 255, np.uint8)
    cv2.circle(ring, (size // 2, size // 2), round(radius * SCALE), (0,), 2, cv2.LINE_AA)
    found = cv2.matchTemplate(grey, ring, cv2.TM_CCOEFF_NORMED)
    return np.asarray(cv2.copyMakeBorder(found, *[size // 2] * 4, cv2.BORDER_CONSTANT, value=(-1,)), np.float32)


def _lifted(likeness: NDArray[np.float32], printed: Points, layout: Layout, outer: int) -> Points:
    """How far the crease moved each circle: nothing at the outer edge, most at the fold, above another way than below."""
    toward = np.abs(printed[:, 0] - outer) / (layout.page.width * SCALE / 2)
    below = printed[:, 1] / (layout.page.height * SCALE)
    best = (0.0, 0.0, 0.0)
    for step, reach in STEPS:
        seen = cv2.dilate(likeness, np.ones((int(step * SCALE) | 1,) * 2, np.uint8))
        tried = [tuple(np.add(best, np.multiply(step, by))) for by in product(range(-reach, reach + 1), repeat=3)]
        best = max(
            tried,
            key=lambda shift: _fit(seen, printed + _moved(shift, toward, below)) - 0.004 * float(np.abs(shift).sum()),
        )
    return _moved(best, toward, below)


def _moved(shift: tuple[float, ...], toward: NDArray[Any], below: NDArray[Any]) -> Points:
    """`shift`: of the fold in millimetres, to the right, down at its top, down at its bottom."""
    across, top, bottom = shift
    return np.stack([across * toward, (top * (1 - below) + bottom * below) * toward], axis=1).astype(np.float32) * SCALE


def _fit(likeness: NDArray[Any], at: Points) -> float:
    x, y = np.round(at).astype(int).T
    return float(np.mean(likeness[y.clip(0, likeness.shape[0] - 1), x.clip(0, likeness.shape[1] - 1)]))


def _circle_at(likeness: NDArray[np.float32], about: Points) -> Points | None:
    """The middle of the circle that is near `about`, or None where none is to be seen."""
    reach = int(REACH * SCALE)
    x, y = round(float(about[0])), round(float(about[1]))
    if not (reach <= x < likeness.shape[1] - reach and reach <= y < likeness.shape[0] - reach):
        return None
    _, best, _, (dx, dy) = cv2.minMaxLoc(likeness[y - reach : y + reach + 1, x - reach : x + reach + 1])
    if best < LEAST_SURE:
        return None
    return np.array((x + dx - reach, y + dy - reach), np.float32)
