"""The one stylesheet of a package: the parts in builder/signpost_builder/player/, joined in cascade order and minified."""

from functools import cache
from importlib.resources import files

import minify

from signpost_builder.page.look import look_css

PARTS = (
    "tokens",
    "base",
    "frame",
    "blocks",
    "stages",
    "scenario",
    "sensitive",
    "tables",
    "chart",
    "compare",
    "cards",
    "path",
    "labels",
    "reveal",
    "quote",
    "media",
    "questions",
    "order",
    "match",
    "number",
    "scale",
    "sets",
    "survey",
    "print",
)


@cache
def stylesheet(without: frozenset[str] = frozenset(), colour: str = "", dark: str = "") -> bytes:
    """`without`: parts that the page has no use for. `colour` and `dark`: the course's own (model.Look)."""
    folder = files("signpost_builder") / "player"
    css = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS if part not in without)
    css += look_css(colour, dark)
    return minify.string("text/css", css).encode()
