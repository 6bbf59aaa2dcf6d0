"""Hands, cameras and scanners for the tests: marks as people make them, and pictures as they come out."""

import random
from dataclasses import dataclass

import cv2
import numpy as np
from signpost_survey.paper.layout import Bubble, Layout, places

PRINT = 9  # pixels for each millimetre of the printed sheet
INK = {
    "black": (30, 30, 30),
    "blue": (150, 60, 30),
    "red": (40, 30, 190),
    "pencil": (120, 120, 120),
    "green": (60, 120, 20),
    "hair": (30, 30, 30),
    "light pencil": (200, 200, 200),
    "hardly there": (215, 215, 215),
}
KINDS = ("fill", "cross", "tick", "scribble")


@dataclass
class Hand:
    """Somebody with a pen: `wild` makes strokes go astray (in millimetres)."""

    chance: random.Random
    colour: str = "black"
    wild: float = 0.35
    width: float = 0.55

    def mark(self, paper: np.ndarray, bubble: Bubble, kind: str, radius: float = 1.8) -> None:
        """Draws on the part of the paper that is around the circle."""
        draw = {
            "fill": self._fill,
            "scribble": self._scribble,
            "cross": self._cross,
            "tick": self._tick,
            "faint": self._faint,
            "crossed out": self._crossed_out,
        }
        left, top = (int((at - 3 * radius) * PRINT) for at in (bubble.x, bubble.y))
        part = paper[top : top + int(6 * radius * PRINT), left : left + int(6 * radius * PRINT)]
        draw[kind](part, bubble.x - left / PRINT, bubble.y - top / PRINT, radius)

    def _fill(self, paper, x, y, r):
        points = [
            (x + r * 0.85 * np.cos(a) + self._off(), y + r * 0.85 * np.sin(a) + self._off())
            for a in np.linspace(0, 6.28, 14)
        ]
        overlay = paper.copy()
        cv2.fillPoly(overlay, [self._px(points)], INK[self.colour], cv2.LINE_AA)
        paper[:] = cv2.addWeighted(overlay, 0.92, paper, 0.08, 0)

    def _scribble(self, paper, x, y, r):
        rows = np.linspace(-0.75, 0.75, 6)
        points = []
        for i, row in enumerate(rows):
            reach = r * np.sqrt(1 - row * row) * (1 if i % 2 else -1)
            points.append((x + reach + self._off(), y + row * r + self._off() * 0.5))
        self._line(paper, points)

    def _cross(self, paper, x, y, r):
        reach = r * self.chance.uniform(0.7, 1.1)
        self._line(
            paper,
            [(x - reach + self._off(), y - reach + self._off()), (x + reach + self._off(), y + reach + self._off())],
        )
        self._line(
            paper,
            [(x - reach + self._off(), y + reach + self._off()), (x + reach + self._off(), y - reach + self._off())],
        )

    def _tick(self, paper, x, y, r):
        self._line(
            paper,
            [
                (x - r * 0.7 + self._off(), y - 0.1 + self._off()),
                (x - r * 0.1 + self._off(), y + r * 0.6 + self._off()),
                (x + r * 1.2 + self._off(), y - r * 1.1 + self._off()),
            ],
        )

    def _faint(self, paper, x, y, r):
        """A mark that was rubbed out."""
        clean = paper.copy()
        self._fill(paper, x, y, r)
        paper[:] = cv2.addWeighted(paper, 0.13, clean, 0.87, 0)

    def _crossed_out(self, paper, x, y, r):
        """Filled, then struck through twice."""
        self._fill(paper, x, y, r)
        for dy in (-0.5, 0.6):
            self._line(paper, [(x - r * 2.1, y + dy - 0.7 + self._off()), (x + r * 2.1, y + dy + 0.7 + self._off())])

    def _off(self) -> float:
        return self.chance.uniform(-self.wild, self.wild)

    def _line(self, paper, points):
        overlay = paper.copy()
        cv2.polylines(
            overlay, [self._px(points)], False, INK[self.colour], max(1, round(self.width * PRINT)), cv2.LINE_AA
        )
        paper[:] = cv2.addWeighted(overlay, 0.9, paper, 0.1, 0)

    def _px(self, points):
        return np.round(np.array(points, np.float64) * PRINT).astype(np.int32)


def filled_in(
    printed: np.ndarray, layout: Layout, hand: Hand, kinds=KINDS
) -> tuple[np.ndarray, dict[tuple[str, str], set[str]]]:
    """A sheet that somebody answered, and what they answered: for each phase and question the letters."""
    paper, said = printed.copy(), {}
    for place in places(layout):
        letters = [one.letter for one in place.bubbles]
        if hand.chance.random() < 0.06:
            chosen = set()
        elif place.row.several:
            chosen = {one for one in letters if one != "?" and hand.chance.random() < 0.4} or {
                hand.chance.choice(letters)
            }
        else:
            chosen = {hand.chance.choice(letters)}
        for bubble in place.bubbles:
            if bubble.letter in chosen:
                hand.mark(paper, bubble, hand.chance.choice(kinds))
        said[place.phase, place.row.id] = chosen
    return paper, said


def photographed(
    paper: np.ndarray,
    chance: random.Random,
    *,
    wide: int = 1800,
    turn: int = 0,
    fold: bool = False,
    shadow: float = 0.35,
    noise: float = 5,
    blur: float = 0.8,
    skew: float = 0.05,
) -> bytes:
    """By a camera: skewed, shaded, blurred, on a dark table; a folded sheet is two planes that meet at an angle."""
    high, across = paper.shape[:2]
    tall = round(wide * 0.75)
    table = np.array([chance.uniform(40, 130) for _ in range(3)])
    margin = 0.06

    def corner(x, y):
        return (x + chance.uniform(-skew, skew)) * wide, (y + chance.uniform(-skew, skew)) * tall

    m = margin + skew
    to = np.float32([corner(m, m), corner(1 - m, m), corner(1 - m, 1 - m), corner(m, 1 - m)])
    scene = np.full((tall, wide, 3), table, np.float32)
    parts = [(0, across, to)]
    if fold:
        flat = cv2.getPerspectiveTransform(np.float32([(0, 0), (across, 0), (across, high), (0, high)]), to)
        ends = np.float32([[(across / 2, 0), (across / 2, high)]])
        top, bottom = cv2.perspectiveTransform(ends, flat)[0]
        lift = np.float32([chance.uniform(-0.012, 0.012) * wide, chance.uniform(-0.012, 0.012) * wide])
        parts = [
            (0, across // 2, np.float32([to[0], top + lift, bottom + lift, to[3]])),
            (across // 2, across, np.float32([top + lift, to[1], to[2], bottom + lift])),
        ]
    for left, right, where in parts:
        source = np.float32([(left, 0), (right, 0), (right, high), (left, high)])
        matrix = cv2.getPerspectiveTransform(source, where)
        mask = cv2.warpPerspective(
            np.full((high, across), 0, np.uint8) + _column(high, across, left, right),
            matrix,
            (wide, tall),
            flags=cv2.INTER_AREA,
        )
        shown = cv2.warpPerspective(paper, matrix, (wide, tall), flags=cv2.INTER_AREA)
        share = (mask.astype(np.float32) / 255)[..., None]
        scene = scene * (1 - share) + shown * share
    rows, columns = np.mgrid[0:tall, 0:wide].astype(np.float32)
    angle = chance.uniform(0, 6.28)
    along = columns / wide * np.cos(angle) + rows / tall * np.sin(angle)
    light = 1 - shadow * (along - along.min()) / (along.max() - along.min())
    if shadow > 0.2:  # the edge of somebody's arm
        edge = chance.uniform(0.3, 0.7)
        light *= 1 - 0.3 / (1 + np.exp(-(along - edge) * 40))
    tint = np.array([chance.uniform(0.8, 1), 0.96, chance.uniform(0.9, 1)])
    scene = scene * light[..., None] * tint
    if blur:
        scene = cv2.GaussianBlur(scene, (0, 0), blur)
    scene += np.random.default_rng(chance.randrange(1 << 30)).normal(0, noise, scene.shape)
    picture = np.ascontiguousarray(np.rot90(np.clip(scene, 0, 255).astype(np.uint8), turn))
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def _column(high, across, left, right):
    mask = np.zeros((high, across), np.uint8)
    mask[:, left:right] = 255
    return mask


def scanned(
    paper: np.ndarray,
    dpi: int,
    chance: random.Random,
    *,
    grey: bool = False,
    one_bit: bool = False,
    turn: int = 0,
    tilt: float = 0.8,
) -> np.ndarray:
    """By a scanner: a little askew, maybe grey or in two levels alone."""
    scale = dpi / 25.4 / PRINT
    size = round(paper.shape[1] * scale), round(paper.shape[0] * scale)
    small = cv2.resize(paper, size, interpolation=cv2.INTER_AREA)
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), chance.uniform(-tilt, tilt), 1)
    small = cv2.warpAffine(small, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 3, small.shape)
    small = np.clip(small + noise, 0, 255).astype(np.uint8)
    if grey or one_bit:
        small = cv2.cvtColor(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if one_bit:
        small = np.where(small > 140, 255, 0).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(small, turn))


def stained(paper: np.ndarray, chance: random.Random) -> np.ndarray:
    """Coffee: a ring and what ran out of it."""
    rows, columns = np.mgrid[0 : paper.shape[0], 0 : paper.shape[1]].astype(np.float32) / PRINT
    x, y = chance.uniform(60, 240), chance.uniform(50, 170)
    away = np.hypot(columns - x, rows - y)
    strength = 0.30 * np.exp(-((away - 32) ** 2) / 8) + 0.16 / (1 + np.exp(np.minimum(60, (away - 32) * 2)))
    coffee = np.array([120, 170, 205], np.float32)
    return (paper * (1 - strength[..., None]) + paper / 255 * coffee * strength[..., None]).astype(np.uint8)
