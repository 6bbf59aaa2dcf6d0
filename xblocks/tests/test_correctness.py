""" "Assessment results visibility" of a subsection: always, never, past due; what of it reaches the browser."""

import html
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from lms import Platform, User, post
from rendered import module_element, quiz_element

LATER, EARLIER = (datetime.now(UTC) + timedelta(days=days) for days in (3, -3))
TELLING = re.compile(r'class="answer"|class="key"|class="sources"|class="why"|Right\.')


def quiz(visibility="always", due=None, phase="after", services=None, **attributes):
    block = Platform(**(services or {})).parse(quiz_element(phase, **attributes))
    block.show_correctness, block.due, block.graceperiod = visibility, due, None
    return block


def sent(block):
    """(page, data, what the player is told): all that the browser gets."""
    content = block.render("student_view").content
    page = html.unescape(re.search(r'data-document="([^"]*)"', content)[1])
    data = json.loads(re.search(r'id="course-data">(.*?)</script>', page)[1])
    return page, data, json.loads(re.search(r'xblock_json_init_args">(.*?)</script>', content)[1])["held"]


SHOWN = [
    ("always", None),
    ("always", LATER),
    ("past_due", EARLIER),
    ("past_due", None),
    ("", None),
    ("whatever", None),
    (None, None),
]
HIDDEN = [("never", None), ("never", EARLIER), ("never_but_include_grade", None), ("past_due", LATER)]


@pytest.mark.parametrize(("visibility", "due"), SHOWN)
def test_shown(visibility, due):
    page, data, held = sent(quiz(visibility, due))

    assert TELLING.search(page)
    assert data["questions"]["KN1"]["keys"] == [1]
    assert "key" not in held


@pytest.mark.parametrize(("visibility", "due"), HIDDEN)
@pytest.mark.parametrize("grading", ["private", "server"])
def test_hidden(visibility, due, grading):
    """No verdict, feedback, reason or key in page and data; where the platform marks, no key anywhere."""
    block = quiz(visibility, due, grading=grading)
    page, data, held = sent(block)

    assert not TELLING.search(page)
    assert {id for id, spec in data["questions"].items() if spec.get("keys") or spec.get("answer") is not None} == set()
    assert held["scored"] == [id for id in data["after"] if id.startswith("KN")]
    assert bool(held["key"]) == (grading == "private")


@pytest.mark.parametrize("grading", ["private", "server"])
def test_passed_is_not_told_while_hidden_and_is_graded_all_the_same(grading):
    from tests.browser.learner import RIGHT

    given = {id: RIGHT[id] for id in RIGHT if id.startswith("KN")}
    block = quiz("past_due", LATER, grading=grading)
    body = {"passed": True} if grading == "private" else {"answers": given}
    answer = post(block, "submit", {"attempt": 1, **body})

    assert answer.json == {"attemptsUsed": 1, "passed": False}
    assert block.runtime.published[0] == ("grade", {"value": 1.0, "max_value": 1.0, "only_if_higher": None})
    assert block.held()["passed"] is False
    block.due = EARLIER
    assert block.held()["passed"] is True


def test_grace_moves_the_date():
    block = quiz("past_due", datetime.now(UTC) - timedelta(hours=1))
    block.graceperiod = timedelta(days=1)

    assert not block.shows_correctness


@pytest.mark.parametrize(("visibility", "shows"), [("never", False), ("past_due", True)])
def test_staff_see_what_the_platform_lets_staff_see(visibility, shows):
    staff = {"user": User(user_is_staff=True)}

    assert quiz(visibility, LATER, services=staff).shows_correctness is shows


def test_before_has_no_keys_where_correctness_is_never_shown():
    """As our own archives set it: nobody marks these."""
    page, data, held = sent(quiz("never", phase="before"))

    assert not TELLING.search(page)
    assert not any(spec.get("keys") or spec.get("answer") is not None for spec in data["questions"].values())
    assert "key" not in held


def test_checks_of_a_module_always_answer_and_the_course_team_is_told():
    block = Platform().parse(module_element("crossing"))
    block.show_correctness = "never"

    assert TELLING.search(html.unescape(block.render("student_view").content))
    assert next(message.text for message in block.validate().messages).startswith(
        "The results of this subsection are hidden"
    )
