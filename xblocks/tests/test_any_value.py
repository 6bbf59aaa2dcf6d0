"""Whatever stands in storage, every view and handler answers, and nobody but the course team is told."""

import json

import pytest
from lms import Platform, exported, post
from rendered import module_element, quiz_element
from xblock.fields import Scope
from xblock.validation import Validation

STORED = (
    None, True, False, 0, 1, -1, 2.5, 10**30, 10**400, float("nan"), float("inf"), "", " ", "12", "2.5", "null", "<b>",
    "x" * 5000, "\x00", [], [None], [1], [{}], [{"id": "x", "title": 1, "html": "y"}], [{"id": "after", "title": "x", "html": "<"}],
    {}, {"a": 1}, {"course": {}}, {"course": {"id": "x"}, "pages": [], "questions": {}}, [[[[]]]],
)  # fmt: skip
HANDLED = (
    ("save_progress", {"state": "x", "place": "y"}),
    ("submit", {"attempt": 1, "passed": True}),
    ("submit", {"attempt": 1, "answers": {}}),
    ("done", {}),
    ("submit_studio_edits", {"values": {}, "defaults": []}),
)
BROKEN_DATA = "course edition pages pagesDigest before after questions strings survey settings".split()
QUESTION = "type key keys options count answer tolerance critical topic meanings".split()


def small(node):
    """With next to nothing on its pages: parsing these is not what is tried here."""
    for page in node.iterfind("page"):
        page.text = '<section><p data-block="rules">.</p><div class="part" data-survey-only></div></section>'
    return node


NODES = {
    "module": small(module_element("crossing")),
    "before": small(quiz_element("before", surveyed=True)),
    "after": small(quiz_element("after", surveyed=True)),
    "server": small(quiz_element("after", grading="server", score_mode="exact", attempts="2")),
}


def fields_of(block):
    """Ours, and those of the platform's inheritance are none of them."""
    return [
        name
        for name, field in block.fields.items()
        if field.scope not in (Scope.children, Scope.parent) and name not in ("name", "tags")
    ]


def cases():
    for kind, node in NODES.items():
        for name in fields_of(Platform().parse(node)):
            yield kind, name


def put(block, name, value):
    """Straight into storage, past every rule, and nothing is remembered."""
    block._field_data.set(block, name, value)
    block._field_data_cache.clear()
    block._dirty_fields.clear()


def is_used(block):
    """Every way in which a platform touches a block."""
    for view in (block.student_view, block.public_view, block.author_view, block.studio_view):
        assert view({}).content
    json.dumps([block.student_view_data(), block.index_dictionary()], allow_nan=False)
    again = Platform().parse(exported(block)) if block.is_whole else exported(block)
    assert again is not None
    block.validate_field_data(Validation(block.scope_ids.usage_id), block)
    assert block.validate() is not None
    for handler, body in HANDLED:
        if hasattr(block, handler):
            assert post(block, handler, body).status_code in (200, 400, 409, 422)
    if hasattr(block, "set_score"):
        assert 0 <= block.get_score().raw_earned <= 1
        assert block.max_score() in (1.0, None)
        assert block.has_submitted_answer() in (True, False)
    assert isinstance(block.data, str)


@pytest.mark.parametrize(("kind", "name"), list(cases()))
def test_any_stored_value_is_survived(kind, name):
    block = Platform().parse(NODES[kind])
    for value in STORED:
        put(block, name, value)
        is_used(block)


@pytest.mark.parametrize("kind", NODES)
@pytest.mark.parametrize("part", BROKEN_DATA)
def test_any_part_of_the_course_data_may_be_spoiled(kind, part):
    block = Platform().parse(NODES[kind])
    content = block.course_data
    for value in STORED:
        put(block, "course_data", {**content, part: value})
        is_used(block)


@pytest.mark.parametrize("part", QUESTION)
def test_any_part_of_a_question_may_be_spoiled(part):
    block = Platform().parse(NODES["server"])
    content = block.course_data
    for value in STORED:
        questions = {id: {**spec, part: value} for id, spec in content["questions"].items()}
        put(block, "course_data", {**content, "questions": questions})
        is_used(block)


def test_the_course_team_is_told_what_is_stored_and_cannot_be():
    """Studio's unit page shows it; the course's own holds meanwhile."""
    block = Platform().parse(quiz_element("after", pass_mark_percent="65"))
    put(block, "pass_mark_percent", None)
    told = [message.text for message in block.validate().messages]

    assert told == ["Pass mark, per cent: what is stored is not a number from 0 to 100. Until it is changed, 80 holds."]
    assert block.pass_mark_percent == 80.0
