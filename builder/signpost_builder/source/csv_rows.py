"""Rows of a comma-separated file (RFC 4180) in which every field knows its place.

Spreadsheets of countries that write 1,5 separate by semicolons: such a file is read as well.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error

FIELD = {
    sign: re.compile(rf'"((?:[^"]|"")*)"[ \t]*(?=[{sign}\n]|\Z)|([^"{sign}\n][^{sign}\n]*|(?=[{sign}\n]|\Z))')
    for sign in ",;"
}
# What a spreadsheet takes for a formula, full-width signs too (OWASP, "CSV Injection"). It leaves `+44 …` and `+44(0)…`
# alone, which are no arithmetic; of `+44-20-…` it makes a sum.
FORMULA = re.compile(r"[ \n]*[=+\-@\t＝＋－＠]")
NUMBER_FROM_ABROAD = re.compile(r"[ \n]*\+[1-9][0-9]*[ (][0-9 ().]*[0-9](?:,? [a-z]+\.? ?[0-9]+)?[ \n]*")
WORD = re.compile(r"\w")  # a '-' alone fills a cell and is no formula
CURLY = re.compile(
    "[“”„«](?:[^“”»]*|.*[“”»])", re.DOTALL
)  # it holds together nothing: the comma has cut it, or none does


class Field(NamedTuple):
    """`told`: a finding says already what is wrong with it."""

    value: str
    span: Span
    told: bool = False


def rows(text: str, path: PurePosixPath) -> Read[list[list[Field]]]:
    """Rows that are not empty, values without spaces around them. Stops, with a finding, at a quote out of place."""
    if fault := _other_format(text, path):
        return Read([], (fault,))
    findings, table = Findings(), list[list[Field]]()
    pattern = FIELD[separator(text)]
    line, line_start, at = 1, 0, 0
    row: list[Field] = []
    while at <= len(text):
        field = pattern.match(text, at)
        span = Span(path, line, at - line_start + 1)
        if not field:
            hint = 'double the quotes inside: "say ""hello"""'
            findings.append(error(span, "malformed-row", "a quote is not closed here", hint))
            break
        value = field[2] if field[1] is None else field[1].replace('""', '"')
        unwanted = list(_unwanted(value, field[1] is None, span))
        findings += unwanted
        row.append(Field(" ".join(value.split()), span, told=bool(unwanted)))
        if newlines := field[0].count("\n"):
            line += newlines
            line_start = at + field[0].rindex("\n") + 1
        at = field.end()
        if at == len(text) or text[at] == "\n":
            if any(field.value for field in row):
                table.append(row)
            row, line, line_start = [], line + 1, at + 1
        at += 1
    return findings.beside(table)


def separator(text: str) -> Literal[",", ";"]:
    """What the header has more of: no column is called by either sign."""
    header = text.split("\n", 1)[0]
    return ";" if header.count(";") > header.count(",") else ","


def _other_format(text: str, path: PurePosixPath) -> Diagnostic | None:
    """A table that is separated by neither commas nor semicolons, told by its header."""
    header = text.split("\n", 1)[0]
    if header.lower().startswith("sep="):
        message = f"the line '{header.strip()}' is for one spreadsheet program alone"
        return error(Span(path, 1, 1), "malformed-row", message, "delete this line; the header comes first")
    for sign, name in (("\t", "tabs"), ("|", "upright strokes")):
        if header.count(sign) > max(header.count(","), header.count(";")):
            message = f"the columns of this file are separated by {name}"
            hint = "save it as 'CSV UTF-8 (comma delimited)'; in LibreOffice choose the comma as the separator"
            return error(Span(path, 1, header.index(sign) + 1), "malformed-row", message, hint)
    return None


def _unwanted(value: str, bare: bool, span: Span) -> Iterator[Diagnostic]:
    if FORMULA.match(value) and WORD.search(value) and not NUMBER_FROM_ABROAD.fullmatch(value):
        message = f"a spreadsheet takes '{value.strip()}' for a formula, because of its first sign"
        hint = "begin with a letter or a digit; write a number from abroad with spaces, such as +353 1 234 5678"
        yield error(span, "formula-in-cell", message, hint)
    elif bare and CURLY.fullmatch(value.strip()):
        message = f"'{value.strip()[0]}' is a letter here, not the quote that holds a field together"
        yield error(span, "malformed-row", message, 'write straight quotes: "')
