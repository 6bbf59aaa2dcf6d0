"""A question written in place: text, then `- [x]` and `- [ ]` choices, each with its feedback below."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error
from signpost_builder.model import Check, Choice, ChoiceQuestion, QuestionSet, TrueFalseQuestion
from signpost_builder.read.lists import CHOICE, ListItem, split_list, stripped
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.rules import question_findings
from signpost_builder.schema import is_id
from signpost_builder.source.items import Directive
from signpost_builder.source.passage import Line, passage

# [✓], [yes], no space behind, a number before, signs of other tools: the first row decides what the rest is.
NEARLY_CHOICE = re.compile(
    r"(?:[-*+•]|\d{1,2}[.)])\s*+\[[^\]\n]{0,9}\](?!\()|(?:(?:[-*+•]|\d{1,2}[.)])\s*+)?(?:\([ xX✓✔*]\)|[☐☑☒✓✔✗✘✅❌])"
)
LIKE_A_CHOICE = "a choice begins with '- [x]' (right) or '- [ ]' (wrong)"
TYPES = ("single", "multiple", "true-false")


def read_question(
    prose: ProseReader, path: PurePosixPath, directive: Directive, lines: Sequence[Line]
) -> Read[Check | None]:
    """A check of one question; None when it cannot be read as one."""
    parts = split_list(lines, CHOICE)
    id, before = directive.options.get("id", ""), stripped(parts.before)
    if row := next((line for line in before if NEARLY_CHOICE.match(line.text.lstrip())), None):
        hint = "write x or a space between the brackets, and a space behind them"
        return Read(None, (_malformed(path, row, LIKE_A_CHOICE, hint),))
    findings = Findings()
    if id and not is_id(id):
        hint = "use letters, digits and single hyphens, at most 64, such as 'S03'"
        findings.append(error(directive.span, "malformed-id", f"'{id}' cannot be an id", hint))
    findings += _text_findings(path, directive, before)
    stem = findings.of(prose.line(passage(path, before)))
    findings += _choice_findings(path, parts.items)
    choices = tuple(findings.of(_choice(prose, path, item)) for item in parts.items)
    rationale = findings.of(_rationale(prose, path, parts.after))
    if findings and not choices:
        return findings.beside(None)
    question = _question(directive, id, stem, choices, rationale, prose.facts_used())
    rows = [Span(path, item.first.number, item.first.column) for item in parts.items]

    def place(*keys: str | int) -> Span:
        return rows[keys[1]] if len(keys) > 1 and isinstance(keys[1], int) else directive.span

    findings += question_findings(question, True, place)
    questions = QuestionSet(id=id, title="", kind="knowledge", questions=(question,), span=directive.span)
    return findings.beside(Check(questions=questions))


def _malformed(path: PurePosixPath, line: Line, message: str, hint: str) -> Diagnostic:
    return error(Span(path, line.number, line.column), "malformed-question", message, hint)


def _text_findings(path: PurePosixPath, directive: Directive, lines: Sequence[Line]) -> Iterator[Diagnostic]:
    """What is wrong with the lines before the choices."""
    if not lines:
        message = "this question has no text before its choices"
        yield error(directive.span, "malformed-question", message, "write the question first")
    elif gap := next((line for line in lines if not line.text.strip()), None):
        message = "a question's text is one paragraph"
        yield error(Span(path, gap.number + 1, 1), "malformed-question", message, "put the rest before the ':::' line")


def _choice_findings(path: PurePosixPath, items: Sequence[ListItem]) -> Iterator[Diagnostic]:
    for item in items:
        if item.marker is None:
            yield _malformed(path, item.first, LIKE_A_CHOICE, "or indent it, to make it feedback")
        elif not item.first.text.strip():
            hint = "write them behind '- [ ]', on the same line"
            yield _malformed(path, item.first, "this choice has no words", hint)


def _choice(prose: ProseReader, path: PurePosixPath, item: ListItem) -> Read[Choice]:
    findings = Findings()
    feedback = findings.of(prose.line(passage(path, item.below), plain=False)) if item.below else ""
    text = findings.of(prose.line(passage(path, [item.first])))
    correct = item.marker is not None and item.marker[1] in ("x", "X")
    return findings.beside(Choice(text=text, correct=correct, feedback=feedback))


def _rationale(prose: ProseReader, path: PurePosixPath, after: list[Line]) -> Read[str]:
    after = stripped(after)
    if not after:
        return Read("")
    first = after[0]
    bare = first.text.lstrip()
    if not bare.startswith("Rationale:"):
        message = "text below the choices begins with 'Rationale:'"
        return Read("", (_malformed(path, first, message, "or indent it, to make it a choice's feedback"),))
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
