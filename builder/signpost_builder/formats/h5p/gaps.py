"""What stands beside the gaps of a question: there a `*` would begin another."""

from collections.abc import Iterator
from typing import assert_never

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.h5p.text import Lowering
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)


def beside_gaps(question: Question, lowering: Lowering) -> list[str]:
    """The steps to order, the terms to match, the unit of a number. No fact can be named in them."""
    match question:
        case OrderQuestion():
            return [lowering.field(item, "marked", str) for item in question.items]
        case MatchQuestion():
            return [lowering.field(term, "marked", str) for term, _ in question.pairs]
        case NumberQuestion():
            return [question.unit]
        case ChoiceQuestion() | TrueFalseQuestion() | ScaleQuestion():
            return []
        case _:
            assert_never(question)


def gap_marks(question: Question, lowering: Lowering) -> Iterator[Diagnostic]:
    for text in beside_gaps(question, lowering):
        if "*" in text:
            message = f"question '{question.id}' has a '*', which marks a gap in H5P: “{text}”"
            yield error(question.span, "gap-mark-in-text", message, "write '×', or say it in words")
