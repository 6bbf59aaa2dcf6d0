"""What `signpost check` says of questions that can be answered without knowing anything, and what it lets be."""

import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.fairness import fairness_findings
from signpost_builder.read import read_course

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_module,
    a_page,
    a_question_set,
    a_true_false_question,
)
from tests.small_course import write_course

ROOT = Path(__file__).parent.parent
SAME, LONGER, SHORTER = "as long as others", "as long as others +", "as long as other"
FAIR = (SAME, "as wide as others", "as high as others")


def single(id, key, *wrong, place=0, **changes):
    choices = [a_choice(text=text, correct=False, feedback="") for text in wrong]
    choices.insert(place, a_choice(text=key, correct=True, feedback=""))
    return a_choice_question(id=id, choices=tuple(choices), **changes)


def statement(id, answer, stem="A statement", told="", other=""):
    sides = (told, other) if answer else (other, told)
    return a_true_false_question(
        id=id, stem=f"{stem} {id}", answer=answer, feedback_true=sides[0], feedback_false=sides[1]
    )


def found(*questions, in_pages=()):
    """Codes of a course with one set, and questions in the pages of its only module."""
    pages = [a_page(*(a_check(one, id=one.id) for one in in_pages))]
    sets = {"asked": a_question_set(*questions, id="asked")} if questions else {}
    course = a_course(a_module(*pages), question_sets=sets, plans={})
    return [(each.code, each.severity) for each in fairness_findings(course)]


def codes(*questions, **more):
    return [code for code, _ in found(*questions, **more)]


def test_a_fair_set_is_left_alone():
    questions = [
        single("Q1", *FAIR),
        single("Q2", LONGER, *FAIR[1:], place=1),
        single("Q3", SHORTER, *FAIR[1:], place=2),
    ]

    assert found(*questions, statement("T1", True), statement("T2", False)) == []


@pytest.mark.parametrize(("key", "code"), [(LONGER, "key-is-longest"), (SHORTER, "key-is-shortest")])
def test_keys_that_stand_out_by_length_in_more_than_half(key, code):
    told = [single(f"Q{number}", key, *FAIR[1:]) for number in range(2)]

    assert found(*told, single("Q9", *FAIR)) == [(code, "warning")]
    assert found(*told, single("Q8", *FAIR), single("Q9", *FAIR)) == []


def test_keys_that_say_the_most_in_more_than_half():
    told = [
        single(f"Q{number}", "tell, stay and wait", "tell someone then  x", "stay with the child")
        for number in range(2)
    ]
    level = single("Q8", "tell the right one", "wait, watch and see", "ask them and others")

    assert found(*told, single("Q9", *FAIR)) == [("key-has-most-parts", "warning")]
    assert found(*told, level, single("Q9", *FAIR)) == []


def test_right_ticks_that_are_all_longer_count_too():
    choices = tuple(
        a_choice(text=text, correct=right, feedback="")
        for text, right in ((LONGER, True), (LONGER + "+", True), (SAME, False))
    )
    several = [a_choice_question(id=f"Q{number}", choices=choices, multiple=True) for number in range(3)]

    assert codes(*several) == ["key-is-longest"]


def test_small_sets_and_pages_are_judged_together():
    """One long key is nothing; one in the set and two in the pages are a pattern."""
    told = [single(f"Q{number}", LONGER, *FAIR[1:]) for number in range(3)]

    assert codes(told[0]) == []
    assert codes(told[0], in_pages=told[1:]) == ["key-is-longest"]


def test_choices_of_very_different_length():
    assert found(single("Q1", "x" * 24, "y" * 20)) == []
    assert found(single("Q1", "x" * 20, "y" * 25)) == [("choice-lengths", "warning")]
    assert found(single("Q1", "Yes", "No", "Maybe")) == []  # two characters nobody sees


@pytest.mark.parametrize(
    ("answers", "one_sided"),
    [
        ([True], False),
        ([False, False], True),
        ([True, True, True], True),
        ([True, False, False], False),
        ([False] * 4 + [True], True),
        ([False] * 3 + [True], False),
    ],
)
def test_statements_on_one_side(answers, one_sided):
    made = [statement(f"T{number}", answer) for number, answer in enumerate(answers)]

    assert codes(*made) == ["one-sided-true-false"] * one_sided


def test_single_statements_of_pages_are_judged_together():
    assert codes(statement("T1", False), in_pages=[statement("T2", False), statement("T3", False)]) == [
        "one-sided-true-false"
    ]


def test_feedback_that_always_begins_alike():
    """A verdict twice, other words three times, and only where the other side never begins so."""
    assert codes(*(statement(f"T{one}", one == 1, told="Yes. Because.", other="Think again.") for one in (1, 2))) == [
        "feedback-cue"
    ]
    thrice = [statement(f"T{one}", one != 1, told="", other="Look closer. Because.") for one in (1, 2, 3)]
    assert codes(*thrice) == ["feedback-cue"]
    assert codes(*thrice[:2]) == []
    assert codes(*thrice, statement("T4", False, told="Look closer. Because.")) == []


def test_absolutes_that_only_distractors_have():
    assert codes(single("Q1", SAME, "never as others", "as high as others")) == ["absolute-in-distractor"]
    assert codes(single("Q1", "never as others", "never as all at", "as high as others")) == []
    assert codes(statement("T1", False, stem="A child always tells.")) == ["absolute-in-distractor"]
    assert codes(statement("T1", True, stem="A child may not tell.")) == []


def test_a_choice_about_the_other_choices():
    assert codes(single("Q1", "All of the above", "as long as others"), single("Q2", *FAIR)) == ["all-of-the-above"]
    assert codes(single("Q1", *FAIR, "none of these ones")) == ["absolute-in-distractor", "all-of-the-above"][::-1]


def test_a_key_that_always_stands_in_one_place():
    made = [single(f"Q{number}", *FAIR, place=1, shuffle=False) for number in range(3)]

    assert codes(*made) == ["key-in-one-place"]
    assert codes(*made[:2], single("Q9", *FAIR, place=2, shuffle=False)) == []
    assert codes(*(single(f"Q{number}", *FAIR, place=1) for number in range(3))) == []


def test_an_objective_that_no_module_has():
    """By its place, or in its own words; a module of another course is not judged."""
    assert codes(single("Q1", *FAIR, objective="scale.1"), single("Q2", *FAIR, objective="Say how many.")) == []
    assert codes(single("Q1", *FAIR, objective="other.7")) == []
    assert found(single("Q1", *FAIR, objective="scale.2")) == [("unknown-objective", "warning")]
    assert codes(single("Q1", *FAIR, objective="Say what")) == ["unknown-objective"]


def test_surveys_are_not_judged():
    survey = a_question_set(single("Q1", "All of the above", "never", "x" * 60), id="asked", kind="survey")

    assert list(fairness_findings(a_course(question_sets={"asked": survey}, plans={}))) == []


def test_the_command_says_where(tmp_path, monkeypatch):
    """A warning leaves the exit code alone; with --strict it is an error."""
    write_course(tmp_path, **{"Ask her friends what it is about": "All of the above, in any order"})
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(main, ["check", "--as-of", "2026-11-23"])
    strict = CliRunner().invoke(main, ["check", "--strict", "--as-of", "2026-11-23"])

    assert run.exit_code == 0 and "modules/noticing/module.md:19:1: warning[all-of-the-above]: " in run.stderr
    assert strict.exit_code == 1


def test_the_shipped_course_gives_nothing_away():
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))

    assert [f"{found.span}: {found.message}" for found in fairness_findings(course)] == []
