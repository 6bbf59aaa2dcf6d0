"""How many there were to ask: packages opened, people trained. The store cannot know; the operator gives it in a CSV file.

Columns: `audience`, `term` (empty: all terms together), `group` (empty: everyone), `what` (words for the report, "staff trained"),
`people` (a whole number). At most a few rows: they are printed as given, with the share that answered.
"""

import csv
from dataclasses import dataclass

from signpost_report.reading import ReleaseError

COLUMNS = ("audience", "term", "group", "what", "people")


@dataclass(frozen=True)
class Denominator:
    """So many people of an audience (of a group, in a term) could have answered."""

    audience: str
    term: str
    group: str
    what: str
    people: int
    place: str  # file and line, for what is wrong with it


def read_denominators(name: str, text: str) -> tuple[Denominator, ...]:
    """Raises ReleaseError, which names file and line."""
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ReleaseError(
            f"{name}:1: the columns are {', '.join(rows.fieldnames or ()) or 'missing'}; write {','.join(COLUMNS)}"
        )
    return tuple(_row(f"{name}:{number}", row) for number, row in enumerate(rows, start=2))


def _row(place: str, row: dict[str, str]) -> Denominator:
    if None in row or None in row.values():
        raise ReleaseError(f"{place}: this row has another number of columns than the first")
    cells = {key: value.strip() for key, value in row.items()}
    if not cells["people"].isascii() or not cells["people"].isdecimal() or int(cells["people"]) == 0:
        raise ReleaseError(f"{place}: '{cells['people']}' is not a number of people: write a whole number above nought")
    if not cells["audience"] or not cells["what"]:
        raise ReleaseError(f"{place}: audience and what must be given, as 'staff' and 'people trained'")
    return Denominator(cells["audience"], cells["term"], cells["group"], cells["what"], int(cells["people"]), place)
