"""Tables as authors type them: every cell is kept, and what looks like a table is one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DELIMITERS = re.compile(r"\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
TYPOGRAPHIC = r"[\s:|-]*+[—–−][\s:|—–−-]*+"
GAPS = r"-{2,}+(?:\s++-{2,}+)++"


class TableFault(NamedTuple):
    """`row`: which of the lines it is about."""

    row: int
    message: str
    hint: str


def table_faults(lines: Sequence[str]) -> Iterator[TableFault]:
    """`lines` stand together, without an empty one between them."""
    rows = [line.strip().removeprefix("> ").strip() for line in lines]
    if not any("|" in row for row in rows):
        yield from _other_tables(lines, rows)
        return
    under = next((number for number, row in enumerate(rows) if "|" in row and DELIMITERS.fullmatch(row)), None)
    if (
        under is None
        and (
            row := next(
                (number for number, row in enumerate(rows) if "|" in row and re.fullmatch(TYPOGRAPHIC, row)), None
            )
        )
        is not None
    ):
        yield TableFault(
            row, "the line under the headings has a word processor's dashes", "type '|---|---|' with the minus key"
        )
        return
    if under is None:
        piped = [
            number
            for number, row in enumerate(rows)
            if "|" in row and (row[0] == row[-1] == "|" or (cells(row) > 1 and (row[0] == "|" or " | " in row)))
        ]
        if piped and (len(piped) > 1 or rows[piped[0]][0] == "|"):
            message = "this looks like a table and would be shown with its signs '|'"
            yield TableFault(
                piped[0], message, "write a line '|---|---|' under the first row, and no empty line in the table"
            )
        return
    if under == 0:
        yield TableFault(
            0, "this table has no row of headings above its line of dashes", "write what each column is, right above"
        )
        return
    if under > 1:
        yield TableFault(
            under - 1, "text stands right above this table, so that it is no table", "leave an empty line above it"
        )
        return
    if rows[1][0] == "-":
        yield TableFault(1, "this line begins a list, so that this is no table", "begin it with '|': '|---|---|'")
        return
    if len(rows) == 2:
        yield TableFault(0, "this table has headings and nothing below", "write its rows, right below")
    wanted = cells(rows[0])
    for number, written in enumerate(rows):
        if (have := cells(written)) != wanted:
            message = f"this row has {have} cell{'s' if have != 1 else ''}, the headings have {wanted}"
            hint = (
                "write '\\|' for the sign itself; leave a cell empty with '| |'"
                if "|" in written
                else "leave an empty line below the table"
            )
            yield TableFault(number, message, hint)


def _other_tables(lines: Sequence[str], rows: list[str]) -> Iterator[TableFault]:
    """What other programs take for a table: columns between tabs, between drawn lines, or under dashes with gaps."""
    tabbed = [number for number, row in enumerate(rows) if "\t" in row]
    drawn = [number for number, row in enumerate(rows) if row[:1] in "│┃║｜┌├╔" and row]
    gaps = [number for number, row in enumerate(rows) if row[:1] == "-" and re.fullmatch(GAPS, row)]
    for found, of_what in ((tabbed, "tabs"), (drawn, "drawn lines"), (gaps, "spaces")):
        if len(found) > (of_what != "spaces"):
            hint = "write '| Sign | Ask |', a line '|---|---|', and '| … | … |' for each row"
            yield TableFault(
                found[0],
                f"this looks like a table with {of_what} between its columns and would be shown as one paragraph",
                hint,
            )
            return


def split_row(row: str) -> list[str]:
    """The cells of a row, each without the spaces around it."""
    inside = row.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inside)]


def cells(row: str) -> int:
    """How many cells a row has: between signs '|' that are neither escaped nor in code."""
    plain = re.sub(r"``[^`]++(?:`[^`]++)*+``|`[^`]++`", "", row.replace("\\|", ""))
    return plain.removeprefix("|").removesuffix("|").count("|") + 1
