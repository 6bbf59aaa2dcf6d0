"""What a finished page has that not every page has, told by its markup: a package has no blocks to ask.

tests/test_rendered.py holds it against what page.features decides from blocks.
"""

from collections.abc import Mapping
from types import MappingProxyType

from signpost_builder.page.features import SURVEY

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "cards": '<ul class="cards"',
        "changed": " data-changed>",
        "chart": '<figure class="chart-box"',
        "compare": '<div class="compare ',
        "draw": ' data-draw="',
        "easy": '<div class="callout easy"',
        "history": " data-history>",
        "listen": ' data-do="listen"',
        "labels": '<div class="labels"',
        "match": '<ul class="meanings"',
        "media": '<div class="beside"',
        "number": ' data-range="',
        "order": '<ol class="order"',
        "path": '<ol class="path ',
        "quote": '<figure class="quote"',
        "reveal": '<details class="reveal"',
        "scale": '<fieldset class="scale"',
        "scenario": '<div class="scenario"',
        "search": '<section class="page js" id="search"',
        "sensitive": '<section class="sensitive"',
        "sets": '<div class="part"',
        "stages": '<ol class="stages"',
        "tables": "<table",
    }
)


def absent_features(html: str, *, survey: bool) -> frozenset[str]:
    """`survey`: the page's data say where answers go. With or without quotes: bodies leave them out (page.compact)."""
    unquoted = html.replace('"', "")
    absent = {name for name, mark in MARKS.items() if mark.replace('"', "") not in unquoted}
    return frozenset(absent if survey else absent | {SURVEY})
