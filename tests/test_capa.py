"""Every problem of the native Open edX archive, marked by the platform's own code."""

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.capa import plain_text
from signpost_builder.marks import Response, score_question
from signpost_builder.model import (
    ChoiceQuestion,
    Edition,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
    checked_questions,
)
from signpost_builder.page import render
from signpost_builder.page.questions import figure, mixed
from signpost_builder.read import read_course
from signpost_builder.scoring import spec

from tests.browser import packages
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
    a_true_false_question,
    an_edition,
    an_order_question,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CAPA = ROOT / "tests" / "capa"
PYTHON = CAPA / ".venv" / "bin" / "python"
INSTALLED = CAPA / ".venv" / ".installed"


def every_type() -> Edition:
    """One question of each type, with texts that markup and formats stumble over."""
    choices = (
        a_choice("Tell", correct=True, feedback="Yes &amp; <b>now</b>."),
        a_choice("Ask &#x27;why&#x27;", correct=True, feedback="Yes."),
        a_choice('It\'s "5 &lt; 6" &amp; <em>so</em>, [x] *y*', feedback="No."),
        a_choice("Wait", feedback="Waiting&nbsp;can harm."),
        a_choice("Search"),
    )
    questions = (
        a_choice_question(
            *choices[:1], *choices[2:], id="Q1", dont_know=True, stem="<p>A girl is late.</p><p>What now?</p>"
        ),
        a_choice_question(*choices, id="Q2", dont_know=True),
        a_true_false_question(id="Q3", feedback_false="They can."),
        a_match_question(id="Q4", spare=("It&#x27;s <em>neither</em>, nor <b>that</b>",), dont_know=True),
        an_order_question(id="Q5"),
        a_number_question(id="Q6", rationale="<p>44% were children.</p>"),
        a_number_question(id="Q7", answer=-0.5, tolerance=0.0, minimum=-1.0),
    )
    asked = a_question_set(*questions)
    checked = a_check(*(replace(question, id=f"C{question.id}") for question in questions))
    return an_edition(a_course(a_module(a_page(checked)), question_sets={"knowledge": asked}))


def made() -> list[Edition]:
    course, _ = read_course(ROOT / "course" / "spot-the-signs", as_of=datetime.date(2026, 11, 28))
    small = packages.course()
    return [*editions(course, [None], course.audiences), *editions(small, [None], small.audiences), every_type()]


def asked(edition: Edition) -> Iterator[tuple[str, str, Question]]:
    """(url_name, use, question) of every problem that should be in the archive."""
    for use, sets in (("before", edition.before), ("after", edition.after)):
        for each in sets:
            if each.kind == "knowledge":
                yield from ((f"course__{use}__q-{question.id}", use, question) for question in each.questions)
    for module in edition.modules:
        for page in module.pages:
            yield from (
                (f"{page.id}__q-{question.id}", "check", question) for question in checked_questions(page.blocks)
            )


def responses(question: Question) -> list[Response]:
    """The key first, then others; "dk" where it is offered."""
    unsure: list[Response] = ["dk"] if question.dont_know else []
    match question:
        case ChoiceQuestion(multiple=True, choices=choices):
            every = [
                list(some) for size in range(1, len(choices) + 1) for some in combinations(range(len(choices)), size)
            ]
            return sorted(every, key=lambda ticked: -(score_question(spec(question), ticked) or 0)) + unsure
        case ChoiceQuestion(choices=choices):
            return (
                sorted(([index] for index in range(len(choices))), key=lambda one: not choices[one[0]].correct) + unsure
            )
        case TrueFalseQuestion(answer=answer):
            return [[int(bool(answer))], [int(not answer)], *unsure]
        case MatchQuestion(pairs=pairs):
            key = list(range(len(pairs)))
            return [key, key[1:] + key[:1], [key[1], *key[1:]]]
        case OrderQuestion(items=items):
            key = list(range(len(items)))
            return [key, key[::-1], [key[1], key[0], *key[2:]]]
        case NumberQuestion(answer=answer, tolerance=slack):
            right = answer or 0
            return [[right], [right + slack], [right - slack], [right + slack + 1], [right - slack - 0.5]]
    return []


def submitted(question: Question, response: Response) -> dict[str, Any]:
    """What the platform's page would send for a response. Inputs are numbered from 2."""
    match question:
        case ChoiceQuestion(multiple=True, choices=choices):
            ticked = [len(choices)] if response == "dk" else response
            return {"1_2_1": [f"choice_{index}" for index in ticked or ()]}
        case ChoiceQuestion(choices=choices):
            return {"1_2_1": f"choice_{len(choices) if response == 'dk' else response[0]}"}
        case TrueFalseQuestion():
            return {"1_2_1": f"choice_{2 if response == 'dk' else 1 - response[0]}"}
        case MatchQuestion(pairs=pairs, spare=spare):
            meanings = [meaning for _, meaning in pairs] + list(spare)
            return {f"1_{term + 2}_1": plain_text(meanings[index]) for term, index in enumerate(response or ())}
        case OrderQuestion(items=items):
            shown = mixed(question.id, len(items))
            return {f"1_{row + 2}_1": str(list(response or ()).index(item) + 1) for row, item in enumerate(shown)}
        case NumberQuestion():
            return {"1_2_1": figure(response[0])}
    raise TypeError(question)


def fraction(question: Question, response: Response) -> float:
    """0-1 as docs/openedx.md promises it."""
    match question:
        case ChoiceQuestion(multiple=True, choices=choices):
            ticked = {len(choices)} if response == "dk" else set(response or ())
            keys = {index for index, choice in enumerate(choices) if choice.correct}
            mistakes, offered = len(ticked ^ keys), len(choices) + question.dont_know
            return {0: 1.0, 1: 0.5 if offered > 2 else 0.0, 2: 0.25 if offered > 4 else 0.0}.get(mistakes, 0.0)
        case OrderQuestion(items=items):
            return sum(place == item for place, item in enumerate(response or ())) / len(items)
    return score_question(spec(question), response) or 0.0


def feedback(question: Question, response: Response) -> str:
    """What the author says to a choice."""
    match question:
        case ChoiceQuestion(choices=choices) if response != "dk":
            return " ".join(choices[index].feedback for index in response or ())
        case TrueFalseQuestion() if response != "dk":
            return question.feedback_true if response == [1] else question.feedback_false
    return ""


@pytest.fixture(scope="module")
def cases() -> list[tuple[str, str, Question, Sequence[Response], list[dict[str, Any]]]]:
    """Every problem of every edition with what CAPA made of each response."""
    if not INSTALLED.is_file():
        pytest.skip(
            f"tests/capa/.venv is not there: `make test-slow` makes it (Python 3.11; here {sys.version.split()[0]})"
        )
    found = []
    for edition in made():
        tree = FORMATS["openedx-native"].packages(render(edition))[0].tree
        found += [
            (name, use, question, responses(question), tree[f"course/problem/{name}.xml"].decode())
            for name, use, question in asked(edition)
            if not isinstance(question, ScaleQuestion)
        ]
    given = [
        {"xml": xml, "tries": [submitted(question, response) for response in tried]}
        for _, _, question, tried, xml in found
    ]
    run = subprocess.run(
        [PYTHON, CAPA / "grade.py"], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return [(*case[:4], marks) for case, marks in zip(found, json.loads(run.stdout), strict=True)]


def test_the_key_scores_full_and_all_else_as_promised(cases):
    """For every response: the share of points is the player's, or what the report and the docs say instead."""
    wrong = [
        (name, response, mark["points"], mark["most"])
        for name, _, question, tried, marks in cases
        for response, mark in zip(tried, marks, strict=True)
        if abs(mark["points"] / mark["most"] - fraction(question, response)) > 0.01
    ]

    assert len(cases) > 150
    assert wrong == []
    assert all(marks[0]["points"] == marks[0]["most"] > marks[-1]["points"] for *_, marks in cases)


def test_feedback_is_shown_for_what_was_chosen(cases):
    """After a check and a graded question the author's words; before the course none."""
    missing, told = [], []
    for name, use, question, tried, marks in cases:
        for response, mark in zip(tried, marks, strict=True):
            said = " ".join(words_in("".join(mark["messages"])))
            if use == "before":
                told += [name] if said else []
            elif not all(word in said.split() for word in words_in(feedback(question, response))):
                missing.append((name, response))

    assert missing == []
    assert told == []


def words_in(html: str) -> list[str]:
    return " ".join(lxml.html.fragment_fromstring(html, create_parent="div").itertext()).split() if html else []
