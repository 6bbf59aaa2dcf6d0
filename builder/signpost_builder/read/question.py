"""A question written in place: text, then `- [x]` and `- [ ]` choices, each with its feedback below."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from signpost_builder.diagnostics import Span, error
from signpost_builder.model import Check, Choice, ChoiceQuestion, QuestionSet, TrueFalseQuestion
from signpost_builder.read.lists import CHOICE, ListItem, split_list, stripped
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.reading import Reading
from signpost_builder.read.rules import question_findings
from signpost_builder.schema import is_id
from signpost_builder.source.items import Directive
from signpost_builder.source.passage import Line, passage

# [✓], [yes], no space behind, a number before, signs of other tools: the first row decides what the rest is.
NEARLY_CHOICE = re.compile(
    r"(?:[-*+•]|\d{1,2}[.)])\s*+\[[^\]\n]{0,9}\](?!\()|(?:(?:[-*+•]|\d{1,2}[.)])\s*+)?(?:\([ xX✓✔*]\)|[☐☑☒✓✔✗✘✅❌])"
)
TYPES = ("single", "multiple", "true-false")


def read_question(
    reading: Reading, prose: ProseReader, path: PurePosixPath, directive: Directive, lines: Sequence[Line]
) -> Check | None:
    """A check of one question; None, with findings, when it cannot be read as one."""
    parts = split_list(lines, CHOICE)
    id, before = directive.options.get("id", ""), stripped(parts.before)
    before_count = len(reading.found)
    if row := next((line for line in before if NEARLY_CHOICE.match(line.text.lstrip())), None):
        message = "a choice begins with '- [x]' (right) or '- [ ]' (wrong)"
        span = Span(path, row.number, row.column)
        reading.found.append(
            error(
                span, "malformed-question", message, "write x or a space between the brackets, and a space behind them"
            )
        )
        return None
    if id and not is_id(id):
        hint = "use letters, digits and single hyphens, at most 64, such as 'S03'"
        reading.found.append(error(directive.span, "malformed-id", f"'{id}' cannot be an id", hint))
    if not before:
        message = "this question has no text before its choices"
        reading.found.append(error(directive.span, "malformed-question", message, "write the question first"))
    elif gap := next((line for line in before if not line.text.strip()), None):
        message = "a question's text is one paragraph"
        span = Span(path, gap.number + 1, 1)
        reading.found.append(error(span, "malformed-question", message, "put the rest before the ':::' line"))
    stem = prose.line(passage(path, before))
    for item in parts.items:
        if item.marker is not None and not item.first.text.strip():
            span = Span(path, item.first.number, item.first.column)
            reading.found.append(
                error(
                    span,
                    "malformed-question",
                    "this choice has no words",
                    "write them behind '- [ ]', on the same line",
                )
            )
        if item.marker is None:
            message = "a choice begins with '- [x]' (right) or '- [ ]' (wrong)"
            span = Span(path, item.first.number, item.first.column)
            reading.found.append(error(span, "malformed-question", message, "or indent it, to make it feedback"))
    choices = tuple(_choice(prose, path, item) for item in parts.items)
    rationale = _rationale(reading, prose, path, parts.after)
    if len(reading.found) > before_count and not choices:
        return None
    question = _question(directive, id, stem, choices, rationale, prose.facts_used())
    rows = [Span(path, item.first.number, item.first.column) for item in parts.items]

    def place(*keys: str | int) -> Span:
        return rows[keys[1]] if len(keys) > 1 and isinstance(keys[1], int) else directive.span

    reading.found.extend(question_findings(question, True, place))
    return Check(questions=QuestionSet(id=id, title="", kind="knowledge", questions=(question,), span=directive.span))


def _choice(prose: ProseReader, path: PurePosixPath, item: ListItem) -> Choice:
    feedback = prose.line(passage(path, item.below), plain=False) if item.below else ""
    correct = item.marker is not None and item.marker[1] in ("x", "X")
    return Choice(text=prose.line(passage(path, [item.first])), correct=correct, feedback=feedback)


def _rationale(reading: Reading, prose: ProseReader, path: PurePosixPath, after: list[Line]) -> str:
    after = stripped(after)
    if not after:
        return ""
    first = after[0]
    bare = first.text.lstrip()
    if not bare.startswith("Rationale:"):
        message = "text below the choices begins with 'Rationale:'"
        span = Span(path, first.number, first.column)
        reading.found.append(error(span, "malformed-question", message, "or indent it, to make it a choice's feedback"))
        return ""
    words = bare.removeprefix("Rationale:").lstrip()
    return prose.html(passage(path, [first.after(len(first.text) - len(words)), *after[1:]]))


def _question(
    directive: Directive, id: str, stem: str, choices: tuple[Choice, ...], rationale: str, facts: tuple[str, ...]
) -> ChoiceQuestion | TrueFalseQuestion:
    options = directive.options
    shared: dict[str, Any] = {
        "id": id,
        "stem": stem,
        "rationale": rationale,
        "facts": facts,
        "topic": options.get("topic", ""),
        "objective": options.get("objective", ""),
        "dont_know": options.get("dont_know") == "true",
        "span": directive.span,
    }
    words = [choice.text.lower() for choice in choices]
    match options.get("type"):
        case "true-false" if sorted(words) == ["false", "true"]:
            true, false = choices[words.index("true")], choices[words.index("false")]
            answer = None if true.correct == false.correct else true.correct
            return TrueFalseQuestion(
                answer=answer, feedback_true=true.feedback, feedback_false=false.feedback, **shared
            )
        case None:
            multiple = sum(choice.correct for choice in choices) > 1
        case "multiple":
            multiple = True
        case "single" | "true-false":  # two statements with words of their own are choices
            multiple = False
        case unknown:
            raise AssertionError(f"'{unknown}' is in TYPES and nobody reads it")
    return ChoiceQuestion(choices=choices, multiple=multiple, shuffle=options.get("shuffle") != "false", **shared)
