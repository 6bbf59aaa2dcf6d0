"""Advice that an author has answered: on the line itself, or alone on the line above it, with a reason.

`<!-- signpost: ignore long-sentence because the Act says it so -->` in a module, `# signpost: ignore …` in a question set.
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
    pattern = IN_MARKDOWN if path.suffix == ".md" else IN_YAML
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for match in pattern.finditer(line):
            alone = not pattern.sub("", line).strip()
            codes = tuple(re.findall(r"[\w-]+", match["codes"]))
            reason = bool((match["reason"] or "").strip())
            target = _next(lines, number, pattern) if alone else number
            yield Silence(Span(path, number, match.start() + 1), target, codes, reason)


def _next(lines: Sequence[str], number: int, pattern: re.Pattern[str]) -> int:
    """The first line below that has anything but silences on it; the line itself at the end of the file."""
    below = (below for below in range(number, len(lines)) if pattern.sub("", lines[below]).strip())
    return next(below, number - 1) + 1
