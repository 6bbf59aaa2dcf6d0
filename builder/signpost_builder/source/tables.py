"""Tables as authors type them: every cell is kept, and what looks like a table is one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DELIMITERS = re.compile(r"\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
TYPOGRAPHIC = re.compile(r"[\s:|-]*+[—–−][\s:|—–−-]*+")
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
        yield from _other_tables(rows)
        return
    under = _first(rows, DELIMITERS)
    if under is None:
        yield from _undelimited(rows)
    elif fault := _misplaced(rows, under):
        yield fault
    else:
        yield from _uneven(rows)


def _first(rows: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    """The first row with '|' that is all of the pattern."""
    return next((number for number, row in enumerate(rows) if "|" in row and pattern.fullmatch(row)), None)


def _undelimited(rows: Sequence[str]) -> Iterator[TableFault]:
    """No line of dashes stands among the rows."""
    drawn = _first(rows, TYPOGRAPHIC)
    if drawn is not None:
        message = "the line under the headings has a word processor's dashes"
        yield TableFault(drawn, message, "type '|---|---|' with the minus key")
        return
    piped = [number for number, row in enumerate(rows) if "|" in row and _looks_like_row(row)]
    if piped and (len(piped) > 1 or rows[piped[0]][0] == "|"):
        message = "this looks like a table and would be shown with its signs '|'"
        hint = "write a line '|---|---|' under the first row, and no empty line in the table"
        yield TableFault(piped[0], message, hint)


def _looks_like_row(row: str) -> bool:
    return row[0] == row[-1] == "|" or (cells(row) > 1 and (row[0] == "|" or " | " in row))


def _misplaced(rows: Sequence[str], under: int) -> TableFault | None:
    """What is wrong with where the line of dashes stands."""
    if under == 0:
        message = "this table has no row of headings above its line of dashes"
        return TableFault(0, message, "write what each column is, right above")
    if under > 1:
        message = "text stands right above this table, so that it is no table"
        return TableFault(under - 1, message, "leave an empty line above it")
    if rows[1][0] == "-":
        return TableFault(1, "this line begins a list, so that this is no table", "begin it with '|': '|---|---|'")
    return None


def _uneven(rows: Sequence[str]) -> Iterator[TableFault]:
    """Rows that are missing, or have other cells than the headings."""
    if len(rows) == 2:
        yield TableFault(0, "this table has headings and nothing below", "write its rows, right below")
    wanted = cells(rows[0])
    for number, row in enumerate(rows):
        if (have := cells(row)) != wanted:
            message = f"this row has {have} cell{'s' if have != 1 else ''}, the headings have {wanted}"
            in_a_cell = "write '\\|' for the sign itself; leave a cell empty with '| |'"
            yield TableFault(number, message, in_a_cell if "|" in row else "leave an empty line below the table")


def _other_tables(rows: Sequence[str]) -> Iterator[TableFault]:
    """What other programs take for a table: columns between tabs, between drawn lines, or under dashes with gaps."""
    tabbed = [number for number, row in enumerate(rows) if "\t" in row]
    drawn = [number for number, row in enumerate(rows) if row[:1] in "│┃║｜┌├╔" and row]
    gaps = [number for number, row in enumerate(rows) if row[:1] == "-" and re.fullmatch(GAPS, row)]
    for numbers, of_what in ((tabbed, "tabs"), (drawn, "drawn lines"), (gaps, "spaces")):
        if len(numbers) > (of_what != "spaces"):
            hint = "write '| Sign | Ask |', a line '|---|---|', and '| … | … |' for each row"
            yield TableFault(
                numbers[0],
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
