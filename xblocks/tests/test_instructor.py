"""What the instructor dashboard does to a learner's state, written after the platform's own tasks.

`lms/djangoapps/instructor/enrollment.py` (one learner) and `lms/djangoapps/instructor_task/tasks_helper/module_state.py`
(all learners, score override, rescore) of Open edX. The state of a module is one JSON object: field -> value.
"""

import json

import pytest
from lms import Platform, learner_fields, post
from rendered import quiz_element
from xblock.fields import Scope
from xblock.scorable import Score


class Dashboard:
    """The module state of one learner, read and written as the platform's table has it."""

    def __init__(self, block):
        self.block = block

    @property
    def state(self):
        kept = self.block.runtime.stored.items()
        return json.loads(json.dumps({key.field_name: value for key, value in kept if key.scope is Scope.user_state}))

    def write(self, state):
        stored = self.block.runtime.stored
        for key in [key for key in stored if key.scope is Scope.user_state]:
            del stored[key]
        for name, value in json.loads(json.dumps(state)).items():
            self.block._field_data.set(self.block, name, value)
        self.block._field_data_cache.clear()
        self.block._dirty_fields.clear()

    def reset_one(self):
        """_reset_module_attempts"""
        self.write({**self.state, "attempts": 0})

    def reset_all(self):
        """reset_attempts_module_state: learners without that key are passed over."""
        state = self.state
        if "attempts" not in state or not state["attempts"] > 0:
            return "skipped"
        self.write({**state, "attempts": 0})
        return "succeeded"

    def override(self, score):
        """override_score_module_state"""
        instance = self.block
        assert hasattr(type(instance), "set_score")
        if not 0 <= float(score) <= instance.max_score():
            raise ValueError("Score must be between 0 and the maximum points available for the problem.")
        weight = instance.weight if instance.weight is not None else 1
        instance.set_score(Score(raw_earned=float(score) / weight, raw_possible=instance.max_score() / weight))
        instance.publish_grade()
        instance.save()

    def rescore(self, only_if_higher):
        """rescore_problem_module_state: an error of the block ends the task, and its words are shown."""
        assert hasattr(self.block, "rescore")
        if not self.block.has_submitted_answer():
            return "skipped"
        self.block.rescore(only_if_higher=only_if_higher)
        return "succeeded"


def quiz(**attributes):
    return Platform().parse(quiz_element("after", **attributes))


def fail(block, times):
    for number in range(block.attempts + 1, block.attempts + 1 + times):
        assert post(block, "submit", {"attempt": number, "passed": False}).status_code == 200


@pytest.mark.parametrize("everybody", [False, True])
def test_reset_attempts_gives_them_back(everybody):
    block = quiz(attempts="2")
    fail(block, 2)
    assert post(block, "submit", {"attempt": 3, "passed": True}).status_code == 422
    dashboard = Dashboard(block)
    dashboard.reset_all() if everybody else dashboard.reset_one()

    assert block.held()["attemptsUsed"] == 0
    assert post(block, "submit", {"attempt": 1, "passed": True}).json == {"attemptsUsed": 1, "passed": True}


def test_a_page_that_was_open_during_the_reset_is_told():
    """Its next number is refused with what is kept, and the player sends the right one."""
    block = quiz(attempts="2")
    fail(block, 1)
    Dashboard(block).reset_one()
    answer = post(block, "submit", {"attempt": 2, "passed": True})

    assert (answer.status_code, answer.json["held"]["attemptsUsed"]) == (409, 0)


def test_reset_of_a_learner_whom_an_earlier_version_counted():
    """Zero under today's name wins over what the old name still says."""
    block = quiz(attempts="2")
    dashboard = Dashboard(block)
    dashboard.write({"attempts_used": 2, "grade": 0.0, "passed": False})
    assert (block.attempts, dashboard.reset_all()) == (2, "skipped")
    block.render("student_view")
    assert dashboard.reset_all() == "succeeded"
    assert block.attempts == 0

    dashboard.write({"attempts_used": 2})
    dashboard.reset_one()
    assert block.attempts == 0


@pytest.mark.parametrize("weight", ["1", "2.5"])
@pytest.mark.parametrize(("score", "passed"), [(1, True), (0, False)])
def test_override_holds_and_is_told_to_the_gradebook(score, passed, weight):
    block = quiz(weight=weight)
    post(block, "submit", {"attempt": 1, "passed": not passed})
    Dashboard(block).override(score)

    assert block.runtime.published[-1] == ("grade", {"value": float(score), "max_value": 1.0, "only_if_higher": None})
    assert (block.get_score(), block.passed) == (Score(float(score), 1.0), passed)
    assert block.render("student_view").content
    assert set(learner_fields(block.runtime)) == {"attempts", "grade", "passed"}


def test_override_of_somebody_who_never_submitted():
    """Who missed the date: a grade, and no attempt."""
    block = quiz()
    assert not block.has_submitted_answer()
    Dashboard(block).override(1)

    assert (block.has_submitted_answer(), block.attempts, block.held()["passed"]) == (True, 0, True)


def test_override_with_an_exact_grade_follows_the_pass_mark():
    block = quiz(score_mode="exact", pass_mark_percent="75")
    for score, passed in ((0.74, False), (0.75, True)):
        Dashboard(block).override(score)
        assert block.passed is passed


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_override_outside_is_the_platform_s_to_refuse(score):
    block = quiz()
    with pytest.raises(ValueError, match="between 0 and"):
        Dashboard(block).override(score)


@pytest.mark.parametrize("grading", ["private", "server"])
@pytest.mark.parametrize("only_if_higher", [True, False])
def test_rescore_says_why_not_and_changes_nothing(grading, only_if_higher):
    block = quiz(grading=grading)
    assert Dashboard(block).rescore(only_if_higher) == "skipped"
    body = {"attempt": 1, "passed": True} if grading == "private" else {"attempt": 1, "answers": {}}
    post(block, "submit", body)
    stored, told = dict(block.runtime.stored), list(block.runtime.published)
    with pytest.raises(TypeError, match=r"no answer of a learner is kept\. Override the score instead"):
        Dashboard(block).rescore(only_if_higher)

    assert not block.allows_rescore()
    assert block.calculate_score() == block.get_score()
    assert (block.runtime.stored, block.runtime.published) == (stored, told)


def test_questions_before_have_no_score_to_override():
    block = Platform().parse(quiz_element("before"))

    assert (block.has_score, block.max_score(), block.has_submitted_answer()) == (False, None, False)
