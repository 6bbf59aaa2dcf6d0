"""Pictures of a room that holds up answer cards, as a laptop's camera takes them: tilted, blurred, unevenly lit, with noise."""

import io
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from signpost_builder.formats.trainer.aruco import CODES
from signpost_builder.formats.trainer.cards import sides

SIZE = (1920, 1080)
SQUARE = 24  # dots of one square of a card before it is put into the picture
Corner = tuple[float, float]


@cache
def card(id: int) -> Image.Image:
    """The printed side of a card: the marker in a white border of a square and a half."""
    squares = 9
    picture = Image.new("L", (squares * SQUARE, squares * SQUARE), 245)
    draw = ImageDraw.Draw(picture)
    edge = SQUARE * 1.5
    draw.rectangle((edge, edge, edge + 6 * SQUARE, edge + 6 * SQUARE), fill=20)
    for at in range(16):
        if CODES[id] >> (15 - at) & 1:
            x, y = edge + (1 + at % 4) * SQUARE, edge + (1 + at // 4) * SQUARE
            draw.rectangle((x, y, x + SQUARE - 1, y + SQUARE - 1), fill=240)
    return picture


def held(id: int, letter: str) -> Image.Image:
    """Turned so that its holder's answer is at the top."""
    return card(id).rotate(90 * sides(id).index(letter), expand=True)


def picture(
    answers: Mapping[int, str], seed: int, *, marker: int = 52, light: float = 1.0, hidden: Iterable[int] = ()
) -> Image.Image:
    """One frame. `answers`: the letter at the top of each card. `marker`: side of the nearest ones' square in dots; the back row's is two
    thirds of it. `hidden`: cards behind somebody's head in this frame.
    """
    chance = random.Random(seed)
    frame = _wall()
    columns = 8
    rows = max(1, math.ceil(len(answers) / columns))
    for place, (id, letter) in enumerate(sorted(answers.items())):
        if id in hidden:
            continue
        row, column = divmod(place, columns)
        side = marker * 1.5 * (1 - row / max(1, 3 * (rows - 1)))  # with its white border
        middle = (
            SIZE[0] * (column + 0.5) / columns + chance.uniform(-25, 25),
            SIZE[1] * (rows - row - 0.5) / rows + chance.uniform(-20, 20),
        )
        _paste(frame, held(id, letter), _corners(middle, side, chance))
    frame = frame.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 1.1)))
    frame = ImageChops.multiply(frame, _shade(light))
    noise = Image.frombytes("L", (480, 270), chance.randbytes(480 * 270)).resize(SIZE)
    return Image.blend(frame, noise, 0.04)


def film(path: Path, frames: Sequence[Image.Image]) -> Path:
    """What Chromium takes for a camera (--use-file-for-fake-video-capture): pictures one after the other, again and again."""
    with path.open("wb") as file:
        for frame in frames:
            out = io.BytesIO()
            frame.convert("RGB").save(out, "JPEG", quality=88)
            file.write(out.getvalue())
    return path


@cache
def _stripes() -> Image.Image:
    """Shelves, people, windows: corners that are no cards."""
    chance = random.Random(1)
    frame = Image.new("L", SIZE, 150)
    draw = ImageDraw.Draw(frame)
    for _ in range(40):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        box = (x, y, x + chance.randrange(20, 220), y + chance.randrange(20, 220))
        shade = chance.randrange(60, 200)
        if chance.random() < 0.5:
            draw.rectangle(box, fill=shade)
        else:
            draw.ellipse(box, fill=shade)
    return frame.filter(ImageFilter.GaussianBlur(2))


def _wall() -> Image.Image:
    return _stripes().copy()


@cache
def _shade(light: float) -> Image.Image:
    """Brighter at the window, on the left."""
    across = Image.linear_gradient("L").rotate(90).resize(SIZE)
    return across.point(lambda value: int(min(255, light * (150 + value * 0.41))))


def _corners(middle: Corner, side: float, chance: random.Random) -> list[Corner]:
    """Of a square that is held a little askew and leans away."""
    turn, half = math.radians(chance.uniform(-14, 14)), side / 2
    found = []
    for x, y in ((-half, -half), (half, -half), (half, half), (-half, half)):
        lean = 1 + chance.uniform(-0.05, 0.05)
        found.append(
            (
                middle[0] + lean * (x * math.cos(turn) - y * math.sin(turn)),
                middle[1] + lean * (x * math.sin(turn) + y * math.cos(turn)),
            )
        )
    return found


def _paste(frame: Image.Image, made: Image.Image, corners: list[Corner]) -> None:
    left, top = int(min(x for x, _ in corners)) - 1, int(min(y for _, y in corners)) - 1
    width, height = int(max(x for x, _ in corners)) + 2 - left, int(max(y for _, y in corners)) + 2 - top
    width_of, height_of = made.size
    source = ((0, 0), (width_of, 0), (width_of, height_of), (0, height_of))
    factors = _perspective([(x - left, y - top) for x, y in corners], source)
    box = made.transform((width, height), Image.Transform.PERSPECTIVE, factors, Image.Resampling.BICUBIC)
    mask = Image.new("L", made.size, 255).transform((width, height), Image.Transform.PERSPECTIVE, factors)
    frame.paste(box, (left, top), mask)


def _perspective(seen: Sequence[Corner], source: Sequence[Corner]) -> list[float]:
    """The eight factors that Pillow's transform wants: from where a dot is seen to where it comes from."""
    rows = []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):  # Gauss and Jordan
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]
