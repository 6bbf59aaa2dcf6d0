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


def concise(finding: Diagnostic, source_line: SourceLine) -> str:
    hint = f"\n    hint: {finding.hint}" if finding.hint else ""
    return f"{_head(finding)}{hint}"


def full(finding: Diagnostic, source_line: SourceLine) -> str:
    """With the source line and a caret under the column."""
    line = source_line(finding.span) if finding.span.line else ""
    column = max(finding.span.column, 1)
    # Tabs stay tabs under tabs, so that the caret stands where the editor shows the column.
    indent = "".join("\t" if character == "\t" else " " for character in line[: column - 1])
    shown = f"\n    {line}\n    {indent}^" if line else ""
    hint = f"\n    hint: {finding.hint}" if finding.hint else ""
    return f"{_head(finding)}{shown}{hint}"


def github(finding: Diagnostic, source_line: SourceLine) -> str:
    """A workflow command, which GitHub shows beside the line in a pull request."""
    span = finding.span
    place = f"file={_property(str(span.path))},line={max(span.line, 1)},col={max(span.column, 1)}"
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    return f"::{finding.severity} {place},title={_property(finding.code)}::{_data(text)}"


def json_line(finding: Diagnostic, source_line: SourceLine) -> str:
    """One object on one line."""
    value = {
        "path": str(finding.span.path),
        "line": finding.span.line,
        "column": finding.span.column,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
    }
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


RENDERINGS: Mapping[str, Rendering] = MappingProxyType(
    {"concise": concise, "full": full, "github": github, "json": json_line}
)


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """ "2 errors, 1 warning"; empty if there is nothing to count."""
    severities = Counter(finding.severity for finding in diagnostics)
    return ", ".join(
        f"{severities[severity]} {severity}{'s' if severities[severity] > 1 else ''}"
        for severity in ("error", "warning")
        if severities[severity]
    )


def first_of_each(diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[str]]:
    """Three of each code, codes in the order of their first, and a line for each code of which there are more."""
    by_code: dict[str, list[Diagnostic]] = {}
    for finding in in_order(diagnostics):
        by_code.setdefault(finding.code, []).append(finding)
    more = {code: findings[FIRST:] for code, findings in by_code.items() if len(findings) > FIRST}
    lines = [f"... and {len(findings):,} more [{code}]: {_places(findings)}" for code, findings in more.items()]
    return [finding for findings in by_code.values() for finding in findings[:FIRST]], lines


def _places(findings: list[Diagnostic]) -> str:
    """The files that they are about, three of them by name."""
    names = list(dict.fromkeys(str(finding.span.path) for finding in findings))
    return f"{', '.join(names[:FIRST])}{', …' if len(names) > FIRST else ''}; --diagnostics full shows them"


def capped(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In order, a hundred of each code; the next one of that code stands for the rest and counts them."""
    numbers: Counter[str] = Counter()
    shown: list[Diagnostic] = []
    first_hidden: dict[str, int] = {}
    for finding in in_order(diagnostics):
        numbers[finding.code] += 1
        if numbers[finding.code] <= MOST_OF_A_CODE + 1:
            first_hidden[finding.code] = len(shown)
            shown.append(finding)
    for code, number in numbers.items():
        if number > MOST_OF_A_CODE + 1:
            place = first_hidden[code]
            message = f"and {number - MOST_OF_A_CODE:,} more of this kind from here on"
            shown[place] = replace(shown[place], message=message, hint="mend those above first")
    return shown


def _head(finding: Diagnostic) -> str:
    place = "" if finding.span == NOWHERE else f"{finding.span}: "
    return f"{place}{finding.severity}[{finding.code}]: {finding.message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
