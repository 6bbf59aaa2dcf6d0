"""What `survey:` in course.yaml becomes, and what a record could not hold; short faults are in tests/diagnostics/survey.txt."""

import pytest
from signpost_builder.model import Respondents, Responsible, Survey

from tests.source_projects import FILES, RESPONSIBLE, a_project, a_read_course, findings

KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
SURVEY = f"survey:\n  endpoint: https://survey.example.org\n  key: {KEY}\n  verify: {KEY}\n{RESPONSIBLE}  respondents: {{staff: {{group: D1, campaign: [who]}}}}\n"
WHO = """\
id: who
title: About you
kind: survey
questions:
  - id: D1
    type: single
    stem: Which best describes you?
    choices: [{text: Teacher}, {text: Assistant, counted_as: Others}, {text: Others}]
  - {id: C1, type: true-false, stem: I feel sure.}
"""


def a_surveyed_project(who: str = WHO, survey: str = SURVEY) -> dict[str, str]:
    course = FILES["course/demo/course.yaml"].replace("before: [asked]", "before: [who, asked]")
    return {"course/demo/course.yaml": course + survey, "quizzes/who.yaml": who}


def test_a_survey(tmp_path):
    """Endpoint, key, and whom it tells apart; the merged choices stay with the question."""
    course = a_read_course(tmp_path, **a_surveyed_project())

    assert course.survey == Survey(
        endpoint="https://survey.example.org",
        key=KEY,
        verify=KEY,
        responsible=Responsible(
            controller="Example Trust",
            contact="survey@trust.example",
            data_protection_officer="dpo@trust.example",
            lawful_basis="Public task",
            retention="A school year",
        ),
        respondents={"staff": Respondents(group="D1", campaign=("who",))},
    )
    assert [choice.counted_as for choice in course.question_sets["who"].questions[0].choices] == ["", "Others", ""]


def test_without_a_store_there_is_no_survey(tmp_path):
    """Whom it would tell apart may stand there already."""
    course = a_read_course(tmp_path, **a_surveyed_project(survey="survey:\n  respondents: {staff: {group: D1}}\n"))

    assert course.survey is None


def questions(count: int, choices: int) -> str:
    listed = ", ".join(f'{{text: "{number}"}}' for number in range(choices))
    return "".join(f"  - {{id: M{n}, type: multiple, stem: Which {n}, choices: [{listed}]}}\n" for n in range(count))


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:8080", "http://192.168.178.20:8080", "http://localhost:80", "http://trainer.local"]
)
def test_a_store_on_a_trainer_s_laptop(endpoint, tmp_path):
    """Plain http, where nothing leaves the computer or its own network."""
    course = a_read_course(
        tmp_path, **a_surveyed_project(survey=SURVEY.replace("https://survey.example.org", endpoint))
    )

    assert course.survey and course.survey.endpoint == endpoint


@pytest.mark.parametrize(
    ("who", "message"),
    [
        (WHO.replace("title:", f"introduction: {'word ' * 801}\ntitle:"), "the introduction of 'who' is too long"),
        (WHO.replace("I feel sure", "x" * 1001), "a text of 'C1' has 1002 characters"),
        (WHO + questions(1, 201), "'M0' has more than 200 choices"),
    ],
)
def test_what_a_form_cannot_hold(who, message, tmp_path):
    """Found at the question or the set, before a form is made."""
    found = findings(a_project(tmp_path, **a_surveyed_project(who)))

    assert [(one.code, one.message.startswith(message)) for one in found] == [("survey-too-long", True)]


def test_a_full_record(tmp_path):
    """332 bytes before: two questions of one byte and 33 of ten; the group has its own place."""
    assert findings(a_project(tmp_path, **a_surveyed_project(WHO + questions(33, 10)))) == ()


def test_one_byte_too_many(tmp_path):
    """One more question is one too many."""
    found = findings(
        a_project(
            tmp_path,
            **a_surveyed_project(WHO + questions(33, 10) + "  - {id: C2, type: true-false, stem: One more.}\n"),
        )
    )

    assert {(one.code, str(one.span)) for one in found} == {("survey-too-long", "course/demo/course.yaml:21:17")}
    assert len(found) == 1
