"""How much room a learner's progress takes in a platform, and the keys under which answers are kept.

Twin of builder/signpost_builder/player/state.js, which describes the string; both read tests/vectors/state.json.
"""

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import assert_never

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span, error
from signpost_builder.model import (
    ChoiceQuestion,
    Edition,
    MatchQuestion,
    Module,
    NumberQuestion,
    OrderQuestion,
    Page,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
    checked_questions,
)
from signpost_builder.same import Same
from signpost_builder.scoring import Spec, spec

_HEADER_CHARACTERS = 18
_GROUP_CHARACTERS = 3
_KEY_CHARACTERS = 4
_HANDLE_CHARACTERS = _GROUP_CHARACTERS + _KEY_CHARACTERS + 8
_HANDLE_KEY = 0  # stands where a question's key stands, so no question may have it
_NUMBER_RADICES = (2, 10, 10**12)  # sign, decimals, digits


def question_key(question: Question) -> int:
    """24 bits of SHA-256 over the question's id and the shape of its response, in the author's order.

    Whoever changes the texts to choose from has a new question, which is simply unanswered; stem, right answer,
    feedback and rationale may change under a kept answer.
    """
    shape = json.dumps([question.id, *_shape(question)], ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(shape.encode("utf-8")).digest()[:3], "big")


@lru_cache(maxsize=4096)
def _key_of(question: Same[Question]) -> int:
    """Most questions are one object in every edition."""
    return question_key(question.value)


def page_digest(page_ids: Iterable[str]) -> str:
    """Four base64url characters over the ids of the counted pages, in order."""
    digest = hashlib.sha256("\n".join(page_ids).encode("utf-8")).digest()
    return base64.urlsafe_b64encode(digest[:3]).decode("ascii")


def state_characters(edition: Edition) -> int:
    """Length of the longest state that a learner of this edition can have: every check answered the longest way."""
    return _state_characters(Same(edition))


@lru_cache(maxsize=128)
def _state_characters(of: Same[Edition]) -> int:
    """Each format with a limit of its own asks for it."""
    edition = of.value
    specs = [spec(question) for question in _check_questions(edition)]
    return longest_state(_counted_pages(edition), specs, handle=edition.survey is not None)


def longest_state(page_count: int, specs: Sequence[Spec], *, handle: bool = False) -> int:
    """Characters for `page_count` counted pages and one answer to each of `specs`, each the longest there is.

    `handle`: a survey's learners carry one.

    Codes are grouped by length, so a mixture of short and long ones costs more groups: all that there can be count.
    """
    lengths = [_digits(_worst_code(spec)) for spec in specs]
    groups = max(lengths, default=0)
    return (
        _HEADER_CHARACTERS
        + _HANDLE_CHARACTERS * handle
        + math.ceil(page_count / 6)
        + _GROUP_CHARACTERS * groups
        + sum(_KEY_CHARACTERS + length for length in lengths)
    )


def budget_diagnostics(edition: Edition, limit: int | None) -> list[Diagnostic]:
    """`state-too-large` when the worst learner needs more than `limit` characters (None: there is no limit), `key-collision` for equal keys."""
    return [*_collisions(edition), *(too_large(edition, limit) if limit is not None else ())]


def too_large(edition: Edition, limit: int) -> Iterator[Diagnostic]:
    if (characters := state_characters(edition)) > limit:
        count = len(_check_questions(edition))
        message = (
            f"the progress of a learner who answers all {count} questions of the checks needs {characters:,} "
            f"characters; {limit:,} are safe in a learning platform"
        )
        hint = "leave out checks, or split the course in two"
        yield error(_place(edition), "state-too-large", message, hint)


def _collisions(edition: Edition) -> Iterator[Diagnostic]:
    first: dict[int, Question] = {}
    for question in _check_questions(edition):
        hint = f"give '{question.id}' another id"
        key = _key_of(Same(question))
        if key == _HANDLE_KEY:
            message = (
                f"the answer to '{question.id}' would be kept under the key that stands for the learner's survey handle"
            )
            yield error(question.span, "key-collision", message, hint)
        other = first.setdefault(key, question)
        if other.id != question.id:
            message = f"the answers to '{question.id}' and '{other.id}' would be kept under the same key"
            yield error(question.span, "key-collision", message, hint)


def _place(edition: Edition) -> Span:
    """Where the most room goes: the module with the most questions in its checks."""
    most = max(edition.modules, key=lambda module: len(list(_questions_of(module))), default=None)
    return most.span if most else NOWHERE


def _worst_code(spec: Spec) -> int:
    """The largest code: 2 x (2 + the largest response as a number) + 1 for submitted."""
    return 2 * (2 + math.prod(_radices(spec)) - 1) + 1


def _radices(spec: Spec) -> Sequence[int]:
    match spec["type"]:
        case "number":
            return _NUMBER_RADICES
        case "multiple":
            return (2,) * int(spec["options"])
        case "match":
            return (spec["meanings"] + 1,) * int(spec["count"])
        case "order":
            return (spec["count"] + 1,) * int(spec["count"])
        case "single" | "scale":
            return (spec["options"] + 1,)
        case "true-false":
            return (3,)
        case unknown:
            raise ValueError(f"no question is of type '{unknown}'")


def _digits(number: int) -> int:
    return max(1, math.ceil(number.bit_length() / 6))


def _shape(question: Question) -> list[object]:
    match question:
        case ChoiceQuestion():
            return ["multiple" if question.multiple else "single", [choice.text for choice in question.choices]]
        case TrueFalseQuestion():
            return ["true-false"]
        case OrderQuestion():
            return ["order", list(question.items)]
        case MatchQuestion():
            return ["match", [list(pair) for pair in question.pairs], list(question.spare)]
        case ScaleQuestion():
            return ["scale", list(question.labels)]
        case NumberQuestion():
            return ["number", question.unit]
        case _:
            assert_never(question)


def _counted_pages(edition: Edition) -> int:
    """The start page and every page of every module."""
    return 1 + sum(len(module.pages) for module in edition.modules)


def _check_questions(edition: Edition) -> list[Question]:
    """Questions of checks, each once; whatever is asked before or after is never kept."""
    in_sets = {question.id for set_ in (*edition.before, *edition.after) for question in set_.questions}
    by_id: dict[str, Question] = {}
    for module in edition.modules:
        for question in _questions_of(module):
            if question.id not in in_sets:
                by_id.setdefault(question.id, question)
    return list(by_id.values())


def _questions_of(module: Module) -> Iterator[Question]:
    for page in module.pages:
        yield from questions_on(Same(page))


@lru_cache(maxsize=1024)
def questions_on(page: Same[Page]) -> tuple[Question, ...]:
    """What the checks of a page ask. Most pages are one object in every edition."""
    return tuple(checked_questions(page.value.blocks))
