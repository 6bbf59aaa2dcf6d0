"""Questions with right answers, as learners meet them together: each set, and those in the pages of each module."""

import re
from collections.abc import Sequence
from typing import assert_never

from signpost_builder.model import (
    Check,
    ChoiceQuestion,
    Course,
    MatchQuestion,
    Module,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
    every_block,
)
from signpost_builder.plain_words import plain
from signpost_builder.values import frozen

JOINT = re.compile(r"[,;:]|\b(?:and|or)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@frozen
class QuestionGroup:
    name: str  # in a message: "the set 'core'"
    questions: tuple[Question, ...]

    @property
    def singles(self) -> list[ChoiceQuestion]:
        return [question for question in self.choices if not question.multiple]

    @property
    def choices(self) -> list[ChoiceQuestion]:
        return [question for question in map(_judged, self.questions) if isinstance(question, ChoiceQuestion)]

    @property
    def true_false(self) -> list[TrueFalseQuestion]:
        return [question for question in map(_judged, self.questions) if isinstance(question, TrueFalseQuestion)]


def _judged(question: Question) -> ChoiceQuestion | TrueFalseQuestion | None:
    """The question, if it offers right and wrong answers that can give themselves away."""
    match question:
        case ChoiceQuestion():
            return question if any(each.correct for each in question.choices) else None
        case TrueFalseQuestion():
            return question if question.answer is not None else None
        case OrderQuestion() | MatchQuestion() | ScaleQuestion() | NumberQuestion():
            return None
        case _:
            assert_never(question)


def question_groups(course: Course) -> list[QuestionGroup]:
    """The knowledge sets of a course, also those of draft forms; then, by module, what is asked in its pages."""
    named = [
        QuestionGroup(f"the set '{each.id}'", each.questions)
        for each in course.question_sets.values()
        if each.kind == "knowledge"
    ]
    in_pages = [QuestionGroup(f"the pages of '{module.id}'", _in_pages(course, module)) for module in course.modules]
    return [group for group in (*named, *in_pages) if group.questions]


def _in_pages(course: Course, module: Module) -> tuple[Question, ...]:
    checks = (block for page in module.pages for block in every_block(page.blocks) if isinstance(block, Check))
    return tuple(
        question
        for check in checks
        if check.questions.id not in course.question_sets
        for question in check.questions.questions
    )


def pooled(groups: Sequence[QuestionGroup], smallest: int, count: str) -> list[QuestionGroup]:
    """Sets with fewer than `smallest` questions of a kind (`count`: the property's name) are judged as one."""
    large = [group for group in groups if len(getattr(group, count)) >= smallest]
    small = [group for group in groups if group not in large]
    together = tuple(question for group in small for question in group.questions)
    return [*large, QuestionGroup("the small sets and the pages together", together)]


def length(text: str) -> int:
    """Characters of a choice as it is read."""
    return len(plain(text))


def parts(text: str) -> int:
    """How many things a choice says: its commas, "and" and "or", and one more."""
    return 1 + len(JOINT.findall(plain(text)))


def word_length(text: str) -> float:
    """Characters of its words on average; 0.0 where there is none."""
    words = WORD.findall(plain(text))
    return sum(map(len, words)) / len(words) if words else 0.0
