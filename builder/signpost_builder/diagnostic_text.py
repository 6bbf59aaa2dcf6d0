"""How diagnostics print: one small function for each style of `--diagnostics`."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span, in_order

SourceLine = Callable[[Span], str]  # the text of the line that a span points at; empty if there is none
Rendering = Callable[[Diagnostic, SourceLine], str]

FIRST = 3
MOST_OF_A_CODE = 100  # on the screen; nobody reads more


def concise(found: Diagnostic, source_line: SourceLine) -> str:
    hint = f"\n    hint: {found.hint}" if found.hint else ""
    return f"{_head(found)}{hint}"


def full(found: Diagnostic, source_line: SourceLine) -> str:
    """With the source line and a caret under the column."""
    line = source_line(found.span) if found.span.line else ""
    column = max(found.span.column, 1)
    # Tabs stay tabs under tabs, so that the caret stands where the editor shows the column.
    indent = "".join("\t" if character == "\t" else " " for character in line[: column - 1])
    shown = f"\n    {line}\n    {indent}^" if line else ""
    hint = f"\n    hint: {found.hint}" if found.hint else ""
    return f"{_head(found)}{shown}{hint}"


def github(found: Diagnostic, source_line: SourceLine) -> str:
    """A workflow command, which GitHub shows beside the line in a pull request."""
    span = found.span
    place = f"file={_property(str(span.path))},line={max(span.line, 1)},col={max(span.column, 1)}"
    text = found.message + (f" ({found.hint})" if found.hint else "")
    return f"::{found.severity} {place},title={_property(found.code)}::{_data(text)}"


def json_line(found: Diagnostic, source_line: SourceLine) -> str:
    """One object on one line."""
    value = {
        "path": str(found.span.path),
        "line": found.span.line,
        "column": found.span.column,
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "hint": found.hint,
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


RENDERINGS: Mapping[str, Rendering] = MappingProxyType(
    {"concise": concise, "full": full, "github": github, "json": json_line}
)


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """ "2 errors, 1 warning"; empty if there is nothing to count."""
    severities = Counter(found.severity for found in diagnostics)
    return ", ".join(
        f"{severities[severity]} {severity}{'s' if severities[severity] > 1 else ''}"
        for severity in ("error", "warning")
        if severities[severity]
    )


def first_of_each(diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[str]]:
    """Three of each code, codes in the order of their first, and a line for each code of which there are more."""
    by_code: dict[str, list[Diagnostic]] = {}
    for found in in_order(diagnostics):
        by_code.setdefault(found.code, []).append(found)
    more = {code: found[FIRST:] for code, found in by_code.items() if len(found) > FIRST}
    lines = [f"... and {len(found):,} more [{code}]: {_places(found)}" for code, found in more.items()]
    return [one for found in by_code.values() for one in found[:FIRST]], lines


def _places(found: list[Diagnostic]) -> str:
    """The files that they are about, three of them by name."""
    names = list(dict.fromkeys(str(one.span.path) for one in found))
    return f"{', '.join(names[:FIRST])}{', …' if len(names) > FIRST else ''}; --diagnostics full shows them"


def capped(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In order, a hundred of each code; the next one of that code stands for the rest and counts them."""
    numbers: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    first_hidden: dict[str, int] = {}
    for found in in_order(diagnostics):
        numbers[found.code] += 1
        if numbers[found.code] <= MOST_OF_A_CODE + 1:
            first_hidden[found.code] = len(shown)
            shown.append(found)
    for code, number in numbers.items():
        if number > MOST_OF_A_CODE + 1:
            place = first_hidden[code]
            message = f"and {number - MOST_OF_A_CODE:,} more of this kind from here on"
            shown[place] = replace(shown[place], message=message, hint="mend those above first")
    return shown


def _head(found: Diagnostic) -> str:
    place = "" if found.span == NOWHERE else f"{found.span}: "
    return f"{place}{found.severity}[{found.code}]: {found.message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
