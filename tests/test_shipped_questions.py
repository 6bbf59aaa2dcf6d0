"""What the shipped course asks: the same of everybody, of every objective, and in checks nothing that is kept for later."""

import datetime
import re
from functools import cache
from pathlib import Path

import pytest
from signpost_builder import forms
from signpost_builder.editions import edition
from signpost_builder.fairness.objectives import measured
from signpost_builder.model import (
    HARDEST,
    Check,
    ChoiceQuestion,
    MatchQuestion,
    OrderQuestion,
    ScaleQuestion,
    TrueFalseQuestion,
    every_block,
)
from signpost_builder.read import read_course
from signpost_builder.reading_grade import grade
from signpost_builder.resolving import general_sets

ROOT = Path(__file__).parent.parent
ASKED = ("staff", "hub-leader", "caregiver")
CORE = ("K07", "K05c", "K02c", "K18", "K09", "K19", "K12c", "K17c")
PERCEPTIONS = ("P1", "P5", "P6", "P7", "P9", "P11", "P13")


@cache
def course():
    return read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))[0]


def audience(id):
    return next(each for each in course().audiences if each.id == id)


def content(sets):
    """Id to what the survey keeps of it: words, choices and their order, key."""
    return {
        one.id: forms.question_content(one, scored=each.kind == "knowledge") for each in sets for one in each.questions
    }


def asked(id, phase):
    return content(getattr(edition(course(), None, audience(id), survey=True), phase))


def everybody():
    """Staff, hub leaders and caregivers before and after; the campaign, which adult siblings can answer; stakeholders."""
    for id in ASKED:
        yield f"{id} before", asked(id, "before")
        yield f"{id} after", asked(id, "after")
    stakeholder = next(draft for draft in course().drafts if draft.id == "stakeholder")
    yield "stakeholder", content(general_sets(course(), audience("staff"), "", stakeholder.questions))
    yield (
        "outside the course",
        content(course().question_sets[id] for id in ("about-you-caregiver", "perceptions", "core")),
    )


@pytest.mark.parametrize("ids", [CORE, PERCEPTIONS], ids=["core", "perceptions"])
def test_everybody_is_asked_the_same(ids):
    """In id, words, choices and order."""
    (first, *others) = [(who, {id: one for id, one in found.items() if id in ids}) for who, found in everybody()]

    assert tuple(first[1]) == ids
    assert [who for who, found in others if list(found.items()) != list(first[1].items())] == []


@pytest.mark.parametrize("id", ASKED)
def test_at_most_six_more_and_few_ratings(id):
    one = edition(course(), None, audience(id), survey=True)
    own = [
        question
        for each in one.after
        if each.kind == "knowledge"
        for question in each.questions
        if question.id not in CORE
    ]
    confidence = [
        q for each in one.after for q in each.questions if isinstance(q, ScaleQuestion) and q.scale == "confidence"
    ]

    assert 1 <= len(own) <= 6
    assert len(confidence) == (3 if id == "caregiver" else 5)
    assert len([question for question in own if question.critical]) >= 2


def test_no_core_question_has_other_words_for_some():
    assert [
        one.id for id in ("core", "perceptions") for one in course().question_sets[id].questions if one.wording
    ] == []


@pytest.mark.parametrize("id", ASKED)
def test_barriers_and_words_heard_before_and_after(id):
    before, after = asked(id, "before"), asked(id, "after")

    assert {"P13", "P14"} <= before.keys() & after.keys()
    assert {name: before[name] for name in ("P13", "P14")} == {name: after[name] for name in ("P13", "P14")}
    assert {name for name in before if name not in after} <= {"D1", "D6", "D1c", "D3c", "D4"}


def test_who_answers():
    """Five groups each, in the words of the study; an age band as a question like others."""
    sets = course().question_sets
    (role, _) = sets["about-you-staff"].questions
    (relation, region, age) = sets["about-you-caregiver"].questions

    assert [choice.text for choice in role.choices] == [
        "Teacher or tutor", "Teaching assistant or pastoral", "Office, site or other support",
        "Leader, governor or safeguarding lead", "Hub leader, volunteer or other",
    ]  # fmt: skip
    assert (
        len(forms.group(relation)["values"]) == 5
        and "Older brother or sister, 18 or over" in forms.group(relation)["values"]
    )
    assert len(region.choices) <= forms.MOST_STRATA
    assert [choice.text for choice in age.choices] == [
        "18 to 24",
        "25 to 34",
        "35 to 44",
        "45 to 54",
        "55 to 64",
        "65 or over",
        "Prefer not to say",
    ]
    assert age.id in asked("caregiver", "before")


def checks():
    found = (
        block.questions
        for module in course().modules
        for page in module.pages
        for block in every_block(page.blocks)
        if isinstance(block, Check)
    )
    return {each.id: each for each in found}


@pytest.mark.parametrize("module", ["scale", "definitions", "signs", "stages", "trends", "escalation"])
def test_a_check_is_three_questions_one_of_them_about_an_earlier_part(module):
    """The first part has no earlier one."""
    order = [each.id for each in course().modules]
    about = [one.objective.split(".")[0] for one in checks()[f"check-{module}"].questions]

    assert len(about) == 3
    earlier = [name for name in about if order.index(name) < order.index(module)]
    assert len(earlier) == (0 if module == order[0] else 1) and set(about) <= {module, *earlier}


def test_what_is_kept_for_a_second_sitting_is_in_no_check_and_no_plan():
    kept = {"K12b", "K15b"}
    now = {one.id for each in checks().values() for one in each.questions} | {
        id for who in ASKED for id in asked(who, "before")
    }

    assert kept <= {one.id for one in course().question_sets["refresher"].questions} and not kept & now


def test_the_refresher_asks_three_questions_about_each_part():
    parts = [one.objective.split(".")[0] for one in course().question_sets["refresher"].questions]

    assert {part: parts.count(part) for part in parts} == {each.id: 3 for each in course().modules}


def graded_and_checks():
    graded = [
        one
        for id in ("core", "knowledge-staff", "knowledge-caregiver", "refresher")
        for one in course().question_sets[id].questions
    ]
    return [*graded, *(one for id, each in checks().items() if id.startswith("check-") for one in each.questions)]


def test_every_question_names_its_objective_and_its_facts():
    assert [one.id for one in graded_and_checks() if not one.objective or not measured(course(), one.objective)] == []
    assert [one.id for one in graded_and_checks() if not one.facts or not one.rationale] == []


def test_every_objective_is_measured_by_what_is_graded_or_checked():
    """The refresher left out: it comes a year later."""
    refresher = {one.id for one in course().question_sets["refresher"].questions}
    found = {measured(course(), one.objective) for one in graded_and_checks() if one.id not in refresher}
    objectives = {words for module in course().modules for words in module.objectives}

    assert objectives - found == set()


def test_half_of_the_statements_are_true():
    """In each graded set of an audience, and over all of them."""
    for id in ASKED:
        statements = [
            one
            for each in edition(course(), None, audience(id)).after
            for one in each.questions
            if isinstance(one, TrueFalseQuestion)
        ]
        assert sum(one.answer is True for one in statements) * 2 == len(statements) == 4
    answers = [one.answer for one in graded_and_checks() if isinstance(one, TrueFalseQuestion)]
    assert abs(answers.count(True) - answers.count(False)) <= 1


def test_nothing_graded_can_be_half_guessed():
    graded = [
        one for id in ("core", "knowledge-staff", "knowledge-caregiver") for one in course().question_sets[id].questions
    ]

    assert not [one.id for one in graded if isinstance(one, OrderQuestion | MatchQuestion)]
    assert [
        one.id for one in graded if re.search(r"\b(?:not|no|never)\b.*\bcannot\b|\bcannot\b.*\b(?:not|no)\b", one.stem)
    ] == []


def test_critical_questions_have_two_plausible_answers():
    """Read by a person; here: at least three wrong choices of the length of the right one."""
    critical = [one for one in graded_and_checks() if one.critical]

    assert {one.id for one in critical} == {"K13", "K14", "K15", "K13c", "K15c"}
    assert all(
        isinstance(one, ChoiceQuestion) and sum(not choice.correct for choice in one.choices) >= 3 for one in critical
    )


def test_no_rating_asks_two_things_at_once():
    """One thing a sentence: no "or", no "and"."""
    ratings = [
        one for each in course().question_sets.values() for one in each.questions if isinstance(one, ScaleQuestion)
    ]

    assert len(ratings) >= 14
    assert [one.id for one in ratings if re.search(r"\b(?:or|and)\b", one.stem)] == []


def spoken(question):
    """Stem, choices, feedback and reason, a sentence a line."""
    texts = [question.stem, question.rationale]
    if isinstance(question, ChoiceQuestion):
        texts += [text for choice in question.choices for text in (choice.text, choice.feedback)]
    if isinstance(question, TrueFalseQuestion):
        texts += [question.feedback_true, question.feedback_false]
    return [forms.plain(text) for text in texts if text]


@pytest.mark.parametrize(
    "id", ["core", "knowledge-caregiver", "perceptions", "confidence", "barriers", "knowledge-staff", "refresher"]
)
def test_questions_are_as_easy_to_read_as_the_pages(id):
    """The core as easy as the caregivers' pages, because they read it."""
    lines = [
        line if line.endswith((".", "?", "!", '"')) else f"{line}."
        for one in course().question_sets[id].questions
        for line in spoken(one)
    ]
    aim = HARDEST if id in ("knowledge-staff", "refresher") else 6

    assert grade("\n".join(lines)) <= aim
