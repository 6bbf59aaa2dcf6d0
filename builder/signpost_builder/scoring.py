"""What the player must know of a question to mark it (marks.py)."""

from typing import Any, assert_never

from signpost_builder.marks import Spec
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)

__all__ = ["Spec", "spec"]


def spec(question: Question, *, scored: bool = True) -> dict[str, Any]:
    """What the player must know to score a question; `scored=False` (a survey) leaves the right answer out."""
    match question:
        case ChoiceQuestion():
            keys = [index for index, choice in enumerate(question.choices) if choice.correct]
            return {
                "type": "multiple" if question.multiple else "single",
                "options": len(question.choices),
                "keys": keys if keys and scored else None,
            }
        case TrueFalseQuestion():
            known = question.answer if scored else None
            return {"type": "true-false", "keys": None if known is None else [int(known)]}
        case OrderQuestion():
            return {"type": "order", "count": len(question.items)} | _unless(scored)
        case MatchQuestion():
            count = len(question.pairs)
            return {"type": "match", "count": count, "meanings": count + len(question.spare)} | _unless(scored)
        case ScaleQuestion():
            return {"type": "scale", "options": len(question.labels), "keys": None}
        case NumberQuestion():
            return {
                "type": "number",
                "answer": _short(question.answer) if scored and question.answer is not None else None,
                "tolerance": _short(question.tolerance),
            }
        case _:
            assert_never(question)


def _unless(scored: bool) -> dict[str, None]:
    return {} if scored else {"keys": None}


def _short(number: float) -> float | int:
    """44.0 as 44, so that the data of a package reads as the author wrote it."""
    return int(number) if number == int(number) else number
