"""Draws docs/architecture.svg from what the builder imports: `python docs/architecture.py`. Floors are rows, the ground below.

A part stands one row above the highest part that it imports; parts that import each other share a row. A line goes to each
part that is imported one row below; an import from further down goes without saying.
"""

import ast
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "builder" / "signpost_builder"
PICTURE = ROOT / "docs" / "architecture.svg"
WIDTH, ROW, HEIGHT, GAP, MARGIN, SIGN = 1200, 96, 34, 10, 24, 8.2

Parts = Mapping[str, set[str]]


def part(module: str) -> str:
    """ "signpost_builder.page.data" -> "page"; a format is a part of its own: "formats/scorm"."""
    names = module.split(".")[1:]
    return "/".join(names[:2]) if names[0] == "formats" and len(names) > 1 else names[0]


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        names = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(names[:-1] if names[-1] == "__init__" else names)] = path
    return found


def imports() -> Parts:
    """From each part to the parts that it imports, whenever it does."""
    known = modules()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        if name.count(".") == 0 or part(name) == "charts":  # the charts are a copy that only an installation has
            continue
        own = found.setdefault(part(name), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            own |= {part(each) for each in _named(node, known) if part(each) not in (part(name), "charts")}
    return found


def _named(node: ast.AST, known: Iterable[str]) -> set[str]:
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        whole = [f"{node.module}.{alias.name}" for alias in node.names]
        names = [name if name in known else node.module for name in whole]
    else:
        return set()
    return {name for name in names if name.startswith("signpost_builder.")}


def rows(parts: Parts) -> list[list[str]]:
    """From the ground up, each in the order of the alphabet."""
    together = {name: _circle(parts, name) for name in parts}
    below = {
        circle: {together[each] for name in circle for each in parts[name]} - {circle} for circle in together.values()
    }
    floor: dict[frozenset[str], int] = {}
    for circle in TopologicalSorter(below).static_order():
        floor[circle] = max((floor[each] + 1 for each in below[circle]), default=0)
    return [
        sorted(name for name in parts if floor[together[name]] == number) for number in range(max(floor.values()) + 1)
    ]


def _reached(parts: Parts, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = parts[waiting.pop()] - found
        found |= new
        waiting += sorted(new)
    return found


def _circle(parts: Parts, name: str) -> frozenset[str]:
    return frozenset({name, *(each for each in _reached(parts, name) if name in _reached(parts, each))})


def picture(parts: Parts) -> str:
    floors = rows(parts)
    width = max(WIDTH, *(round(sum(_widths(names)) + GAP * (len(names) - 1)) + MARGIN * 2 for names in floors))
    places = dict(_places(floors, width))
    height = MARGIN * 2 + ROW * len(floors)
    lines = [
        _line(places, name, each) for name in sorted(parts) for each in sorted(parts[name]) if _near(floors, name, each)
    ]
    boxes = [_box(name, *place) for name, place in places.items()]
    words = "; ".join(f"{number}: {', '.join(names)}" for number, names in enumerate(floors, start=1))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="t d">',
            '<title id="t">The builder: what imports what</title>',
            f'<desc id="d">Floors from the ground up, each importing only from those below it. {escape(words)}.</desc>',
            "<style>.b{fill:#fff;stroke:#1d4f6e;stroke-width:1.5}.l{stroke:#6b7f8c}"
            "text{font:14px system-ui,sans-serif;fill:#10222e;text-anchor:middle}</style>",
            f'<rect width="{width}" height="{height}" fill="#f4f7f9"/>',
            *lines,
            *boxes,
            "</svg>",
            "",
        ]
    )


def _widths(names: Iterable[str]) -> list[float]:
    return [len(name) * SIGN + 16 for name in names]


def _places(floors: list[list[str]], width: float) -> Iterable[tuple[str, tuple[float, float, float]]]:
    """Left edge, top edge and width of each box; the rows are centred, the ground is the last."""
    for number, names in enumerate(floors):
        widths = _widths(names)
        left = (width - sum(widths) - GAP * (len(names) - 1)) / 2
        top = MARGIN + ROW * (len(floors) - 1 - number) + (ROW - HEIGHT) / 2
        for name, box in zip(names, widths, strict=True):
            yield name, (round(left, 1), round(top, 1), round(box, 1))
            left += box + GAP


def _near(floors: list[list[str]], upper: str, lower: str) -> bool:
    number = {name: number for number, names in enumerate(floors) for name in names}
    return number[upper] - number[lower] == 1


def _line(places: Mapping[str, tuple[float, float, float]], upper: str, lower: str) -> str:
    (x1, y1, w1), (x2, y2, w2) = places[upper], places[lower]
    return f'<line class="l" x1="{x1 + w1 / 2:.1f}" y1="{y1 + HEIGHT:.1f}" x2="{x2 + w2 / 2:.1f}" y2="{y2:.1f}"/>'


def _box(name: str, left: float, top: float, width: float) -> str:
    box = f'<rect class="b" x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="5"/>'
    return f'{box}<text x="{left + width / 2:.1f}" y="{top + 22:.1f}">{escape(name)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(imports()), encoding="utf-8")
