"""The list at the end of a question, a scenario's node or the stages: its items, and what stands below each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from signpost_builder.source.passage import Line

CHOICE = re.compile(r"[-*+]\s+\[([ xX]?)\](?:\s+|$)")
OPTION = re.compile(r"[-*+]\s+(?=\[)")
BULLET = re.compile(r"[-*+](?:\s+|$)")
STAGE = re.compile(r"(?:\d{1,3}[.)])\s+")


@dataclass(slots=True)
class ListItem:
    """`first` begins after the marker; `below` has lost the indentation that its lines share.

    `marker` is None for a plain list item among the others: the author forgot what makes it one of them.
    """

    marker: re.Match[str] | None
    first: Line
    below: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class ListParts:
    before: list[Line]
    items: list[ListItem]
    after: list[Line]


def split_list(lines: Sequence[Line], marker: re.Pattern[str]) -> ListParts:
    """Cut lines at the items that `marker` begins. Lines that are not indented, after an empty one, end the list."""
    before: list[Line] = []
    items: list[ListItem] = []
    base, empty = 0, False
    for position, line in enumerate(lines):
        bare = line.text.lstrip()
        indent = len(line.text) - len(bare)
        matched = marker.match(bare)
        begins = matched or (items and BULLET.match(bare))
        if begins and (not items or indent <= base + 1):
            base = indent if not items else base
            items.append(ListItem(matched, line.after(indent + begins.end())))
        elif not items:
            before.append(line)
        elif bare and indent <= base and (empty or bare.startswith("Rationale:")):
            return ListParts(before, _dedented(items), list(lines[position:]))
        else:
            items[-1].below.append(line)
        empty = not bare
    return ListParts(before, _dedented(items), [])


def stripped(lines: Sequence[Line]) -> list[Line]:
    """Without the empty lines at both ends."""
    full = [position for position, line in enumerate(lines) if line.text.strip()]
    return list(lines[full[0] : full[-1] + 1]) if full else []


def _empty_at_end(lines: Sequence[Line]) -> int:
    return next((count for count, line in enumerate(reversed(lines)) if line.text.strip()), len(lines))


def _dedented(items: list[ListItem]) -> list[ListItem]:
    for item in items:
        item.below = item.below[: len(item.below) - _empty_at_end(item.below)]
        shared = min((len(line.text) - len(line.text.lstrip()) for line in item.below if line.text.strip()), default=0)
        item.below = [line.after(min(shared, len(line.text))) for line in item.below]
    return items
