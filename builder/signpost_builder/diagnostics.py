"""What an author is told about the sources: one value for one finding, and how it prints."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath
from typing import Generic, Literal, NamedTuple, TypeVar

from signpost_builder.values import frozen

T = TypeVar("T")
Severity = Literal["error", "warning"]
MOST_FINDINGS = 1_000  # after which a reader stops: nobody mends more at a time
MOST_NAMES = 1_000  # among which a misspelt word is looked for


class Span(NamedTuple):
    """A place in a source file: path relative to the project, line and column counted from 1 (0: the whole file)."""

    path: PurePosixPath
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else f"{self.path}:1:1"


NOWHERE = Span(PurePosixPath("-"))


@frozen
class Diagnostic:
    """One finding. `code` is a stable kebab-case word with a paragraph in docs/diagnostics.md."""

    span: Span
    code: str
    severity: Severity
    message: str
    hint: str = ""


def as_data(finding: Diagnostic) -> list[str | int]:
    """For a file that a later run reads; `from_data(*…)` is the way back."""
    span = finding.span
    return [str(span.path), span.line, span.column, finding.code, finding.severity, finding.message, finding.hint]


@lru_cache(maxsize=1_000)
def from_data(path: str, line: int, column: int, code: str, severity: Severity, message: str, hint: str) -> Diagnostic:
    """What of one course a format says less well is the same in each of its editions, and then one value."""
    return Diagnostic(Span(PurePosixPath(path), line, column), code, severity, message, hint)


class Read(NamedTuple, Generic[T]):
    """What a reader returns: the value, and everything that an author is told about it.

    A value that could not be read is None, with a finding that says why.
    """

    value: T
    findings: tuple[Diagnostic, ...] = ()


class Findings(list[Diagnostic]):
    """What one reader notes while it reads. It stays with the reader that made it: what leaves is a `Read`."""

    def of(self, read: Read[T]) -> T:
        """The value of another reader; what that one has found is found here too."""
        self += read.findings
        return read.value

    def beside(self, value: T) -> Read[T]:
        """The value with everything that was noted."""
        return Read(value, tuple(self))


class SourceError(Exception):
    """The sources have errors; carries every diagnostic of the run, warnings too, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(in_order(diagnostics))
        super().__init__(f"{sum(d.severity == 'error' for d in self.diagnostics)} errors in the sources")


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without repeats, by file, line, column, then code."""
    return sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.message))


def told_once(of_courses: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """A fault of a file that several courses use is told for the first of them, however it is worded for the others."""
    told: list[Diagnostic] = []
    for findings in of_courses:
        before = {(finding.span, finding.code) for finding in told}
        told += [finding for finding in findings if (finding.span, finding.code) not in before]
    return told


def error(span: Span, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(span, code, "error", message, hint)


def warning(span: Span, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(span, code, "warning", message, hint)


def not_looked_at(span: Span, what: str) -> Diagnostic:
    """What a reader says when it stops after `MOST_FINDINGS`."""
    return error(
        span,
        "too-many-findings",
        f"{what} not looked at: there are {MOST_FINDINGS:,} findings already",
        "mend those first",
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the closest valid word, or lists up to eight valid words, or is empty."""
    names = sorted(islice(known, MOST_NAMES))
    small = {name.lower(): name for name in reversed(names)}  # of two that differ in capitals only, the first
    if close := get_close_matches(word.lower(), small, n=1, cutoff=0.6):
        return f"did you mean '{small[close[0]]}'?"
    return f"known: {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else ""
