"""A trust's own colour, as the values of the stylesheet's tokens that are made of it; everything else stays as it is."""

from collections.abc import Iterator
from typing import NamedTuple

from signpost_builder.charts.colours import contrast, mixed

LEAST = 4.5  # to 1, of text (WCAG 2.2, 1.4.3)


class Paper(NamedTuple):
    """What the colour stands on, and what stands on it; player/tokens.css has the same values."""

    name: str
    sheet: str
    mist: str
    ink_on: str
    deepened_with: str


LIGHT = Paper("white", "#ffffff", "#f2f5f3", "#ffffff", "#000000")
DARK = Paper("the dark page", "#111a1c", "#1a2628", "#06231e", "#ffffff")
TINT = 0.08  # of the colour in the paper of boxes


def tokens(colour: str, paper: Paper) -> str:
    tint, deep = mixed(paper.sheet, colour, TINT), mixed(colour, paper.deepened_with, 0.25)
    return f"--pine:{colour};--pine-deep:{deep};--pine-mist:{tint}"


def low_contrasts(colour: str, paper: Paper) -> Iterator[tuple[str, float]]:
    """Where words would be hard to read, and the ratio there: as text on its papers, and under the words of buttons."""
    tint = mixed(paper.sheet, colour, TINT)
    for where, other in (
        (f"as text on {paper.name}", paper.sheet),
        ("as text on a grey box", paper.mist),
        ("as text on its own tint", tint),
        ("under the words of a button", paper.ink_on),
    ):
        if (ratio := contrast(colour, other)) < LEAST:
            yield where, ratio


def lightened(colour: str) -> str:
    """The colour for the dark page: mixed with white until it can be read there."""
    steps = (mixed(colour, "#ffffff", share / 20) for share in range(21))
    return next(each for each in steps if not any(low_contrasts(each, DARK)))


def look_css(colour: str, dark: str) -> str:
    """Rules that follow the stylesheet; empty without a colour."""
    if not colour:
        return ""
    return f":root{{{tokens(colour, LIGHT)}}}@media (prefers-color-scheme:dark){{:root{{{tokens(dark, DARK)}}}}}"
