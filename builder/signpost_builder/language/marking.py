"""From findings to the marks under words that editors draw."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from lsprotocol import types

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.language.texts import Text

QUOTED = re.compile(r"'([^'\n]+)'")
WORD = re.compile(r"[^\s,\[\]{}]+")
SOURCE = "signpost"


def quoted(finding: Diagnostic, line: str) -> tuple[int, int] | None:
    """Which characters of its line a message quotes; of a path perhaps its last part, of `{facts:…}` the name."""
    start = max(finding.span.column - 1, 0)
    for words in QUOTED.findall(finding.message):
        for written in (words, words.rpartition("/")[2], words.strip("{}:…")):
            if written and (at := line.find(written, start)) >= 0:
                return at, at + len(written)
    return None


def extent(finding: Diagnostic, line: str) -> tuple[int, int]:
    """Which characters of its line a finding is about: what its message quotes, else the word at its column."""
    if places := quoted(finding, line):
        return places
    start = max(finding.span.column - 1, 0)
    if start >= len(line):  # the end of the line, or the whole file
        return len(line) - len(line.lstrip()), len(line.rstrip())
    word = WORD.match(line, start)
    return start, word.end() if word else start + 1


def mark(finding: Diagnostic, text: Text) -> types.Diagnostic:
    """One finding as the editor takes it."""
    line = max(finding.span.line - 1, 0)
    start, end = extent(finding, text.line(line))
    hint = f"\n{finding.hint}" if finding.hint else ""
    severity = types.DiagnosticSeverity.Error if finding.severity == "error" else types.DiagnosticSeverity.Warning
    tags = [types.DiagnosticTag.Unnecessary] if finding.code == "unused-file" else None
    return types.Diagnostic(
        range=text.range(line, start, end),
        message=finding.message + hint,
        severity=severity,
        code=finding.code,
        source=SOURCE,
        tags=tags,
    )


def by_file(findings: Iterable[Diagnostic]) -> Mapping[PurePosixPath, list[Diagnostic]]:
    files: dict[PurePosixPath, list[Diagnostic]] = {}
    for finding in findings:
        files.setdefault(finding.span.path, []).append(finding)
    return files


def touching(
    findings: Iterable[Diagnostic], path: PurePosixPath, text: Text, start: types.Position, end: types.Position
) -> list[Diagnostic]:
    """Those of a file whose mark touches what is between two places."""
    first, last = (start.line, text.column(start)), (end.line, text.column(end))
    found = []
    for finding in findings:
        if finding.span.path == path:
            line = max(finding.span.line - 1, 0)
            begins, ends = extent(finding, text.line(line))
            if (line, begins) <= last and first <= (line, ends):
                found.append(finding)
    return found
