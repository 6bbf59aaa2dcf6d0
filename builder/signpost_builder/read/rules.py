"""What makes a question answerable: enough choices, a key where it is scored, none where it is not."""

from collections.abc import Callable, Iterator
from typing import assert_never

from signpost_builder.diagnostics import Diagnostic, Span, error
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)

Place = Callable[..., Span]  # ("choices", 1) -> where that choice stands


def question_findings(question: Question, scored: bool, place: Place) -> Iterator[Diagnostic]:
    """`scored`: the question belongs to a knowledge set."""
    match question:
        case ChoiceQuestion():
            yield from _choices(question, scored, place)
        case TrueFalseQuestion():
            if scored and question.answer is None:
                yield _no_key(question, place(), "write 'answer: true' or 'answer: false'")
            yield from _key_in_survey(question, scored, question.answer is not None, place)
        case OrderQuestion():
            if len(question.items) < 3:
                yield _too_few(place("items"), "an order question needs at least three items")
            yield from _repeats(question.items, "items", "item", place)
            yield from _not_for_surveys("order", scored, place)
        case MatchQuestion():
            if len(question.pairs) < 2:
                yield _too_few(place("pairs"), "a match question needs at least two pairs")
            yield from _repeats([term for term, _ in question.pairs], "pairs", "term", place)
            meanings = [meaning for _, meaning in question.pairs]
            yield from _repeats([*meanings, *question.spare], "pairs", "meaning", place)
            yield from _not_for_surveys("match", scored, place)
        case ScaleQuestion():
            if scored:
                message = "a scale has no right answer, so it cannot be in a knowledge set"
                yield error(place(), "question-kind", message, "move it to a survey set")
        case NumberQuestion():
            yield from _number(question, scored, place)
        case _:
            assert_never(question)


def _choices(question: ChoiceQuestion, scored: bool, place: Place) -> Iterator[Diagnostic]:
    keys = [position for position, choice in enumerate(question.choices) if choice.correct]
    if len(question.choices) < 2:
        yield _too_few(place("choices"), "a choice question needs at least two choices")
    if scored and question.choices and not keys:
        yield _no_key(question, place("choices"), "mark the right choice: 'correct: true' in YAML, '- [x]' in a module")
    if len(keys) > 1 and not question.multiple:
        message = f"question '{question.id}' is single choice and has {len(keys)} right choices"
        yield error(place("choices", keys[1]), "several-keys", message, "keep one, or write 'type: multiple'")
    if scored and len(keys) == len(question.choices) > 1:
        message = f"every choice of question '{question.id}' is right"
        yield error(place("choices"), "several-keys", message, "add a choice that is wrong")
    yield from _key_in_survey(question, scored, bool(keys), place)
    yield from _repeats([choice.text for choice in question.choices], "choices", "choice", place)


def _number(question: NumberQuestion, scored: bool, place: Place) -> Iterator[Diagnostic]:
    if scored and question.answer is None:
        yield _no_key(question, place(), "write 'answer: …'")
    yield from _key_in_survey(question, scored, question.answer is not None, place)
    if question.minimum >= question.maximum:
        message = f"the minimum {question.minimum:g} is not below the maximum {question.maximum:g}"
        yield error(place("minimum"), "number-range", message)
    elif question.answer is not None and not question.minimum <= question.answer <= question.maximum:
        message = f"the answer {question.answer:g} is not between {question.minimum:g} and {question.maximum:g}"
        yield error(place("answer"), "number-range", message)
    if list(question.bands) != sorted(set(question.bands)):
        yield error(place("bands"), "number-range", "bands must rise from one to the next")


def _repeats(texts: list[str] | tuple[str, ...], key: str, noun: str, place: Place) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for position, text in enumerate(texts):
        words = " ".join(text.lower().split())
        if words in seen:
            message = f"the {noun} '{text}' stands here twice"
            yield error(place(key, position), "repeated-choice", message, f"change or remove {noun} {position + 1}")
        seen.setdefault(words, position)


def _too_few(span: Span, message: str) -> Diagnostic:
    return error(span, "too-few-choices", message)


def _no_key(question: Question, span: Span, hint: str) -> Diagnostic:
    return error(span, "question-without-key", f"question '{question.id}' has no right answer", hint)


def _key_in_survey(question: Question, scored: bool, has_key: bool, place: Place) -> Iterator[Diagnostic]:
    if has_key and not scored:
        message = f"question '{question.id}' has a right answer, but a survey set is never scored"
        yield error(place(), "key-in-survey", message, "take the key away, or write 'kind: knowledge'")


def _not_for_surveys(kind: str, scored: bool, place: Place) -> Iterator[Diagnostic]:
    if not scored:
        message = f"a question of type '{kind}' has a right answer, so it cannot be in a survey set"
        yield error(place(), "question-kind", message, "move it to a knowledge set")
