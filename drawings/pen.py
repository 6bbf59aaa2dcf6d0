"""Shapes as SVG text: plain SVG 1.1 with presentation attributes, which browsers, Typst and every converter draw alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from drawings.palette import GROUND, PANEL, PINE, SOFT

WIDTH, HEIGHT, FLOOR, CORNER = 640, 240, 200, 16
SHOWN = 1.025  # pixels for a unit where there is room: the player's column has 656
LINE = 5  # the usual width of a line: 2 to 3 pixels on a phone

Look = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """`title` names the drawing; `says` is what it adds to the page, and its alternative text there."""

    title: str
    says: str
    shapes: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT


def solid(colour: str) -> Look:
    return {"fill": colour}


def soft(colour: str, width: float = LINE) -> Look:
    """An outline, and a little of its colour inside."""
    return {"fill": colour, "fill-opacity": number(SOFT), **_outline(colour, width)}


def filled(inside: str, colour: str, width: float = LINE) -> Look:
    """An outline in `colour` around `inside`."""
    return {"fill": inside, **_outline(colour, width)}


def stroke(colour: str, width: float = LINE) -> Look:
    return {"fill": "none", **_outline(colour, width)}


def dashed(colour: str, width: float = LINE) -> Look:
    return {**stroke(colour, width), "stroke-dasharray": "2 13"}


def path(d: str, look: Look) -> str:
    return _tag("path", {"d": d}, look)


def circle(x: float, y: float, r: float, look: Look) -> str:
    return _tag("circle", {"cx": number(x), "cy": number(y), "r": number(r)}, look)


def rect(x: float, y: float, width: float, height: float, look: Look, round: float = 6) -> str:
    size = {"x": number(x), "y": number(y), "width": number(width), "height": number(height)}
    return _tag("rect", {**size, "rx": number(round)} if round else size, look)


def line(x1: float, y1: float, x2: float, y2: float, look: Look) -> str:
    return path(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", look)


def number(value: float) -> str:
    """At most one decimal, no zero that says nothing."""
    return (
        f"{value:.2f}".rstrip("0").rstrip(".").removeprefix("0") or "0"
        if abs(value) < 1
        else f"{value:.1f}".removesuffix(".0")
    )


def word(x: float, y: float, text: str, colour: str) -> str:
    """For a diagram that says nothing without words; (x, y) is the middle of its foot."""
    look = {
        "fill": colour,
        "font-family": "sans-serif",
        "font-weight": "bold",
        "font-size": "22",
        "text-anchor": "middle",
    }
    return f"<text{_attributes({'x': number(x), 'y': number(y)}, look)}>{escape(text)}</text>"


def way(*parts: str | float) -> str:
    """Path data out of commands and numbers."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def ground(floor: float = FLOOR, height: float = HEIGHT) -> str:
    """The lower edge of the panel, for scenes that stand on something."""
    corner = ("a", CORNER, CORNER, 0, 0, 1)
    side = height - CORNER
    d = (
        way("M", 0, floor, "H", WIDTH, "V", side, *corner, -CORNER, CORNER, "H", CORNER, *corner, -CORNER, -CORNER)
        + "Z"
    )
    return path(d, {"fill": PINE, "fill-opacity": number(GROUND)})


def svg(scene: Scene) -> str:
    """The whole file, one shape a line."""
    panel = rect(0, 0, scene.width, scene.height, {"fill": PINE, "fill-opacity": number(PANEL)}, CORNER)
    shapes = "\n".join((panel, *scene.shapes))
    shown = f'width="{number(scene.width * SHOWN)}" height="{number(scene.height * SHOWN)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width} {scene.height}" {shown} '
        f'role="img" aria-labelledby="t d" stroke-linecap="round" stroke-linejoin="round">\n'
        f'<title id="t">{escape(scene.title, quote=False)}</title>\n<desc id="d">{escape(scene.says, quote=False)}</desc>\n'
        f"{shapes}\n</svg>\n"
    )


def _outline(colour: str, width: float) -> Look:
    return {"stroke": colour, "stroke-width": number(width)}


def _tag(name: str, *attributes: Look) -> str:
    return f"<{name}{_attributes(*attributes)}/>"


def _attributes(*attributes: Look) -> str:
    return "".join(f' {key}="{value}"' for each in attributes for key, value in each.items())
