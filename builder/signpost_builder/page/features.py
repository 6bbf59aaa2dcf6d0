"""What a page has that not every page has: style, script and texts for the rest stay out of its package."""

from collections.abc import Mapping
from types import MappingProxyType

# By the name of a stylesheet part, of a player module and of a group of texts for scripts, as far as there is one:
# the markup that needs them.
MARKS: Mapping[str, str] = MappingProxyType(
    {
        "draw": ' data-draw="',
        "match": '<ol class="meanings"',
        "number": ' data-range="',
        "order": '<ol class="order"',
        "scale": '<fieldset class="scale"',
        "scenario": '<div class="scenario"',
        "sensitive": '<section class="sensitive"',
        "sets": '<div class="part"',
        "stages": '<ol class="stages"',
        "tables": "<table",
    }
)


SURVEY = "survey"  # has no mark: it is there where answers have a place to go
FEATURES = MARKS.keys() | {SURVEY}


def absent_features(html: str, *, survey: bool) -> frozenset[str]:
    """`survey`: the page's data say where answers go."""
    absent = {name for name, mark in MARKS.items() if mark not in html}
    return frozenset(absent if survey else absent | {SURVEY})
