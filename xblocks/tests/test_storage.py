"""Everything that is left in field storage after both quizzes, and everything the platform was told or logged."""

import json
import logging

import pytest
from lms import STORE, Platform, Settings, User, learner_fields, post
from rendered import module_element, quiz_element
from states import state
from xblock.fields import Scope

from tests.browser.learner import RIGHT, WRONG

KNOWLEDGE = [id for id in RIGHT if id.startswith("KN")]


def given(responses):
    return {id: responses[id] for id in KNOWLEDGE}


@pytest.fixture
def platform():
    return Platform(settings=Settings({"survey_endpoint": STORE}), user=User(is_authenticated=True))


def through(platform, grading, caplog):
    """Both quizzes seen, done before, one attempt failed and one passed after; everything logged is kept."""
    caplog.set_level(logging.DEBUG)
    before, after = (
        platform.parse(quiz_element(phase, surveyed=True, grading=grading)) for phase in ("before", "after")
    )
    for block in (before, after):
        block.render("student_view")
    post(before, "done", {})
    if grading == "server":
        post(after, "submit", {"attempt": 1, "answers": given(WRONG)})
        post(after, "submit", {"attempt": 2, "answers": given(RIGHT)})
    else:
        post(after, "submit", {"attempt": 1, "passed": False})
        post(after, "submit", {"attempt": 2, "passed": True})
    return learner_fields(platform)


def test_private(platform, caplog):
    """Three fields of the graded part; of the survey one random handle; nothing else, nowhere."""
    kept = through(platform, "private", caplog)

    assert {name: value for name, value in kept.items() if name != "survey_handle"} == {
        "attempts": 2, "grade": 1.0, "passed": True,
    }  # fmt: skip
    assert len(kept["survey_handle"]) == 8
    assert {(key.scope, key.field_name) for key in platform.stored if key.user_id is not None} == {
        (Scope.user_state, "attempts"), (Scope.user_state, "grade"), (Scope.user_state, "passed"),
        (Scope.preferences, "survey_handle"),
    }  # fmt: skip


def test_server(platform, caplog):
    """The answers were here for one request: not kept, not published, not logged. And no handle: there is no survey."""
    kept = through(platform, "server", caplog)

    assert kept == {"attempts": 2, "grade": 1.0, "passed": True}


@pytest.mark.parametrize("grading", ["private", "server"])
def test_no_answer_in_events_or_logs(platform, caplog, grading):
    through(platform, grading, caplog)
    told = json.dumps([platform.published, [record.getMessage() for record in caplog.records]])

    assert {event for event, _ in platform.published} == {"grade", "completion"}
    assert not any(id in told for id in (*KNOWLEDGE, "CF1", "CF2"))


def test_before_has_no_learner_state_at_all(platform):
    """Not even a row that says that the questions were seen, but for the handle."""
    before = platform.parse(quiz_element("before", surveyed=True))
    before.render("student_view")
    post(before, "done", {})

    assert set(learner_fields(platform)) == {"survey_handle"}


def test_a_module_keeps_its_checks_and_no_more(platform):
    block = platform.parse(module_element("crossing"))
    page = block.course_data["pages"][0]["id"]
    post(block, "save_progress", {"state": state(block.course_data, [page], ["CK1"]), "place": page})

    assert set(learner_fields(platform)) == {"progress"}


def test_a_block_in_a_log_line_names_itself_only(platform):
    block = platform.parse(quiz_element("after"))

    assert repr(block) == f"<{type(block).__name__} use.course__after>"
