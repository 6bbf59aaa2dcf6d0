"""The forms of a course, against docs/formats/form.md; survey/tests/test_builder_forms.py has the store judge real ones."""

import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from signpost_builder.forms import (
    asked_ids,
    campaign_form,
    content_id,
    course_form,
    decimal,
    form_bytes,
    form_page_url,
    forms,
    link_form,
    plain,
    question_content,
    right_bands,
    slots,
)
from signpost_builder.model import Contact, Course, CourseWords, Plan, Respondents, Survey

from tests.builders import (
    a_choice,
    a_choice_question,
    a_course,
    a_match_question,
    a_number_question,
    a_question_set,
    a_scale_question,
    a_true_false_question,
    an_audience,
    an_order_question,
)

EXAMPLES = Path(__file__).parent.parent / "docs/formats/examples"
VERIFY = "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A"
KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
STAFF = an_audience()
ROLE = a_choice_question(
    a_choice("Teacher"), a_choice("Assistant", counted_as="Support"), a_choice("Office", counted_as="Support"),
    id="D1", stem="Which <em>best</em> describes you?",
)  # fmt: skip
TRAINED = a_choice_question(a_choice("Never"), a_choice("Before"), id="D6", stem="Trained before?")


def a_surveyed_course(**changes) -> Course:
    """Who, how sure, what they know; how sure, what they know and how it was."""
    course = a_course(
        question_sets={
            "who": a_question_set(ROLE, TRAINED, id="who", title="About you", kind="survey"),
            "sure": a_question_set(a_scale_question(), id="sure", title="Confidence", kind="survey", shown_back=True),
            "knowledge": a_question_set(a_choice_question(topic="escalation", critical=True, dont_know=True)),
            "feedback": a_question_set(a_true_false_question(id="FB1", answer=None), id="feedback", kind="survey"),
        },
        plans={"staff": Plan(before=("who", "sure", "knowledge"), after=("sure", "knowledge", "feedback"))},
        survey=Survey(
            endpoint="https://survey.example.org",
            key=KEY,
            verify=VERIFY,
            respondents={"staff": Respondents(group="D1", stratum="D6")},
        ),
    )
    return replace(course, **changes)


def surveyed(**changes) -> Survey:
    survey = a_surveyed_course().survey
    assert survey
    return replace(survey, respondents={"staff": replace(survey.respondents["staff"], **changes)})


def test_the_form_of_a_course():
    """Every field of the format; group and stratum stand apart from the questions."""
    form = course_form(a_surveyed_course(), STAFF)

    assert form == {
        "format": "signpost-form-2",
        "id": form["id"],
        "kind": "pair",
        "open": False,
        "simulated": False,
        "title": "Spot the signs",
        "course": "spot-the-signs",
        "audience": "staff",
        "language": "en-GB",
        "key": {"id": "ae216c2ef5247a37", "public": KEY, "verify": VERIFY},
        "responsible": {"controller": "", "contact": "", "data_protection_officer": "", "lawful_basis": "", "retention": ""},
        "help": form["help"],
        "block": 20,
        "breakdowns": "one-way",
        "noise": 1,
        "group": {
            "question": "D1",
            "stem": "Which best describes you?",
            "options": ["Teacher", "Assistant", "Office"],
            "merge": [0, 1, 1],
            "values": ["Teacher", "Support"],
            "order": [0, 1],
        },
        "stratum": {"question": "D6", "stem": "Trained before?", "options": ["Never", "Before"], "order": [0, 1]},
        "before": [
            {"id": "sure", "title": "Confidence", "introduction": "", "questions": ["C1"]},
            {"id": "knowledge", "title": "What you know", "introduction": "", "questions": ["K01"]},
        ],
        "after": [
            {"id": "sure", "title": "Confidence", "introduction": "", "questions": ["C1"]},
            {"id": "knowledge", "title": "What you know", "introduction": "", "questions": ["K01"]},
            {"id": "feedback", "title": "What you know", "introduction": "", "questions": ["FB1"]},
        ],
        "questions": {
            "C1": {
                "type": "scale", "stem": "How sure are you?", "topic": "", "dont_know": False, "critical": False,
                "labels": ["Not at all", "Slightly", "Fairly", "Very", "Completely"], "reverse": False,
            },
            "K01": {
                "type": "single", "stem": "What do you do?", "topic": "escalation", "dont_know": True, "critical": True,
                "options": ["Tell the DSL", "Wait"], "key": [0],
            },
            "FB1": {
                "type": "true-false", "stem": "Children can be traffickers' victims.", "topic": "", "dont_know": False,
                "critical": False, "key": None,
            },
        },
    }  # fmt: skip
    assert uuid.UUID(form["id"]).version == 5 and form["id"] == content_id(form)


@pytest.mark.parametrize("name", ["form.json", "form-single.json"])
def test_the_id_of_the_examples(name):
    """What the store's own examples are called comes out here too: two programs, one rule."""
    example = json.loads((EXAMPLES / name).read_text(encoding="utf-8"))

    assert content_id(example) == example["id"]


COMMON = {"topic": "", "dont_know": False, "critical": False}


@pytest.mark.parametrize(
    ("question", "content", "size"),
    [
        (
            a_choice_question(a_choice("A", correct=True), a_choice("B &amp; C", correct=True), a_choice("D")),
            {"type": "multiple", "stem": "What do you do?", "options": ["A", "B & C", "D"], "key": [0, 1]},
            3,
        ),
        (a_true_false_question(stem="S", answer=False), {"type": "true-false", "stem": "S", "key": False}, 1),
        (an_order_question(), {"type": "order", "stem": "Put in order", "items": ["First", "Second", "Third"], "key": [0, 1, 2]}, 3),
        (
            a_match_question(spare=("Being <b>kind</b>",)),
            {
                "type": "match", "stem": "Match", "terms": ["Grooming", "Coercion"], "key": [0, 1],
                "meanings": ["Building trust to harm", "Forcing somebody", "Being kind"],
            },
            2,
        ),
        (
            a_number_question(bands=(38.0, 44.5, 50.0)),
            {
                "type": "number", "stem": "How many in 100?", "unit": "%", "minimum": "0", "maximum": "100",
                "bounds": ["38", "44.5", "50"], "key": [1, 2],
            },
            1,
        ),
        (
            a_scale_question(labels=("No", "Yes"), reverse=True),
            {"type": "scale", "stem": "How sure are you?", "labels": ["No", "Yes"], "reverse": True},
            1,
        ),
    ],
)  # fmt: skip
def test_each_type_of_question(question, content, size):
    """As the table of form.md has it, with a key where it is scored."""
    assert question_content(question, scored=True) == COMMON | content
    assert question_content(question, scored=False).get("key") is None
    assert slots(question) == size


def test_an_exact_score_takes_the_knowledge_out():
    """The platform sees the score; nothing that is in it may be collected as well."""
    form = course_form(a_surveyed_course(score_mode="exact"), STAFF)

    assert asked_ids(form, "before") == ["C1"] and asked_ids(form, "after") == ["C1", "FB1"]
    assert form["questions"].keys() == {"C1", "FB1"}


def test_the_form_that_lessons_link_to():
    """Open to anybody with the link, and without what those platforms keep by name."""
    course = a_surveyed_course()
    form = link_form(course, STAFF)

    assert (form["open"], form["kind"], form["questions"].keys()) == (True, "pair", {"C1", "FB1"})
    assert form_page_url(course, STAFF) == f"https://survey.example.org/f/{form['id']}"


def test_a_campaign():
    """One occasion with sets of its own, where course.yaml asks for it."""
    course = a_surveyed_course()
    asked = replace(course, survey=surveyed(campaign=("who", "feedback")))
    form = campaign_form(asked, STAFF)

    assert campaign_form(course, STAFF) is None
    assert (form["kind"], form["open"], form["before"], asked_ids(form, "after")) == ("single", True, [], ["FB1"])
    assert form["group"]["question"] == "D1"
    assert [one["id"] for one in forms(asked)] == [
        course_form(asked, STAFF)["id"],
        link_form(asked, STAFF)["id"],
        form["id"],
    ]


def test_without_a_survey_there_is_no_form():
    """No store, an audience that is not surveyed, or nothing to link to."""
    course = a_surveyed_course()
    only_knowledge = replace(course, plans={"staff": Plan(before=("who", "knowledge"), after=("knowledge",))})
    elsewhere = an_audience(id="carer")

    assert forms(a_course()) == []
    assert form_page_url(a_course(), STAFF) is None
    assert course_form(course, elsewhere) is link_form(course, elsewhere) is campaign_form(course, elsewhere) is None
    assert course_form(only_knowledge, STAFF) and form_page_url(only_knowledge, STAFF) is None


def test_audiences_that_are_asked_the_same_share_a_form():
    """Their answers are counted together; another wording is another form."""
    carer = an_audience(id="carer")
    course = a_surveyed_course(audiences=(STAFF, carer))
    both = replace(
        course,
        plans=course.plans | {"carer": course.plans["staff"]},
        survey=replace(
            course.survey, respondents=dict.fromkeys(("staff", "carer"), course.survey.respondents["staff"])
        ),
    )
    sets = course.question_sets | {
        "feedback": a_question_set(
            a_true_false_question(id="FB1", answer=None, wording={"carer": "Other words."}),
            id="feedback",
            kind="survey",
        )
    }
    apart = replace(both, question_sets=sets)

    assert course_form(both, carer)["id"] == course_form(both, STAFF)["id"]
    assert [form["audience"] for form in forms(both)] == ["staff", "staff"]
    assert [form["audience"] for form in forms(apart)] == ["staff", "staff", "carer", "carer"]
    assert course_form(apart, carer)["questions"]["FB1"]["stem"] == "Other words."


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2.0.0"},
        {"title": "Another title"},
        {"digest": "1" * 64},
        {"survey": replace(surveyed(), endpoint="https://other.example.org", key="A" * 42 + "E")},
    ],
)
def test_what_does_not_change_the_id(changes):
    """Course version, titles, endpoint and key."""
    assert course_form(a_surveyed_course(**changes), STAFF)["id"] == course_form(a_surveyed_course(), STAFF)["id"]


def test_the_same_form_has_the_same_bytes():
    """Sorted, with a newline at the end."""
    text = form_bytes(course_form(a_surveyed_course(), STAFF))

    assert text == form_bytes(course_form(a_surveyed_course(), STAFF))
    assert text.startswith(b'{\n  "after"') and text.endswith(b"}\n")


@pytest.mark.parametrize(
    ("answer", "tolerance", "bands", "right"),
    [
        (44, 6, (38, 50), [1]),
        (44, 6, (40, 44, 60), [0, 1, 2]),
        (44, 0, (43, 44), [1]),
        (44, 0, (44, 50), [0]),
        (0, 5, (5, 10), [0]),
        (100, 5, (95,), [1]),
    ],
)  # fmt: skip
def test_bands_with_right_answers(answer, tolerance, bands, right):
    """A band holds its bound; one that right answers only touch is not right."""
    assert (
        right_bands(a_number_question(answer=float(answer), tolerance=float(tolerance), bands=tuple(map(float, bands))))
        == right
    )


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("Plain  words\n", "Plain words"),
        ("<p>One.</p><p>Two &lt; three.</p>", "One. Two < three."),
        ("a<br>b", "a b"),
        ("<strong>Tell</strong> <em>some</em>one", "Tell someone"),
        (
            '19,125<a class="cite" href="#source-X" aria-label="Source: Home Office"><sup>source</sup></a> in 2024',
            "19,125 in 2024",
        ),
        ("Zażółć 文字 &eacute;", "Zażółć 文字 é"),
    ],
)
def test_plain_text(html, words):
    assert plain(html) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (44.0, "44"),
        (12.5, "12.5"),
        (-0.0, "0"),
        (0.0001, "0.0001"),
        (1e15, "1000000000000000"),
        (-3.50, "-3.5"),
        (100.0, "100"),
    ],
)
def test_decimals(number, text):
    assert decimal(number) == text


def test_whom_to_turn_to_goes_with_the_form_and_makes_no_other():
    """The course's sentence and its lines for this audience, in its order; the id, and with it the series, stays."""
    mine = Contact(key="mine", name="Line", purpose="Talk", phone="0800 1111", extension="ext. 2", audiences=("staff",))
    helplines = (mine, replace(mine, key="urgent", emergency=True, audiences=()), replace(mine, audiences=("pupil",)))
    audiences = (STAFF, replace(STAFF, id="pupil"))
    plain = a_surveyed_course(audiences=audiences)
    course = replace(plain, helplines=helplines, words=CourseWords(report="Tell the warden."))
    form = course_form(course, STAFF)
    line = {"name": "Line", "purpose": "Talk", "phone": "0800 1111", "dial": "08001111", "extension": "ext. 2"}
    line |= {"email": "", "url": "", "hours": "", "emergency": False}

    assert form and form["help"] == {"report": "Tell the warden.", "lines": [line, line | {"emergency": True}]}
    assert form["id"] == course_form(plain, STAFF)["id"]
