"""What stands beside the gaps of a question: there a `*` would begin another."""

from collections.abc import Callable, Iterator
from typing import assert_never

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)


def beside_gaps(question: Question, lowered: Callable[[str], str]) -> list[str]:
    """The steps to order, the terms to match, the unit of a number. No fact can be named in them."""
    match question:
        case OrderQuestion():
            return [lowered(item) for item in question.items]
        case MatchQuestion():
            return [lowered(term) for term, _ in question.pairs]
        case NumberQuestion():
            return [question.unit]
        case ChoiceQuestion() | TrueFalseQuestion() | ScaleQuestion():
            return []
        case _:
            assert_never(question)


def may_have_marks(question: Question) -> bool:
    """Whether its author wrote a `*` beside a gap, or a reference that may stand for one: told before anything is lowered."""
    return any("*" in text or "&" in text for text in beside_gaps(question, str))


def gap_marks(question: Question, lowered: Callable[[str], str]) -> Iterator[Diagnostic]:
    for text in beside_gaps(question, lowered):
        if "*" in text:
            message = f"question '{question.id}' has a '*', which marks a gap in H5P: “{text}”"
            yield error(question.span, "gap-mark-in-text", message, "write '×', or say it in words")
