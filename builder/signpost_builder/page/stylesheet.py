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
    "survey",
    "print",
)


@cache
def stylesheet(without: frozenset[str] = frozenset()) -> bytes:
    """`without`: parts that the page has no use for."""
    folder = files("signpost_builder") / "player"
    css = "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS if part not in without)
    return minify.string("text/css", css).encode()
