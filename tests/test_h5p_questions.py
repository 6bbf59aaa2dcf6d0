"""Each question as the type that stands for it: whole values under tests/golden/h5p/, and what they count."""

import json

import pytest
from signpost_builder.formats.h5p.content import Maker
from signpost_builder.formats.h5p.gaps import gap_marks
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.library import PROFILES
from signpost_builder.formats.h5p.questions import Poser, right_numbers
from signpost_builder.formats.h5p.text import Lowering, Words
from signpost_builder.page.questions import figure
from signpost_builder.page.strings import strings

from tests.builders import (
    a_choice,
    a_choice_question,
    a_match_question,
    a_number_question,
    a_scale_question,
    a_true_false_question,
    an_order_question,
)

SEVERAL = a_choice_question(
    a_choice("A <em>sudden</em> change", correct=True, feedback="Yes: <strong>change</strong>."),
    a_choice("New things", correct=True),
    a_choice("A quiet child", feedback="Not by itself."),
    id="K09",
    dont_know=True,
    critical=True,
    rationale='<p>Look for change. Call <a href="tel:999">999</a> if "danger" is near.</p>',
)
QUESTIONS = {
    "single": a_choice_question(a_choice("Tell the DSL", correct=True, feedback="Yes."), a_choice("Wait", feedback="Not yet."), rationale="At once."),
    "multiple": SEVERAL,
    "true-false": a_true_false_question(feedback_true="Yes.", feedback_false="They can.", rationale="Any child can."),
    "true-false-dont-know": a_true_false_question(answer=False, dont_know=True, feedback_true="No."),
    "order": an_order_question(dont_know=True, rationale="In turn."),
    "match": a_match_question(spare=("A <strong>fee</strong>",), rationale="So."),
    "number": a_number_question(minimum=40.0, maximum=46.0, dont_know=True),
}  # fmt: skip


def a_poser(language: str = "en-GB") -> Poser:
    return Poser(
        Maker("spot-the-signs", PROFILES["hub-2025"]), Lowering({}, Words()), strings(language), language, "staff"
    )


def posed(question, purpose="after"):
    return a_poser().pose(question, purpose, lambda fact: f" ({fact})")


@pytest.mark.parametrize("purpose", ["before", "after", "check"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_golden(name, purpose, golden):
    """Before: no feedback. After: feedback, no buttons of its own. In a lesson: both."""
    found = posed(QUESTIONS[name], purpose)
    value = {"content": found.content, "points": found.points, "differences": found.differences}

    golden(
        f"h5p/{name}-{purpose}.json", (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_its_id_everywhere(name):
    """Results of before, after and practice lead back to the same source."""
    ids = {posed(QUESTIONS[name], purpose).content["subContentId"] for purpose in ("before", "after", "check")}

    assert len(ids) == 1 and ids == {id.lower() for id in ids}


def test_points_mean_what_our_marks_mean_where_they_can():
    """One point for a question, all or nothing; in practice ticks count singly, as on our own page."""
    assert [posed(SEVERAL, purpose).points for purpose in ("before", "after", "check")] == [1, 1, 2]
    assert posed(SEVERAL).content["params"]["behaviour"]["singlePoint"] is True
    assert posed(SEVERAL, "check").content["params"]["behaviour"]["singlePoint"] is False


def test_a_rating_is_never_a_question():
    """H5P would mark it, and keep it by name."""
    found = posed(a_scale_question())

    assert found.content is None and "left out" in found.differences[0]


def test_what_a_type_cannot_say_is_said():
    differences = {name: " ".join(posed(question).differences) for name, question in QUESTIONS.items()}

    assert differences["single"] == differences["true-false"] == differences["true-false-dont-know"] == ""
    assert "partly right" in differences["multiple"] and "must be right to pass" in differences["multiple"]
    assert "3 points" in differences["order"] and "“I don’t know”" in differences["order"]
    assert "2 points" in differences["match"]
    assert "compared as text" in differences["number"] and "“I don’t know”" in differences["number"]


@pytest.mark.parametrize(
    ("answer", "tolerance", "lost"),
    [
        (44, 4, ""),
        (44, 0, ""),
        (5000, 400, "elsewhere every number from 4600 to 5400"),  # more than a gap lists
        (0.5, 0.2, "elsewhere every number from 0.3 to 0.7"),
        (2.5, 0, ""),
        (44, 4.5, "elsewhere every number from 39.5 to 48.5"),
    ],
)
def test_right_numbers_that_a_gap_cannot_list_are_said(answer, tolerance, lost):
    """A learner who is right elsewhere is wrong here: whoever chooses the format must know."""
    question = a_number_question(answer=answer, tolerance=tolerance, minimum=0, maximum=10_000)
    (said,) = (line for line in posed(question).differences if "compared as text" in line)

    assert lost in said and ("elsewhere" in said) == bool(lost)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234.567, "1234.567"),
        (123456.75, "123456.75"),
        (0.00001, "0.00001"),
        (1e21, "1" + "0" * 21),
        (-0.0, "0"),
        (0.3 - 0.1, "0.2"),
    ],
)
def test_a_number_keeps_every_digit(value, shown):
    """The page, a gap of H5P and a problem of Open edX write it alike; six digits are not enough."""
    assert figure(value) == shown


def test_dont_know_stays_last_and_the_rest_is_mixed():
    """The type shuffles all choices or none, so the mixing is done here, and is the same in every build."""
    first_right = a_choice_question(*(a_choice(word, correct=word == "A") for word in "ABCD"), dont_know=True)
    answers = posed(first_right).content["params"]["answers"]

    assert answers[-1]["text"] == "I don’t know"
    assert [answer["text"] for answer in answers[:-1]] != list("ABCD")
    assert posed(first_right).content["params"]["behaviour"]["randomAnswers"] is False
    assert posed(a_choice_question()).content["params"]["behaviour"]["randomAnswers"] is True


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (a_number_question(answer=3.0, tolerance=0.0), ["3"]),
        (a_number_question(answer=3.0, tolerance=2.0, minimum=2.0), ["3", "2", "4", "5"]),
        (a_number_question(answer=2.5, tolerance=1.0), ["2.5", "2", "3"]),
        (a_number_question(answer=0.5, tolerance=0.0), ["0.5"]),
    ],
)
def test_a_gap_takes_every_whole_number_within_the_tolerance(question, expected):
    """The answer itself first: it is what the type shows as the solution."""
    assert right_numbers(question) == expected


def test_a_wide_tolerance_stays_small():
    assert len(right_numbers(a_number_question(answer=5000.0, tolerance=5000.0, maximum=10000.0))) == 400


@pytest.mark.parametrize(
    "question",
    [
        an_order_question(items=("First *", "Second", "Third")),
        a_match_question(pairs=(("A * B", "One"), ("C", "Two"))),
        a_number_question(unit="* out of 100"),
    ],
)
def test_a_star_beside_a_gap_is_refused(question):
    """Code "gap-mark-in-text": it would open a gap. In meanings and stems it does no harm."""
    (found,) = gap_marks(question, Lowering({}, Words()).beside_gap)

    harmless = a_match_question(stem="A * B", pairs=(("A", "One * two"), ("B", "Two: three / four")))
    assert found.code == "gap-mark-in-text" and question.id in found.message
    assert list(gap_marks(harmless, Lowering({}, Words()).beside_gap)) == []


def test_labels_are_ours_in_other_languages_only():
    """English is the types' own; another language gets the project's words, in English until they are translated."""
    english = labelled("H5P.MultiChoice", {"question": "?"}, "en-GB")
    polish = labelled("H5P.MultiChoice", {"question": "?", "UI": {"tipsLabel": "own"}}, "pl")

    assert english == {"question": "?"}
    assert polish["UI"]["checkAnswerButton"] == "Check my answer" and polish["UI"]["tipsLabel"] == "own"
