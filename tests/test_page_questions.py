"""Questions as the page shows them: indexes in the author's order, lists in a fixed order that gives nothing away."""

from dataclasses import replace

import pytest
from signpost_builder.model import Choice, CourseWords
from signpost_builder.page.block_html import Leaves
from signpost_builder.page.questions import figure, mixed

from tests.builders import (
    a_choice_question,
    a_match_question,
    a_number_question,
    a_scale_question,
    a_true_false_question,
    an_order_question,
)


def view_of(question, tag="form", answered=True) -> str:
    return Leaves("staff", "en-GB", CourseWords()).question(question, tag, answered=answered)


@pytest.mark.parametrize("count", range(2, 9))
def test_a_mixed_order_is_fixed_and_never_the_right_one(count):
    orders = [mixed(f"K{number}", count) for number in range(50)]

    assert all(sorted(order) == list(range(count)) and order != list(range(count)) for order in orders)
    assert orders == [mixed(f"K{number}", count) for number in range(50)]


def test_true_comes_before_false_with_the_values_of_the_vectors():
    html = view_of(a_true_false_question(answer=False, feedback_true="No.", feedback_false="Yes."))

    assert html.index('value="1">True') < html.index('value="0">False')
    assert '<li>No.</li><li class="key"><b>Right.</b> Yes.</li>' in html


def test_several_right_choices_are_ticked_and_one_is_picked():
    several = a_choice_question(Choice(text="A", correct=True), Choice(text="B", correct=True), Choice(text="C"))

    assert view_of(several).count('type="checkbox"') == 3
    assert "Choose all that apply." in view_of(several)
    assert view_of(a_choice_question()).count('type="radio"') == 2


@pytest.mark.parametrize(
    ("question", "control"),
    [
        (a_choice_question(), 'type="radio"'),
        (a_true_false_question(), 'type="radio"'),
        (a_scale_question(), 'type="radio"'),
        (an_order_question(), 'type="checkbox"'),
        (a_match_question(), 'type="checkbox"'),
        (a_number_question(), 'type="checkbox"'),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_not_knowing_is_offered_where_the_author_allows_it(question, control):
    unsure = f'<input {control} name="{question.id}" value="dk">I don’t know'

    assert unsure in view_of(replace(question, dont_know=True))
    assert unsure not in view_of(question)


def test_choices_move_in_sets_only_and_only_if_the_author_allows_it():
    assert "data-shuffle" in view_of(a_choice_question(), "div")
    assert "data-shuffle" not in view_of(a_choice_question(), "form")
    assert "data-shuffle" not in view_of(a_choice_question(shuffle=False), "div")
    assert "data-shuffle" not in view_of(a_true_false_question(), "div")
    assert "data-shuffle" not in view_of(a_scale_question(), "div")


def test_a_list_to_put_in_order_shows_the_right_order_only_in_the_answer():
    html = view_of(an_order_question())
    question, answer = html.split("<details")

    assert question.index("First") > question.index("Second") or question.index("Second") > question.index("Third")
    assert "<ol><li>First</li><li>Second</li><li>Third</li></ol>" in answer


def test_every_term_chooses_among_all_meanings():
    html = view_of(a_match_question(spare=("Something else",)))

    assert html.count("<select") == 2
    assert html.count('<option value="2">') == 2
    assert html.count('<option value="-1">Choose</option>') == 2
    assert html.split('class="meanings"')[1].split("</ul>")[0].count("<li>") == 3


def test_a_number_says_its_limits_and_what_counts_as_right():
    html = view_of(a_number_question(minimum=0.0, maximum=100.0, tolerance=2.5))

    assert 'inputmode="decimal" autocomplete="off" data-range="0 100"> %' in html
    assert "44%. From 41.5 to 46.5 counts as right." in html


@pytest.mark.parametrize(
    ("value", "written"), [(44.0, "44"), (0.5, "0.5"), (19125.0, "19125"), (12_345_678.0, "12345678"), (-3.0, "-3")]
)
def test_figures_are_written_plainly(value, written):
    assert figure(value) == written


def test_the_wording_of_the_audience_is_asked():
    question = a_choice_question(wording={"staff": "You, as staff?", "caregiver": "You, as a parent?"})

    assert "<legend>You, as staff?</legend>" in view_of(question)


def test_a_question_without_its_answer_gives_nothing_away():
    html = view_of(a_choice_question(rationale="<p>Because.</p>"), "div", answered=False)

    assert "details" not in html and "Because" not in html and "key" not in html
