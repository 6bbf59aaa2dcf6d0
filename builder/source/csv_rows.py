"""Rows of a comma-separated file (RFC 4180) in which every field knows its place."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from builder.diagnostics import Diagnostic, Span, error

FIELD = re.compile(r'"((?:[^"]|"")*)"[ \t]*(?=[,\n]|\Z)|([^",\n][^,\n]*|(?=[,\n]|\Z))')


class Field(NamedTuple):
    value: str
    span: Span


def rows(text: str, path: PurePosixPath, found: list[Diagnostic]) -> Iterator[list[Field]]:
    """Rows that are not empty, values without spaces around them. Stops, with a finding, at a quote out of place."""
    line, line_start, at = 1, 0, 0
    row: list[Field] = []
    while at <= len(text):
        field = FIELD.match(text, at)
        span = Span(path, line, at - line_start + 1)
        if not field:
            hint = 'double the quotes inside: "say ""hello"""'
            found.append(error(span, "malformed-row", "a quote is not closed here", hint))
            return
        value = field[2] if field[1] is None else field[1].replace('""', '"')
        row.append(Field(" ".join(value.split()), span))
        if newlines := field[0].count("\n"):
            line += newlines
            line_start = at + field[0].rindex("\n") + 1
        at = field.end()
        if at == len(text) or text[at] == "\n":
            if any(field.value for field in row):
                yield row
            row, line, line_start = [], line + 1, at + 1
        at += 1
