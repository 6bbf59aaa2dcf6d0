"""A practice check for the room: the question on one slide, the answer with its reasons on the next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from signpost_builder.formats.trainer.deck import LETTERS, Body, Choices, Points, Slide, SlideChoice, Table
from signpost_builder.formats.trainer.deck_lines import told
from signpost_builder.formats.trainer.slide_text import Line, Run, inline, line, lines, plain
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.page.questions import figure, mixed


def question_slides(
    question: Question, title: str, place: str, texts: Mapping[str, Any], credits: tuple[str, ...]
) -> Iterator[Slide]:
    """`place`: the ids begin with it. A rating has no answer."""
    title = title or texts["slides"]["question"]
    if isinstance(question, MatchQuestion):
        title = " ".join(map(plain, lines(question.stem)))
    why = [plain(each) for each in lines(question.rationale)]
    yield Slide(id=place, title=title, body=_asked(question, texts), notes=(*_each_said(question, texts), *why))
    reasons = lines(question.rationale) or _said_to_the_right(question)
    for at, body in enumerate(_answers(question, reasons, texts)):
        id = f"{place}-answer" if at == 0 else f"{place}-answer-{at + 1}"
        yield Slide(id=id, title=texts["slides"]["answer"], body=body, sources=credits)


def _answers(question: Question, reasons: Sequence[Line], texts: Mapping[str, Any]) -> Iterator[Body]:
    """What is right and why, on one slide where they fit."""
    key = _key(question, texts)
    if isinstance(key, Points) and key.marks == "none":
        yield from (Points(group, "none") for group in told([*key.lines, *reasons]))
    elif key:
        yield key
        yield from (Points(group, "none") for group in told(reasons))


def _asked(question: Question, texts: Mapping[str, Any]) -> Body:
    stem = tuple(lines(question.stem))
    match question:
        case ChoiceQuestion():
            return Choices(stem, _choices(question, texts), question.multiple)
        case TrueFalseQuestion():
            said = {True: question.feedback_true, False: question.feedback_false}
            choices = tuple(
                SlideChoice(
                    line(texts[name]),
                    (_mark(question.answer is value, texts), *lines(said[value])),
                    right=question.answer is value,
                )
                for name, value in (("true", True), ("false", False))
            )
            return Choices(stem, choices)
        case OrderQuestion():
            order = mixed(question.id, len(question.items))
            items = (_lettered(place, question.items[index]) for place, index in enumerate(order))
            return Points((*stem, *items), "none")
        case MatchQuestion():
            meanings = [meaning for _, meaning in question.pairs] + list(question.spare)
            order = mixed(question.id, len(meanings))
            terms = [inline(term) for term, _ in question.pairs]
            right = [_lettered(place, meanings[index]) for place, index in enumerate(order)]
            rows = tuple(
                (terms[at] if at < len(terms) else (), right[at] if at < len(right) else ()) for at in range(len(right))
            )
            return Table((), rows)  # the slide's title asks
        case NumberQuestion():
            return Points(stem, "none")
        case ScaleQuestion():
            return Points((*stem, *(_lettered(place, label) for place, label in enumerate(question.labels))), "none")
        case _:
            assert_never(question)


def _key(question: Question, texts: Mapping[str, Any]) -> Body | None:
    match question:
        case ChoiceQuestion():
            right = [_lettered(at, choice.text) for at, choice in enumerate(question.choices) if choice.correct]
            return Points(tuple(right), "none") if right else None
        case TrueFalseQuestion():
            return (
                None
                if question.answer is None
                else Points((line(texts["true" if question.answer else "false"]),), "none")
            )
        case OrderQuestion():
            return Points(tuple(inline(item) for item in question.items), "numbers")
        case MatchQuestion():
            return Table((), tuple((inline(term), inline(meaning)) for term, meaning in question.pairs))
        case NumberQuestion():
            unit = question.unit if question.unit in ("", "%") else f" {question.unit}"
            return None if question.answer is None else Points((line(f"{figure(question.answer)}{unit}"),), "none")
        case ScaleQuestion():
            return None
        case _:
            assert_never(question)


def _choices(question: ChoiceQuestion, texts: Mapping[str, Any]) -> tuple[SlideChoice, ...]:
    return tuple(
        SlideChoice(inline(choice.text), (_mark(choice.correct, texts), *lines(choice.feedback)), right=choice.correct)
        for choice in question.choices
    )


def _mark(right: bool, texts: Mapping[str, Any]) -> Line:
    return line(texts["slides"]["right" if right else "not_right"], strong=True)


def _lettered(at: int, html: str) -> Line:
    return (Run(f"{LETTERS[at % 26]}  ", strong=True), *inline(html))


def _each_said(question: Question, texts: Mapping[str, Any]) -> list[str]:
    """For the trainer: what each choice is answered with."""
    asked = _asked(question, texts)
    choices: Sequence[SlideChoice] = asked.choices if isinstance(asked, Choices) else ()
    return [f"{LETTERS[at % 26]}: {' '.join(map(plain, choice.said))}" for at, choice in enumerate(choices)]


def _said_to_the_right(question: Question) -> list[Line]:
    match question:
        case ChoiceQuestion():
            return [each for choice in question.choices if choice.correct for each in lines(choice.feedback)]
        case TrueFalseQuestion():
            return lines(question.feedback_true if question.answer else question.feedback_false)
        case OrderQuestion() | MatchQuestion() | NumberQuestion() | ScaleQuestion():
            return []
        case _:
            assert_never(question)
