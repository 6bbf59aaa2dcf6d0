"""What is said of question sets before they begin: how many questions, and how long they take."""

from collections.abc import Mapping, Sequence
from typing import Any

from signpost_builder.answering_time import answering_minutes
from signpost_builder.model import QuestionSet


def minutes_words(sets: Sequence[QuestionSet], texts: Mapping[str, Any]) -> str:
    count = answering_minutes(sets)
    words: str = texts["before"]["minutes_one" if count == 1 else "minutes"]
    return words.format(count=count)


def asked_words(sets: Sequence[QuestionSet], texts: Mapping[str, Any]) -> str:
    """How many questions: those that only a survey asks are not everybody's."""
    count = sum(len(each.questions) for each in sets if not each.survey_only)
    more = any(each.survey_only for each in sets)
    words: str = texts["asked_more" if more else "asked_one" if count == 1 else "asked"]
    return words.format(count=count)
