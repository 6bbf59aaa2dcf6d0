"""Answers that their words give away: absolutes that stand only in wrong choices, and feedback that always begins alike."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, Span, warning
from signpost_builder.fairness.groups import QuestionGroup
from signpost_builder.plain_words import plain

ABSOLUTE = re.compile(
    r"\b(?:all (?:of )?(?:the|these|those|children|people|adults|victims|families|girls|boys)|always|cannot|can't|every|everybody"
    r"|everyone|everything|impossible|never|no one|nobody|none|nothing|only)\b",
    re.IGNORECASE,
)
OPENING = re.compile(r"((?:[^\W\d_]|['’])+(?: (?:[^\W\d_]|['’])+){0,2})[.,:;!]")
VERDICTS = frozenset(
    {"yes", "no", "right", "wrong", "correct", "incorrect", "not correct", "not quite", "well done", "true", "false"}
)
REPEATED = 3  # the same opening so often is a cue; a verdict is one when it stands there twice

Placed = tuple[Span, str]


def wording_findings(groups: Sequence[QuestionGroup]) -> Iterator[Diagnostic]:
    for group in groups:
        yield from _absolutes(group)
        yield from _cues(group)


def _absolutes(group: QuestionGroup) -> Iterator[Diagnostic]:
    """Words such as "never", in wrong choices and false statements of a set and in none of the right ones."""
    right, wrong = _statements(group)
    if any(ABSOLUTE.search(text) for _, text in right):
        return
    for span, text in wrong:
        if match := ABSOLUTE.search(text):
            message = f"'{match[0]}' stands only in what is wrong in {group.name}: '{text}'"
            hint = "say it without the absolute word, or use such words in right choices too"
            yield warning(span, "absolute-in-distractor", message, hint)


def _statements(group: QuestionGroup) -> tuple[list[Placed], list[Placed]]:
    right: list[Placed] = []
    wrong: list[Placed] = []
    for question in group.choices:
        for choice in question.choices:
            (right if choice.correct else wrong).append((question.span, plain(choice.text)))
    for statement in group.true_false:
        (right if statement.answer else wrong).append((statement.span, plain(statement.stem)))
    return right, wrong


def _cues(group: QuestionGroup) -> Iterator[Diagnostic]:
    right, wrong = _feedback(group)
    of_right, of_wrong = (Counter(_openings(texts)) for texts in (right, wrong))
    for mine, other, placed, side in ((of_right, of_wrong, right, "right"), (of_wrong, of_right, wrong, "wrong")):
        for opening, count in mine.items():
            if count >= (2 if opening in VERDICTS else REPEATED) and opening not in other:
                place = next(span for span, text in placed if opening in _openings([(span, text)]))
                message = f"in {group.name} the feedback of {count} {side} answers begins '{opening.capitalize()}', and of no other"
                hint = "begin with the reason; the page says by itself what is right"
                yield warning(place, "feedback-cue", message, hint)


def _feedback(group: QuestionGroup) -> tuple[list[Placed], list[Placed]]:
    right: list[Placed] = []
    wrong: list[Placed] = []
    for question in group.choices:
        for choice in question.choices:
            (right if choice.correct else wrong).append((question.span, plain(choice.feedback)))
    for statement in group.true_false:
        sides = (statement.feedback_true, statement.feedback_false)
        told, other = sides if statement.answer else reversed(sides)
        right.append((statement.span, plain(told)))
        wrong.append((statement.span, plain(other)))
    return right, wrong


def _openings(texts: Iterable[Placed]) -> list[str]:
    return [match[1].lower() for _, text in texts if (match := OPENING.match(text))]
