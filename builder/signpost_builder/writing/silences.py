"""Advice that an author has answered: on the line itself, or alone on the line above it, with a reason.

`<!-- signpost: ignore long-sentence because the Act says it so -->` in a module, `# signpost: ignore …` in its front matter and in a question set.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Span, nearest, warning
from signpost_builder.values import frozen
from signpost_builder.writing.pieces import Written

IN_MARKDOWN = re.compile(r"<!--\s*signpost:\s*ignore\b(?P<codes>.*?)(?:\bbecause\b(?P<reason>.*?))?-->")
IN_YAML = re.compile(r"#\s*signpost:\s*ignore\b(?P<codes>.*?)(?:\bbecause\b(?P<reason>.*))?$")
CODES = (
    "absolute-in-distractor", "all-of-the-above", "avoided-word", "choice-lengths", "feedback-cue", "hard-page", "key-has-most-parts",
    "key-in-one-place", "key-is-longest", "key-is-shortest", "long-sentence", "minutes-do-not-fit", "objective-not-measured",
    "one-sided-true-false", "personal-data", "question-without-objective", "unexplained-abbreviation", "unknown-objective",
)  # fmt: skip
HOW = "write '<!-- signpost: ignore CODE because … -->', in YAML '# signpost: ignore CODE because …'"


@frozen
class Silence:
    """`line`: which it is about."""

    span: Span
    line: int
    codes: tuple[str, ...]
    has_reason: bool

    def covers(self, finding: Diagnostic) -> bool:
        at = finding.span
        return self.has_reason and (at.path, at.line) == (self.span.path, self.line) and finding.code in self.codes


def after_silences(findings: Iterable[Diagnostic], written: Written) -> Iterator[Diagnostic]:
    """What is not silenced; and silences without a reason, without a use, or of what cannot be silenced."""
    silences = [silence for path, text in written.texts.items() for silence in _silences(text, path)]
    used: set[Silence] = set()
    for finding in findings:
        covering = [silence for silence in silences if silence.covers(finding)]
        used.update(covering)
        if not covering:
            yield finding
    for silence in silences:
        yield from _faults(silence, silence in used, silence.span.path in written.shown_in_part)


def _faults(silence: Silence, used: bool, in_part: bool) -> Iterator[Diagnostic]:
    unknown = [code for code in silence.codes if code not in CODES]
    if unknown or not silence.codes:
        name = unknown[0] if unknown else ""
        message = f"'{name}' is no advice that can be silenced" if name else "this does not say what it silences"
        yield warning(silence.span, "unused-silence", message, nearest(name, CODES) if name else HOW)
    elif not silence.has_reason:
        message = f"this silences '{', '.join(silence.codes)}' and does not say why; it counts for nothing"
        yield warning(silence.span, "silence-without-reason", message, HOW)
    elif not used and not in_part:
        message = f"line {silence.line} has no '{', '.join(silence.codes)}' to silence"
        yield warning(silence.span, "unused-silence", message, "take it away")


def _silences(text: str, path: PurePosixPath) -> Iterator[Silence]:
    if "signpost:" not in text:
        return
    lines = text.split("\n")
    yaml = _yaml_lines(lines, path)
    patterns = [IN_YAML if number < yaml else IN_MARKDOWN for number in range(len(lines))]
    bare = [pattern.sub("", line).strip() for pattern, line in zip(patterns, lines, strict=True)]
    for number, (pattern, line) in enumerate(zip(patterns, lines, strict=True), 1):
        for match in pattern.finditer(line):
            codes = tuple(re.findall(r"[\w-]+", match["codes"]))
            reason = bool((match["reason"] or "").strip())
            target = number if bare[number - 1] else _next(bare, number)
            yield Silence(Span(path, number, match.start() + 1), target, codes, reason)


def _yaml_lines(lines: Sequence[str], path: PurePosixPath) -> int:
    """How many lines at the beginning are YAML: all of a question set, the front matter of a module."""
    if path.suffix != ".md":
        return len(lines)
    return next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)


def _next(bare: Sequence[str], number: int) -> int:
    """The first line below that has anything but silences on it; the line itself at the end of the file."""
    return next((below for below in range(number, len(bare)) if bare[below]), number - 1) + 1
