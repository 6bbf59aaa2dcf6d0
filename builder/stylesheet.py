"""The one stylesheet of a package: the parts in builder/player/, joined in cascade order and minified."""

from functools import cache
from importlib.resources import files

import minify

PARTS = ("tokens", "base", "frame", "blocks", "questions", "print")


@cache
def stylesheet() -> bytes:
    folder = files("builder") / "player"
    return minify.string("text/css", "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS)).encode()
