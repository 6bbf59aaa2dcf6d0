"""A question as the page shows it: what the template needs, whatever the type."""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, assert_never

from markupsafe import Markup

from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.values import frozen


@frozen(kw_only=True)
class QuestionView:
    """One question for the macro `question`. Values are always indexes in the author's order."""

    id: str
    stem: Markup
    pool: str = ""
    shuffle: bool = False
    scale: bool = False
    dont_know: bool = False
    input: str = "checkbox"  # also the kind of control that says "I don't know"
    hint: str = ""
    options: Sequence[tuple[int, Markup | str]] = ()
    items: Sequence[tuple[int, Markup]] = ()
    terms: Sequence[Markup] = ()
    meanings: Sequence[tuple[int, Markup]] = ()
    range: str = ""
    unit: str = ""
    answered: bool = False  # carries its answer, closed, for readers without JavaScript
    marks: Sequence[tuple[bool, Markup]] = ()  # per option: right, feedback
    lead: str = ""
    solution: Markup | str = ""
    rationale: Markup = Markup()


def mixed(question_id: str, count: int) -> list[int]:
    """An order of 0 … count-1 that is fixed for this question, looks random, and is never the right one."""
    order = sorted(range(count), key=lambda index: hashlib.sha256(f"{question_id} {index}".encode()).digest())
    return order if order != list(range(count)) else order[1:] + order[:1]


def figure(value: float) -> str:
    """As its author typed it: every digit, no exponent. Rounded to nine places, as 0.3 - 0.1 is not quite 0.2 in binary."""
    value = round(value, 9)
    return str(int(value)) if value == int(value) else f"{Decimal(repr(value)):f}"


def question_view(
    question: Question, *, audience: str, t: Mapping[str, Any], answered: bool, in_set: bool, macros: Any
) -> QuestionView:
    """`answered`: with key, feedback and rationale. `in_set`: choices may be shuffled by the player, per sitting."""
    return QuestionView(
        id=question.id,
        stem=Markup(question.wording.get(audience, question.stem)),
        pool=question.pool,
        dont_know=question.dont_know,
        answered=answered and not isinstance(question, ScaleQuestion),
        rationale=Markup(question.rationale),
        shuffle=in_set and isinstance(question, ChoiceQuestion) and question.shuffle,
        **_of_its_type(question, t, macros if answered else None),
    )


def _of_its_type(question: Question, t: Mapping[str, Any], macros: Any) -> dict[str, Any]:
    """What only its type has. `macros` write the solution; None where none is shown."""
    match question:
        case ChoiceQuestion():
            return _choices(question, t)
        case TrueFalseQuestion():
            return _true_false(question, t)
        case OrderQuestion():
            return _order(question, t, macros)
        case MatchQuestion():
            return _match(question, t, macros)
        case ScaleQuestion():
            labels = list(enumerate(map(Markup, question.labels), start=1))
            return {"scale": True, "input": "radio", "options": labels}
        case NumberQuestion():
            return _number(question, t, shown=macros is not None)
        case _:
            assert_never(question)


def _choices(question: ChoiceQuestion, t: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "input": "checkbox" if question.multiple else "radio",
        "hint": t["several"] if question.multiple else "",
        "options": [(index, Markup(choice.text)) for index, choice in enumerate(question.choices)],
        "marks": [(choice.correct, Markup(choice.feedback)) for choice in question.choices],
    }


def _true_false(question: TrueFalseQuestion, t: Mapping[str, Any]) -> dict[str, Any]:
    of_true = (question.answer is True, Markup(question.feedback_true))
    of_false = (question.answer is False, Markup(question.feedback_false))
    return {"input": "radio", "options": [(1, t["true"]), (0, t["false"])], "marks": [of_true, of_false]}


def _order(question: OrderQuestion, t: Mapping[str, Any], macros: Any) -> dict[str, Any]:
    items = [Markup(item) for item in question.items]
    return {
        "hint": t["order"],
        "items": [(index, items[index]) for index in mixed(question.id, len(items))],
        "lead": t["right_order"],
        "solution": macros.in_order(items) if macros else "",
    }


def _match(question: MatchQuestion, t: Mapping[str, Any], macros: Any) -> dict[str, Any]:
    pairs = [(Markup(term), Markup(meaning)) for term, meaning in question.pairs]
    meanings = [*(meaning for _, meaning in pairs), *map(Markup, question.spare)]
    order = mixed(question.id, len(meanings))
    return {
        "terms": [term for term, _ in pairs],
        "meanings": [(index, meanings[index]) for index in order],
        "lead": t["right_pairs"],
        "solution": macros.in_pairs(pairs) if macros else "",
    }


def _number(question: NumberQuestion, t: Mapping[str, Any], *, shown: bool) -> dict[str, Any]:
    return {
        "range": f"{figure(question.minimum)} {figure(question.maximum)}",
        "unit": question.unit,
        "lead": t["right_number"],
        "solution": number_answer(question, t) if shown and question.answer is not None else "",
    }


def number_answer(question: NumberQuestion, t: Mapping[str, Any]) -> Markup:
    unit = question.unit if question.unit == "%" else f" {question.unit}".rstrip()
    text = f"{figure(question.answer or 0)}{unit}."
    if question.tolerance:
        low = max(question.minimum, (question.answer or 0) - question.tolerance)
        high = min(question.maximum, (question.answer or 0) + question.tolerance)
        text += " " + t["within"].format(low=figure(low), high=figure(high))
    return Markup("<p>{}</p>").format(text)
