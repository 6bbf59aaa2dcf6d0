"""Questions with right answers, as learners meet them together: each set, and those in the pages of each module."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import assert_never

from signpost_builder.forms import plain
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

JOINT = re.compile(r"[,;:]|\b(?:and|or)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    name: str  # in a message: "the set 'core'"
    questions: tuple[Question, ...]

    @property
    def singles(self) -> list[ChoiceQuestion]:
        return [one for one in self.choices if not one.multiple]

    @property
    def choices(self) -> list[ChoiceQuestion]:
        return [one for one in map(_judged, self.questions) if isinstance(one, ChoiceQuestion)]

    @property
    def true_false(self) -> list[TrueFalseQuestion]:
        return [one for one in map(_judged, self.questions) if isinstance(one, TrueFalseQuestion)]


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


def asked_sets(course: Course) -> list[Asked]:
    """The knowledge sets of a course, also those of draft forms; then, by module, what is asked in its pages."""
    named = [
        Asked(f"the set '{each.id}'", each.questions)
        for each in course.question_sets.values()
        if each.kind == "knowledge"
    ]
    in_pages = [Asked(f"the pages of '{module.id}'", _in_pages(course, module)) for module in course.modules]
    return [each for each in (*named, *in_pages) if each.questions]


def _in_pages(course: Course, module: Module) -> tuple[Question, ...]:
    checks = (block for page in module.pages for block in every_block(page.blocks) if isinstance(block, Check))
    return tuple(
        one for check in checks if check.questions.id not in course.question_sets for one in check.questions.questions
    )


def pooled(asked: Sequence[Asked], smallest: int, count: str) -> list[Asked]:
    """Sets with fewer than `smallest` questions of a kind (`count`: the property's name) are judged as one."""
    large = [each for each in asked if len(getattr(each, count)) >= smallest]
    small = [each for each in asked if each not in large]
    together = tuple(one for each in small for one in each.questions)
    return [*large, Asked("the small sets and the pages together", together)]


def length(text: str) -> int:
    """Characters of a choice as it is read."""
    return len(plain(text))


def parts(text: str) -> int:
    """How many things a choice says: its commas, "and" and "or", and one more."""
    return 1 + len(JOINT.findall(plain(text)))


def word_length(text: str) -> float:
    """Characters of its words on average; 0.0 where there is none."""
    return fmean(len(word) for word in words) if (words := WORD.findall(plain(text))) else 0.0
