"""How long question sets take: reckoned from what is asked, so that the page can say it before anybody begins.

The rule: every word that is read, at 150 words a minute, and four seconds to decide on each answer. Most adults read faster
(238 words a minute is the mean for silent reading: Brysbaert 2019, doi:10.1016/j.jml.2019.104047); the pace is a careful
reader's, so that few need longer than the page says. The four seconds are our own estimate.
"""

from collections.abc import Iterable, Iterator
from math import ceil
from typing import assert_never

from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    QuestionSet,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.plain_words import plain

WORDS_A_MINUTE = 150
SECONDS_TO_DECIDE = 4


def answering_minutes(sets: Iterable[QuestionSet]) -> int:
    """Whole minutes, rounded up; 0 where nothing is asked."""
    return ceil(sum(map(minutes_of_set, sets)))


def minutes_of_set(question_set: QuestionSet) -> float:
    words = sum(len(plain(text).split()) for text in _read(question_set))
    return words / WORDS_A_MINUTE + len(question_set.questions) * SECONDS_TO_DECIDE / 60


def _read(question_set: QuestionSet) -> Iterator[str]:
    """What stands in front of the learner; the labels of a scale are read once."""
    yield from (question_set.title, question_set.introduction)
    yield from dict.fromkeys(
        label for question in question_set.questions if isinstance(question, ScaleQuestion) for label in question.labels
    )
    for question in question_set.questions:
        yield question.stem
        yield from _offered(question)


def _offered(question: Question) -> Iterable[str]:
    match question:
        case ChoiceQuestion():
            return [choice.text for choice in question.choices]
        case OrderQuestion():
            return question.items
        case MatchQuestion():
            return [*(text for pair in question.pairs for text in pair), *question.spare]
        case TrueFalseQuestion() | ScaleQuestion() | NumberQuestion():
            return ()
        case _:
            assert_never(question)
