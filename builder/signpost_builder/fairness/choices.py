"""Answers that their form gives away: length, parts, place, one side."""

import re
from collections.abc import Callable, Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.fairness.groups import QuestionGroup, length, parts, pooled
from signpost_builder.model import ChoiceQuestion
from signpost_builder.plain_words import plain

FEWEST = 3  # questions of a set that make a pattern; smaller sets are judged together
SPREAD = 1.2  # the longest choice against the shortest
LEEWAY = 3  # characters that nobody sees in short choices
OF_ALL = re.compile(
    r"\b(?:all|none|both|any|neither) (?:of )?(?:the above|the below|these|those|them|the others)\b", re.IGNORECASE
)


def choice_findings(groups: Sequence[QuestionGroup]) -> Iterator[Diagnostic]:
    for group in groups:
        for question in group.choices:
            yield from _one(question)
        yield from _one_side(group)
    for group in pooled(groups, FEWEST, "choices"):
        yield from _by_length(group, max)
        yield from _by_length(group, min)
        yield from _by_parts(group)
        yield from _same_place(group)
    yield from _one_side(pooled(groups, 2, "true_false")[-1])


def _one(question: ChoiceQuestion) -> Iterator[Diagnostic]:
    lengths = [length(choice.text) for choice in question.choices]
    if max(lengths) > SPREAD * min(lengths) and max(lengths) - min(lengths) > LEEWAY:
        message = f"the choices of '{question.id}' have {min(lengths)} to {max(lengths)} characters"
        hint = "make the longest at most a fifth longer than the shortest"
        yield warning(question.span, "choice-lengths", message, hint)
    for choice in question.choices:
        if OF_ALL.search(plain(choice.text)):
            message = f"'{plain(choice.text)}' in '{question.id}' can be answered by knowing two of the others"
            hint = "write a choice of its own, or 'type: multiple'"
            yield warning(question.span, "all-of-the-above", message, hint)


def _by_length(group: QuestionGroup, extreme: Callable[[list[int]], int]) -> Iterator[Diagnostic]:
    """The right choice stands out by its length in more than half of the questions."""
    word = "longest" if extreme is max else "shortest"
    told = [question for question in group.choices if _stands_out(question, extreme, length)]
    if len(group.choices) >= FEWEST and 2 * len(told) > len(group.choices):
        message = (
            f"in {len(told)} of {len(group.choices)} choice questions of {group.name} the right choice is the {word}"
        )
        hint = f"change the lengths, so that at most half of the right choices are the {word}"
        place = told[0].span
        if extreme is max:
            yield warning(place, "key-is-longest", message, hint)
        else:
            yield warning(place, "key-is-shortest", message, hint)


def _by_parts(group: QuestionGroup) -> Iterator[Diagnostic]:
    """The right choice names the most things in more than half of the questions."""
    told = [question for question in group.choices if _stands_out(question, max, parts)]
    if len(group.choices) >= FEWEST and 2 * len(told) > len(group.choices):
        message = f"in {len(told)} of {len(group.choices)} choice questions of {group.name} the right choice has the most commas, 'and' and 'or'"
        hint = "give wrong choices a second half too, so that at most half of the right choices say the most"
        yield warning(told[0].span, "key-has-most-parts", message, hint)


def _stands_out(question: ChoiceQuestion, extreme: Callable[[list[int]], int], measure: Callable[[str], int]) -> bool:
    """Each right choice is longer (shorter, of more parts) than each wrong one."""
    right = [measure(choice.text) for choice in question.choices if choice.correct]
    wrong = [measure(choice.text) for choice in question.choices if not choice.correct]
    nearest = min(right) if extreme is max else max(right)
    return bool(wrong) and extreme(wrong) != nearest and extreme([nearest, extreme(wrong)]) == nearest


def _same_place(group: QuestionGroup) -> Iterator[Diagnostic]:
    fixed = [question for question in group.singles if not question.shuffle]
    places = {next(place for place, choice in enumerate(question.choices) if choice.correct) for question in fixed}
    if len(fixed) >= FEWEST and len(places) == 1:
        message = f"in {group.name} the right choice of all {len(fixed)} questions without shuffling is number {places.pop() + 1}"
        yield warning(fixed[0].span, "key-in-one-place", message, "move some, or take 'shuffle: false' away")


def _one_side(group: QuestionGroup) -> Iterator[Diagnostic]:
    """All of two or three statements, or more than three quarters of four and more, have the same answer."""
    answers = [question.answer for question in group.true_false]
    for side in (True, False):
        same = answers.count(side)
        if same == len(answers) > 1 or (len(answers) > 3 and 4 * same > 3 * len(answers)):
            message = f"{same} of {len(answers)} true-or-false statements of {group.name} are {str(side).lower()}"
            hint = "turn some round, so that about half are true"
            place = next(question for question in group.true_false if question.answer is side).span
            yield warning(place, "one-sided-true-false", message, hint)
