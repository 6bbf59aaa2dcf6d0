"""The one stylesheet of a package: the parts in builder/signpost_builder/player/, joined in cascade order and minified."""

from functools import cache
from importlib.resources import files

import minify

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
    "changed",
    "search",
    "listen",
    "easy",
    "survey",
    "print",
)


@cache
def stylesheet(without: frozenset[str] = frozenset(), own: str = "") -> bytes:
    """`without`: parts that the page has no use for. `own`: rules of the course that follow (page.look)."""
    folder = files("signpost_builder") / "player"
    css = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS if part not in without)
    css += own
    return minify.string("text/css", css).encode()
