"""From files to one frozen course."""

import datetime
from pathlib import Path

import pytest
from signpost_builder.diagnostics import SourceError
from signpost_builder.model import (
    Contact,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    ScaleQuestion,
    Source,
    TrueFalseQuestion,
)
from signpost_builder.read import read_course

from tests.source_projects import AS_OF, FILES, SITE_COLUMNS, SITE_ROW, a_project, a_read_course, findings

ROOT = Path(__file__).parent.parent

QUIZ = """\
id: asked
title: What you know
kind: knowledge
introduction: A *few* questions.
questions:
  - id: K01
    type: multiple
    topic: signs
    stem: Which?
    wording: {carer: Which do you see?}
    dont_know: true
    critical: true
    shuffle: false
    objective: Know.
    facts: [LAW-01]
    rationale: |
      One {fact:NRM-01}.

      Two.
    choices:
      - {text: One, correct: true, feedback: "Yes, {contact:childline}."}
      - {text: Two, correct: true}
      - {text: Three}
  - {id: K02, type: true-false, stem: A claim., answer: false, feedback_true: No., feedback_false: Yes.}
  - {id: K03, type: order, stem: Order., items: [One, Two, Three]}
  - {id: K04, type: match, stem: Match., pairs: [{term: A, meaning: B}, {term: C, meaning: D}], spare: [E]}
  - {id: K05, type: number, stem: How many?, answer: 44, tolerance: 5, unit: "%", bands: [20, 40]}
"""


def test_what_a_trainer_says_about_a_question(tmp_path):
    """Rendered as the rationale is; its facts are not among those that the learners' page lists as sources."""
    line = '{id: K02, type: true-false, stem: A claim., answer: false, trainer: "Ask *why* {fact:NRM-01}."}'
    quiz = f"id: asked\ntitle: T\nkind: knowledge\nquestions:\n  - {line}\n"
    (question,) = a_read_course(tmp_path, **{"quizzes/asked.yaml": quiz}).question_sets["asked"].questions

    assert question.trainer.startswith("<p>Ask <em>why</em> <span") and question.facts == ()


def test_every_type_of_question(tmp_path):
    """What is written comes back, rendered; facts named and facts used are listed."""
    questions = a_read_course(tmp_path, **{"quizzes/asked.yaml": QUIZ}).question_sets["asked"]
    first = questions.questions[0]

    assert questions.introduction == "A <em>few</em> questions."
    assert (first.stem, first.wording) == ("Which?", {"carer": "Which do you see?"})
    assert (first.dont_know, first.critical, first.shuffle, first.multiple) == (True, True, False, True)
    assert first.facts == ("LAW-01", "NRM-01")
    assert first.rationale.startswith('<p>One <span class="fact"') and first.rationale.endswith("</p><p>Two.</p>")
    assert first.choices[0].feedback == 'Yes, <span data-contact="childline"></span>.'
    assert questions.questions[1:] == (
        TrueFalseQuestion(id="K02", stem="A claim.", answer=False, feedback_true="No.", feedback_false="Yes."),
        OrderQuestion(id="K03", stem="Order.", items=("One", "Two", "Three")),
        MatchQuestion(id="K04", stem="Match.", pairs=(("A", "B"), ("C", "D")), spare=("E",)),
        NumberQuestion(id="K05", stem="How many?", answer=44.0, tolerance=5.0, unit="%", bands=(20.0, 40.0)),
    )


def test_a_scale_takes_its_labels_from_the_set(tmp_path):
    """From the lowest up."""
    quiz = "id: asked\ntitle: Sure\nkind: survey\nscales: {sure: [Not, A bit, Very]}\nquestions:\n  - {id: C1, type: scale, stem: How sure?, scale: sure, reverse: true}\n"
    (question,) = a_read_course(tmp_path, **{"quizzes/asked.yaml": quiz}).question_sets["asked"].questions

    assert question == ScaleQuestion(
        id="C1", stem="How sure?", scale="sure", labels=("Not", "A bit", "Very"), reverse=True
    )


def test_facts_and_helplines(tmp_path):
    """As they stand in their files, dates as dates."""
    course = a_read_course(tmp_path)
    fact = course.facts["NRM-01"]

    assert (fact.value, fact.period, fact.sure, fact.review_by) == (
        "19,125 people",
        "2024",
        "R",
        datetime.date(2027, 3, 31),
    )
    assert fact.source == Source(publisher="Home Office", title="NRM statistics", url="https://www.gov.uk/nrm")
    assert course.helplines == (
        Contact(
            key="childline",
            name="Childline",
            purpose="Any worry, for under 19s",
            phone="0800 1111",
            checked=datetime.date(2026, 11, 22),
        ),
    )


def test_advice_of_official_origin_is_a_fact(tmp_path):
    """With numbers that a helpline has verified, and ages."""
    advice = """\
ADV-01:
  claim: Do not pay. A child is under 18. Call Childline on 0800 1111, or 116 000 for families.
  source: {publisher: A charity, title: A letter, date: April 2024, origin: "National Crime Agency, letter to parents"}
  sure: P
  checked: 2026-11-22
  review_by: 2027-03-31
"""
    families = '- {id: missing, name: Missing People, purpose: Families, phone: "116 000", sure: S, checked: 2026-11-22, review_by: 2027-04-01}\n'
    helplines = FILES["modules/helplines.yaml"] + families
    course = a_read_course(
        tmp_path, **{"modules/facts.yaml": advice, "modules/helplines.yaml": helplines, "body": "No {source:ADV-01}."}
    )

    assert course.facts["ADV-01"].sure == "P"


def test_a_site_and_its_contacts(tmp_path):
    """One contact for each filled column; a number at the end of a name is its telephone."""
    (site,) = a_read_course(tmp_path, **{"course/demo/sites.csv": f"{SITE_COLUMNS}\n{SITE_ROW}\n"}).sites
    shown = {key: (contact.name, contact.phone, contact.email, contact.url) for key, contact in site.contacts.items()}

    assert (site.id, site.name, site.example, site.checked) == (
        "hill",
        "Hill Academy",
        False,
        datetime.date(2026, 11, 22),
    )
    assert shown == {
        "dsl": ("Jo Bell", "01325 555 101", "dsl@hill.org.uk", ""),
        "deputies": ("Deputies", "01325 555 102", "", ""),
        "out-of-hours": ("999", "", "", ""),
        "mash": ("Hill hub", "01325 555 110", "", "https://mash.hill.gov.uk"),
        "edt": ("Emergency duty team", "01325 555 111", "", ""),
        "police": ("Hill Police", "", "", ""),
        "recording": ("Paper form", "", "", ""),
        "head": ("Head teacher", "", "", ""),
        "chair": ("Chair of governors", "", "", ""),
        "lado": ("Designated officer (LADO)", "01325 555 112", "", ""),
        "thresholds": ("Thresholds document", "", "", "https://thresholds.hill.gov.uk"),
    }


def test_the_digest_follows_the_sources(tmp_path):
    """Same files, same digest; one letter more, another."""
    one, same, other = (
        a_read_course(tmp_path / name, body=body).digest
        for name, body in (("a", "Hello."), ("b", "Hello."), ("c", "Hello!"))
    )

    assert one == same != other


def test_reading_twice_gives_equal_courses(tmp_path):
    """Nothing depends on order or time."""
    folder = a_project(tmp_path)

    assert read_course(folder, as_of=AS_OF) == read_course(folder, as_of=AS_OF)


def test_dates_decide_findings_and_never_the_course(tmp_path):
    """The same course whatever the day."""
    folder = a_project(tmp_path, body="{fact:NRM-01}")
    course, none = read_course(folder, as_of=AS_OF)
    later, warnings = read_course(folder, as_of=datetime.date(2030, 1, 1))

    assert course == later
    assert none == ()
    assert {warning.code for warning in warnings} == {"fact-out-of-date", "contact-out-of-date"}


def test_strict_makes_errors_of_what_is_out_of_date(tmp_path):
    """And only of that."""
    folder = a_project(tmp_path, body="{fact:NRM-01} <blink>x</blink>")

    with pytest.raises(SourceError) as raised:
        read_course(folder, as_of=datetime.date(2030, 1, 1), strict=True)

    assert {(found.code, found.severity) for found in raised.value.diagnostics} == {
        ("fact-out-of-date", "error"),
        ("contact-out-of-date", "error"),
        ("unknown-html-tag", "warning"),
    }


def test_what_another_course_uses_is_not_unused(tmp_path):
    """A project may hold several courses."""
    folder = a_project(
        tmp_path,
        **{
            "modules/two/module.md": "::: quiz ref=spare\n:::\n",
            "quizzes/spare.yaml": "id: spare\n",
            "course/other/course.yaml": "modules: [two]\n",
        },
    )

    assert findings(folder) == ()


def test_the_folder_may_be_named_relatively(tmp_path, monkeypatch):
    """As on the command line."""
    a_project(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert read_course(Path("course/demo"), as_of=AS_OF)[0].id == "demo"


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in ROOT.glob("course/*/course.yaml")), ids=lambda folder: folder.name
)
def test_the_shipped_courses_read_without_a_finding(folder):
    """On the day of their writing."""
    _, warnings = read_course(folder, as_of=datetime.date(2026, 11, 28))

    assert warnings == ()


def test_the_modules_of_the_main_course():
    """A story and signs first, figures inside."""
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))

    assert [module.id for module in course.modules] == [
        "signs",
        "definitions",
        "scale",
        "stages",
        "trends",
        "escalation",
    ]
