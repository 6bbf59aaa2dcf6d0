"""The quiz block: attempts, grades, who marks, and what it refuses."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from lms import Platform, learner_fields, post
from rendered import quiz_element
from signpost_xblocks.olx import OlxError

RIGHT = {"KN1": [1], "KN2": [0, 2], "KN3": [0], "KN4": [0, 1, 2, 3], "KN5": [0, 1, 2], "KN6": [44]}
WRONG = {"KN1": [0], "KN2": [1, 3], "KN3": [1], "KN4": [3, 2, 1, 0], "KN5": [3, 3, 3], "KN6": [90]}


def quiz(phase="after", **attributes):
    return Platform().parse(quiz_element(phase, **attributes))


def grades(block):
    return [content["value"] for event, content in block.runtime.published if event == "grade"]


# ----------------------------------------------------------------- private


def test_private_pass_mode_grades_one_or_nothing():
    block = quiz()
    first = post(block, "submit", {"attempt": 1, "passed": False})
    second = post(block, "submit", {"attempt": 2, "passed": True})

    assert (first.json, second.json) == ({"attemptsUsed": 1, "passed": False}, {"attemptsUsed": 2, "passed": True})
    assert block.runtime.published == [
        ("grade", {"value": 0.0, "max_value": 1.0, "only_if_higher": None}),
        ("completion", {"completion": 1.0}),
        ("grade", {"value": 1.0, "max_value": 1.0, "only_if_higher": None}),
        ("completion", {"completion": 1.0}),
    ]


def test_a_pass_is_not_taken_back():
    block = quiz(score_mode="exact")
    for number, (passed, fraction) in enumerate([(False, 0.5), (True, 0.9), (False, 0.1)], start=1):
        post(block, "submit", {"attempt": number, "passed": passed, "score_fraction": fraction})

    assert grades(block) == [0.5, 0.9, 0.9]
    assert block.passed


def test_attempts_are_counted_and_end():
    block = quiz(attempts="2")
    for number in (1, 2):
        assert post(block, "submit", {"attempt": number, "passed": False}).status_code == 200
    kept = dict(block.runtime.stored)
    answer = post(block, "submit", {"attempt": 3, "passed": True})

    assert answer.status_code == 422
    assert "no tries left" in answer.json["error"]
    assert block.runtime.stored == kept
    assert grades(block) == [0.0, 0.0]


def test_the_same_attempt_twice_counts_once():
    """An answer that got lost on the way, a second window: the player is told where things stand."""
    block = quiz()
    post(block, "submit", {"attempt": 1, "passed": True})
    answer = post(block, "submit", {"attempt": 1, "passed": True})

    assert answer.status_code == 409
    assert answer.json["held"]["attemptsUsed"] == 1
    assert block.attempts == 1


# ------------------------------------------------------------------ server


def test_server_marks_by_its_own_count():
    block = quiz(grading="server")
    first = post(block, "submit", {"attempt": 1, "answers": WRONG})
    second = post(block, "submit", {"attempt": 2, "answers": RIGHT})

    assert (first.json["passed"], second.json["passed"]) == (False, True)
    assert grades(block) == [0.0, 1.0]


def test_server_exact_and_pass_mark_of_the_platform():
    """Five of six and a half-right order: the share of points, and a pass mark changed in Studio."""
    block = quiz(grading="server", score_mode="exact", pass_mark_percent="90")
    answers = {**RIGHT, "KN4": [1, 0, 3, 2]}
    low = post(block, "submit", {"attempt": 1, "answers": answers})

    assert grades(block) == [pytest.approx((5 + 4 / 6) / 6)]
    assert low.json["passed"] is True
    block.pass_mark_percent = 95
    assert post(block, "submit", {"attempt": 2, "answers": answers}).json["passed"] is True  # once passed, passed


def test_server_wants_the_critical_question_right():
    block = quiz(grading="server", pass_mark_percent="10")
    critical = [id for id, spec in block.scored().items() if spec.get("critical")]
    answers = {**RIGHT, critical[0]: WRONG[critical[0]]}

    assert post(block, "submit", {"attempt": 1, "answers": answers}).json["passed"] is False


def test_unanswered_and_unknown_are_wrong_not_errors():
    block = quiz(grading="server")

    assert post(block, "submit", {"attempt": 1, "answers": {"KN1": None, "KN2": "dk"}}).json["passed"] is False
    assert post(block, "submit", {"attempt": 2, "answers": {}}).json["passed"] is False


# ------------------------------------------------------------------ before


def test_before_completes_by_an_empty_done_and_leaves_nothing():
    block = quiz("before")
    answer = post(block, "done", {})

    assert (answer.status_code, answer.json) == (200, {})
    assert block.runtime.published == [("completion", {"completion": 1.0})]
    assert learner_fields(block.runtime) == {}
    assert (block.has_score, block.max_score()) == (False, None)


def test_before_is_never_graded():
    answer = post(block := quiz("before"), "submit", {"attempt": 1, "passed": True})

    assert answer.status_code == 400
    assert block.runtime.published == []


def test_after_without_knowledge_is_done_not_graded():
    block = Platform().parse(quiz_element("after", audience="caregiver"))

    assert not block.has_score
    assert post(block, "done", {}).status_code == 200
    assert post(block, "submit", {"attempt": 1, "passed": True}).status_code == 400


# --------------------------------------------------------------- bad input

PRIVATE = {
    "empty": (b"", 400),
    "empty object": ({}, 400),
    "null": (None, 400),
    "a list": ([1, True], 400),
    "huge": (b'{"attempt": 1, "passed": true, "x": "' + b"x" * 100_000 + b'"}', 413),
    "deep": (b'{"attempt": ' + b"[" * 9000, 400),
    "passed as a word": ({"attempt": 1, "passed": "true"}, 400),
    "passed as a number": ({"attempt": 1, "passed": 1}, 400),
    "passed null": ({"attempt": 1, "passed": None}, 400),
    "attempt true": ({"attempt": True, "passed": True}, 400),
    "attempt as a word": ({"attempt": "1", "passed": True}, 400),
    "attempt broken": ({"attempt": 1.0, "passed": True}, 400),
    "attempt 0": ({"attempt": 0, "passed": True}, 409),
    "attempt -1": ({"attempt": -1, "passed": True}, 409),
    "attempt far ahead": ({"attempt": 99, "passed": True}, 409),
    "with answers": ({"attempt": 1, "passed": True, "answers": {"KN1": [1]}}, 400),
    "with a score": ({"attempt": 1, "passed": True, "score": 1}, 400),
    "with a grade": ({"attempt": 1, "passed": True, "score_fraction": 1}, 400),
}
EXACT = {
    "no share": ({"attempt": 1, "passed": True}, 400),
    "over 1": ({"attempt": 1, "passed": True, "score_fraction": 1.01}, 400),
    "below 0": ({"attempt": 1, "passed": True, "score_fraction": -0.1}, 400),
    "infinite": (b'{"attempt": 1, "passed": true, "score_fraction": 1e999}', 400),
    "not a number": (b'{"attempt": 1, "passed": true, "score_fraction": NaN}', 400),
    "a word": ({"attempt": 1, "passed": True, "score_fraction": "1"}, 400),
    "true": ({"attempt": 1, "passed": True, "score_fraction": True}, 400),
}
SERVER = {
    "empty": (b"", 400),
    "a score instead": ({"attempt": 1, "passed": True}, 400),
    "a score beside": ({"attempt": 1, "answers": RIGHT, "passed": True}, 400),
    "a share beside": ({"attempt": 1, "answers": RIGHT, "score_fraction": 1}, 400),
    "a question that is not there": ({"attempt": 1, "answers": {**RIGHT, "KN99": [1]}}, 400),
    "a survey question": ({"attempt": 1, "answers": {**RIGHT, "CF1": [4]}}, 400),
    "answers as a list": ({"attempt": 1, "answers": [[1]]}, 400),
    "answers null": ({"attempt": 1, "answers": None}, 400),
    "an answer as a word": ({"attempt": 1, "answers": {"KN1": "1"}}, 400),
    "an answer as an object": ({"attempt": 1, "answers": {"KN1": {"0": 1}}}, 400),
    "a list in a list": ({"attempt": 1, "answers": {"KN1": [[1]]}}, 400),
    "true for 1": ({"attempt": 1, "answers": {"KN1": [True]}}, 400),
    "very many choices": ({"attempt": 1, "answers": {"KN1": list(range(100))}}, 400),
    "an enormous number": (b'{"attempt": 1, "answers": {"KN6": [' + b"9" * 400 + b"]}}", 400),
    "attempt far ahead": ({"attempt": 7, "answers": RIGHT}, 409),
    "huge": (json.dumps({"attempt": 1, "answers": {f"Q{n}": [1] for n in range(5000)}}).encode(), 413),
}
DONE = {
    "empty body": (b"", 400),
    "null": (None, 400),
    "a list": ([], 400),
    "answers": ({"answers": {"CF1": [4]}}, 400),
    "a time": ({"at": 1}, 400),
    "huge": (b"{" + b" " * 20_000 + b"}", 413),
}


def all_bad():
    yield from (("private", "submit", name, *case, {}) for name, case in PRIVATE.items())
    yield from (("exact", "submit", name, *case, {"score_mode": "exact"}) for name, case in EXACT.items())
    yield from (("server", "submit", name, *case, {"grading": "server"}) for name, case in SERVER.items())
    yield from (("before", "done", name, *case, {"phase": "before"}) for name, case in DONE.items())


@pytest.mark.parametrize(
    ("handler", "body", "status", "attributes"),
    [(h, b, s, a) for _, h, _, b, s, a in all_bad()],
    ids=[f"{k}: {n}" for k, _, n, *_ in all_bad()],
)
def test_bad_bodies_are_refused_in_words_and_change_nothing(handler, body, status, attributes):
    block = quiz(**{"phase": "after", **attributes})
    before = dict(block.runtime.stored)
    answer = post(block, handler, body)

    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert answer.json["error"]
    assert "Traceback" not in answer.text
    assert "KN" not in answer.json["error"]
    assert block.runtime.stored == before
    assert block.runtime.published == []


@pytest.mark.parametrize(("days", "status"), [(-3, 422), (-1, 200), (1, 200)])
def test_the_due_date_closes_it(days, status):
    """With a grace period of two days, both from the platform's inheritance; the learner reads it beforehand."""
    block = quiz()
    block.due, block.graceperiod = datetime.now(UTC) + timedelta(days=days), timedelta(days=2)
    answer = post(block, "submit", {"attempt": 1, "passed": True})

    assert answer.status_code == status
    assert ("due date" in block.render("student_view").content) == (status == 422)
    assert grades(block) == ([1.0] if status == 200 else [])


def test_a_graded_quiz_is_not_done_by_saying_so():
    assert post(block := quiz(), "done", {}).status_code == 400
    assert block.runtime.published == []


def test_the_marks_agree_with_the_player(scoring_vectors):
    """Twin of score.js: every vector, and the file is the builder's own."""
    from signpost_xblocks.marks import score_question, score_set

    for case in scoring_vectors["questions"]:
        assert score_question(case["spec"], case["response"]) == case["fraction"], case["name"]
    for case in scoring_vectors["sets"]:
        assert score_set(case["specs"], case["responses"], case["passMarkPercent"]).passed == case["passed"], case[
            "name"
        ]


# ------------------------------------------------------------------- rules


def rules_of(words):
    """What the page says of passing when Studio has changed the pass mark, with these `words` in the data."""
    node = quiz_element("after", pass_mark_percent="70")
    data = {name: value for name, value in json.loads(node.find("data").text).items() if name != "words"}
    node.find("data").text = json.dumps({**data, **words})
    return Platform().parse(node).rules()


def test_the_critical_questions_are_about_what_the_course_says():
    told = json.loads(quiz_element("after").find("data").text)["words"]

    assert told == {"critical": "a child’s safety"}
    assert "every question about a child’s safety right." in Platform().parse(quiz_element("after")).rules()
    assert "every question about {fire} & <smoke> right." in rules_of({"words": {"critical": "{fire} & <smoke>"}})
    assert (
        rules_of({})
        == rules_of({"words": {"critical": ""}})
        == ("To pass, you need 70% of the knowledge questions. You must also get every critical question right.")
    )


@pytest.mark.parametrize("words", ["x", [], {"critical": 1}, None])
def test_words_that_are_none_are_told_when_they_are_read(words):
    with pytest.raises(OlxError, match="'words' that are no texts"):
        rules_of({"words": words})
