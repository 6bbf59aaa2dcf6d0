"""Keys, digests and room of the learner's progress; the string itself is read here by a second, independent reader."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from signpost_builder.model import Callout, For, Question, QuestionSet, Sensitive, Survey
from signpost_builder.state import budget_diagnostics, longest_state, page_digest, question_key, state_characters

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_question_set,
    a_scale_question,
    a_true_false_question,
    an_edition,
    an_order_question,
)

VECTORS = json.loads((Path(__file__).parent / "vectors/state.json").read_text(encoding="utf-8"))
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


# ---------------------------------------------------------------- the string, read by another hand


def read_state(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A state string in plain values, after the description at the top of state.js."""
    assert text[:2] == "S1"
    assert checksum(f"{data['course']['id']}\n{text[6:]}") == number(text[2:6])
    assert text[6:10] == data["pagesDigest"]
    flags, attempts, launches, pages = (number(text[a:b]) for a, b in ((10, 11), (11, 13), (13, 16), (16, 18)))
    counted = [page["id"] for page in data["pages"] if page["counts"]]
    assert pages == len(counted)
    end = 18 + -(-pages // 6)
    bits = [number(text[18:end]) >> bit & 1 for bit in range(pages)]
    visited = [page for page, bit in zip(counted, bits, strict=True) if bit]
    assert read_pages(text[end:]) == [checksum(f"{data['course']['id']}\n#{page}") for page in visited]
    return {
        "visited": visited,
        "answers": dict(read_answers(text[end:], data["questions"])),
        "beforeDone": bool(flags & 1),
        "attemptsUsed": attempts,
        "passed": bool(flags & 2),
        "launches": launches,
        **read_handle(text[end:]),
    }


def read_handle(text: str) -> dict[str, str]:
    """A handle stands in front of all answers, under the key of no question, in a group of its own."""
    return {"handle": text[7:15]} if text[:7] == "IABAAAA" else {}


def read_pages(text: str) -> list[int]:
    """Hashes of the pages that were opened stand last, in a group of length 63."""
    at = 15 if read_handle(text) else 0
    while at < len(text):
        length, count, at = number(text[at]), number(text[at + 1 : at + 3]), at + 3
        if length == 63:
            assert len(text) == at + 4 * count
            return [number(text[place : place + 4]) for place in range(at, len(text), 4)]
        at += count * (4 + length)
    return []


def read_answers(text: str, questions: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    by_key = {question["key"]: (id, question) for id, question in questions.items()}
    text = text[15:] if read_handle(text) else text
    while text:
        length, count, text = number(text[0]), number(text[1:3]), text[3:]
        if length == 63:
            return
        for _ in range(count):
            id, question = by_key[number(text[:4])]
            code, text = number(text[4 : 4 + length]), text[4 + length :]
            value = code // 2
            response = (None, "dk")[value] if value < 2 else read_response(question, value - 2)
            yield id, {"response": response, "submitted": bool(code % 2)}


def read_response(question: Mapping[str, Any], value: int) -> list[int | float]:
    def places(*radices: int) -> list[int]:
        nonlocal value
        found = []
        for radix in radices:
            value, place = divmod(value, radix)
            found.append(place)
        return found

    match question["type"]:
        case "single" | "true-false":
            return [value - 1]
        case "scale":
            return [value]
        case "multiple":
            return [option for option, bit in enumerate(places(*[2] * question["options"])) if bit]
        case "match":
            return [place - 1 for place in places(*[question["meanings"] + 1] * question["count"])]
        case "order":
            return [place - 1 for place in places(*[question["count"] + 1] * question["count"])]
        case _:
            minus, decimals, digits = places(2, 10, 10**12)
            return [(-1) ** minus * digits / 10**decimals]


def number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + DIGITS.index(digit)
    return value


def checksum(text: str) -> int:
    value = 0x811C9DC5
    for sign in text:
        value = (value ^ ord(sign)) * 0x01000193 % 2**32
    return value >> 8


@pytest.mark.parametrize("case", VECTORS["states"], ids=lambda case: case["name"])
def test_state_vectors(case: dict[str, Any]) -> None:
    assert read_state(case["text"], VECTORS["data"]) == case["state"]


# ---------------------------------------------------------------- keys and digests


def question_from(case: Mapping[str, Any]) -> Question:
    match case["type"]:
        case "single" | "multiple":
            choices = [a_choice(text) for text in case["choices"]]
            return a_choice_question(*choices, id=case["id"], multiple=case["type"] == "multiple")
        case "true-false":
            return a_true_false_question(id=case["id"])
        case "order":
            return an_order_question(id=case["id"], items=tuple(case["items"]))
        case "match":
            pairs = tuple((term, meaning) for term, meaning in case["pairs"])
            return a_match_question(id=case["id"], pairs=pairs, spare=tuple(case["spare"]))
        case "scale":
            return a_scale_question(id=case["id"], labels=tuple(case["labels"]))
        case _:
            return a_number_question(id=case["id"], unit=case["unit"])


@pytest.mark.parametrize("case", VECTORS["keys"], ids=lambda case: case["question"]["type"])
def test_question_key(case: dict[str, Any]) -> None:
    assert question_key(question_from(case["question"])) == case["key"]


@pytest.mark.parametrize("case", VECTORS["pages"], ids=lambda case: case["digest"])
def test_page_digest(case: dict[str, Any]) -> None:
    assert page_digest(case["ids"]) == case["digest"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "K99"},
        {"choices": (a_choice("Tell the DSL"), a_choice("Wait"), a_choice("Ask"))},
        {"choices": (a_choice("Wait"), a_choice("Tell the DSL"))},
        {"choices": (a_choice("Tell the DSL now", correct=True), a_choice("Wait"))},
        {"multiple": True},
    ],
    ids=str,
)
def test_what_a_learner_chose_from_makes_the_key(change: dict[str, Any]) -> None:
    assert question_key(a_choice_question(**change)) != question_key(a_choice_question())


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "What now?"},
        {"rationale": "<p>Because.</p>"},
        {"critical": True},
        {"dont_know": True},
        {"topic": "signs"},
        {"choices": (a_choice("Tell the DSL", feedback="No"), a_choice("Wait", correct=True))},
    ],
    ids=str,
)
def test_what_is_said_around_it_does_not(change: dict[str, Any]) -> None:
    """A typing error put right in a stem must not take the learner's answer away."""
    assert question_key(a_choice_question(**change)) == question_key(a_choice_question())


# ---------------------------------------------------------------- room


@pytest.mark.parametrize("case", VECTORS["longest"], ids=lambda case: case["name"])
def test_longest_state(case: dict[str, Any]) -> None:
    """Never less than the player writes when each answer is the longest (state.test.js measures it), hardly more.

    The difference are groups of shorter codes, three characters each, that a mixture of answers would need.
    """
    repeat = case.get("repeat", len(case["specs"]))
    specs = [case["specs"][index % len(case["specs"])] for index in range(repeat)]

    assert 0 <= longest_state(case["pages"], specs) - case["characters"] <= 3 * 16


def test_the_longest_state_when_codes_have_one_length() -> None:
    """Header 18, 7 pages 2, one group 3, two answers of 5."""
    assert longest_state(7, [{"type": "true-false", "keys": [0]}] * 2) == 18 + 2 + 3 + 2 * 5


def test_a_mixture_of_short_and_long_codes_fits_too() -> None:
    """A match half done has a shorter code than the worst and opens a second group: 18, 1, 3 + 5, 3 + 6."""
    match = {"type": "match", "count": 4, "meanings": 5}

    assert longest_state(1, [match, match]) >= 18 + 1 + (3 + 5) + (3 + 6)


def questions(count: int) -> list[Question]:
    return [a_choice_question(id=f"Q{index}") for index in range(count)]


def an_edition_with(*blocks: Any, asked: QuestionSet | None = None) -> Any:
    course = a_course(a_module(a_page(*blocks)), question_sets={"knowledge": asked or a_question_set()})
    return an_edition(course)


def test_checks_are_found_wherever_they_stand() -> None:
    """In a callout, in a hard part and its key points; two pages (start and the module's) make one digit."""
    q = questions(4)
    edition = an_edition_with(
        a_check(q[0]),
        Callout(kind="note", blocks=(a_check(q[1]),)),
        Sensitive(id="s", title="", minutes=1, blocks=(a_check(q[2]),), key_points=(For(blocks=(a_check(q[3]),)),)),
    )

    assert state_characters(edition) == 18 + 1 + 3 + 4 * 5


def test_one_question_in_two_checks_is_kept_once() -> None:
    q = questions(1)

    assert state_characters(an_edition_with(a_check(*q), a_check(*q))) == 18 + 1 + 3 + 5


def test_questions_asked_before_and_after_take_no_room() -> None:
    """They are never kept."""
    q = questions(30)

    assert state_characters(an_edition_with(asked=a_question_set(*q))) == 18 + 1


def test_within_the_limit_nothing_is_said() -> None:
    assert budget_diagnostics(an_edition_with(a_check(*questions(500))), 3500) == []


def test_over_the_limit_is_an_error() -> None:
    """The message has the figures, the hint a way out."""
    [found] = budget_diagnostics(an_edition_with(a_check(*questions(700))), 3500)

    assert (found.code, found.severity) == ("state-too-large", "error")
    assert "700 questions" in found.message
    assert "3,522" in found.message
    assert "3,500" in found.message
    assert found.hint


def test_a_handle_takes_fifteen_characters() -> None:
    """Group 3, key 4, eight of chance: in every package of a survey."""
    assert longest_state(7, [], handle=True) - longest_state(7, []) == 3 + 4 + 8


def test_a_survey_counts_its_handle() -> None:
    edition = an_edition_with()
    surveyed = replace(
        edition, survey=Survey(endpoint="https://survey.example.org", key="A" * 43, verify="B" * 43, respondents={})
    )

    assert state_characters(surveyed) == state_characters(edition) + 15


def test_the_key_of_the_handle_is_no_questions() -> None:
    """Chance gives it to one question in 16 million: this one."""
    [found] = budget_diagnostics(an_edition_with(a_check(a_choice_question(id="Q11040953"))), 3500)

    assert question_key(a_choice_question(id="Q11040953")) == 0
    assert (found.code, found.severity) == ("key-collision", "error")
    assert "handle" in found.message


def test_two_questions_under_one_key_are_an_error() -> None:
    """Q3304 and Q6808 of this shape are equal in the first 24 bits of SHA-256, by chance."""
    pair = a_choice_question(id="Q3304"), a_choice_question(id="Q6808")
    [found] = budget_diagnostics(an_edition_with(a_check(*pair)), 3500)

    assert question_key(pair[0]) == question_key(pair[1])
    assert (found.code, found.severity) == ("key-collision", "error")
    assert "Q3304" in found.message
    assert "Q6808" in found.message
