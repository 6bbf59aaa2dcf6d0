"""The Python side of tests/vectors/scoring.json, and the specs that the player scores by."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.marks import percent_shown, score_question, score_set
from signpost_builder.scoring import spec

from tests.builders import (
    a_choice,
    a_choice_question,
    a_match_question,
    a_number_question,
    a_scale_question,
    a_true_false_question,
    an_order_question,
)

VECTORS = json.loads((Path(__file__).parent / "vectors/scoring.json").read_text(encoding="utf-8"))


def _cases(part: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in VECTORS[part]]


@pytest.mark.parametrize("case", _cases("questions"))
def test_question(case: dict[str, Any]) -> None:
    assert score_question(case["spec"], case["response"]) == pytest.approx(case["fraction"], abs=1e-12)


@pytest.mark.parametrize("case", _cases("sets"))
def test_set(case: dict[str, Any]) -> None:
    score = score_set(case["specs"], case["responses"], case["passMarkPercent"])

    assert score.score_fraction == pytest.approx(case["scoreFraction"], abs=1e-12)
    assert score.passed == case["passed"]
    assert list(score.critical_missed) == case["criticalMissed"]
    assert dict(score.by_topic) == pytest.approx(case["byTopic"], abs=1e-12)


@pytest.mark.parametrize("case", VECTORS["percents"], ids=lambda case: str(case["fraction"]))
def test_percent_shown(case: dict[str, Any]) -> None:
    assert percent_shown(case["fraction"], case["decimals"]) == case["percent"]


def test_every_type_is_in_the_vectors() -> None:
    """Each with a right answer, a wrong one, "dk" and null."""
    seen = {
        (case["spec"]["type"], case["response"])
        for case in VECTORS["questions"]
        if not isinstance(case["response"], list | dict)
    }
    types = {"single", "multiple", "true-false", "order", "match", "number", "scale"}

    assert {(type_, word) for type_ in types for word in ("dk", None)} <= seen
    assert len(VECTORS["questions"]) >= 60


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=8,
)
SPECS = st.sampled_from([case["spec"] for case in VECTORS["questions"]])


@given(SPECS, ANYTHING)
def test_any_response_is_scored_between_nought_and_one(one: dict[str, Any], response: Any) -> None:
    """Whatever a page or a platform hands back, nothing is raised and the scale is kept."""
    fraction = score_question(one, response)

    assert fraction is None or 0 <= fraction <= 1


@given(st.lists(st.fractions(0, 1, max_denominator=15), min_size=1, max_size=30), st.integers(0, 100))
def test_the_number_shown_never_contradicts_the_mark(fractions: list[Fraction], mark: int) -> None:
    """Shown at or above a whole mark exactly when it is reached."""
    fraction = sum(map(float, fractions)) / len(fractions)

    assert (percent_shown(fraction) >= mark) == (sum(fractions) * 100 >= mark * len(fractions))


def test_specs() -> None:
    """The contract of the page's data, type by type."""
    several = a_choice_question(a_choice(correct=True), a_choice(), a_choice(correct=True))

    assert spec(a_choice_question()) == {"type": "single", "options": 2, "keys": [0]}
    assert spec(several) == {"type": "multiple", "options": 3, "keys": [0, 2]}
    assert spec(a_true_false_question(answer=True)) == {"type": "true-false", "keys": [1]}
    assert spec(a_true_false_question(answer=False)) == {"type": "true-false", "keys": [0]}
    assert spec(an_order_question()) == {"type": "order", "count": 3}
    assert spec(a_match_question(spare=("Neither",))) == {"type": "match", "count": 2, "meanings": 3}
    assert spec(a_scale_question()) == {"type": "scale", "options": 5, "keys": None}
    assert spec(a_number_question()) == {"type": "number", "answer": 44, "tolerance": 5}
    assert spec(a_number_question(answer=0.5, tolerance=0.25)) == {"type": "number", "answer": 0.5, "tolerance": 0.25}


@pytest.mark.parametrize(
    "question",
    [
        a_choice_question(a_choice(), a_choice()),
        a_true_false_question(answer=None),
        a_number_question(answer=None),
        a_scale_question(),
    ],
    ids=lambda question: type(question).__name__,
)
def test_a_question_without_a_right_answer_is_never_scored(question: Any) -> None:
    assert score_question(spec(question), [0]) is None


@pytest.mark.parametrize(
    "question",
    [a_choice_question(), an_order_question(), a_match_question(), a_number_question(), a_true_false_question()],
)
def test_a_survey_gives_no_right_answer_away(question: Any) -> None:
    """With `scored=False` even a question that has a right answer carries none."""
    survey = spec(question, scored=False)

    assert score_question(survey, [0]) is None
    assert survey.get("keys") is None
    assert survey.get("answer") is None
