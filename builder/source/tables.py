"""Tables as authors type them: every cell is kept, and what looks like a table is one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DELIMITERS = re.compile(r"\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")


class TableFault(NamedTuple):
    """`row`: which of the lines it is about."""

    row: int
    message: str
    hint: str


def table_faults(lines: Sequence[str]) -> Iterator[TableFault]:
    """`lines` stand together, without an empty one between them."""
    rows = [line.strip() for line in lines]
    if not any("|" in row for row in rows):
        return
    under = next((number for number, row in enumerate(rows) if "|" in row and DELIMITERS.fullmatch(row)), None)
    if under is None:
        piped = [number for number, row in enumerate(rows) if cells(row) > 1 and (row[0] == "|" or " | " in row)]
        if piped and (len(piped) > 1 or rows[piped[0]][0] == "|"):
            message = "this looks like a table and would be shown with its signs '|'"
            yield TableFault(piped[0], message, "write a line '|---|---|' under the first row")
        return
    if under == 0:
        yield TableFault(0, "this table has no row of headings above its line of dashes", "write what each column is")
        return
    if under > 1:
        yield TableFault(under - 1, "text stands right above this table, so that it is no table", "leave an empty line above it")
        return
    wanted = cells(rows[0])
    for number, row in enumerate(rows):
        if (have := cells(row)) != wanted:
            message = f"this row has {have} cell{'s' if have != 1 else ''}, the headings have {wanted}"
            hint = "write '\\|' for the sign itself; leave a cell empty with '| |'" if "|" in row else "leave an empty line below the table"
            yield TableFault(number, message, hint)


def cells(row: str) -> int:
    """How many cells a row has: between signs '|' that are neither escaped nor in code."""
    plain = re.sub(r"``[^`]++(?:`[^`]++)*+``|`[^`]++`", "", row.replace("\\|", ""))
    return plain.removeprefix("|").removesuffix("|").count("|") + 1
