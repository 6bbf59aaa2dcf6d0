"""Settings by every way in, through one reader: OLX, Studio's form, the platform's own calls, what is stored."""

import copy
import json

import pytest
from lms import Platform, exported, post
from rendered import module_element, quiz_element
from signpost_xblocks.olx import OlxError

WRONG = {
    "display_name": (None, "", "  ", 5, ["x"]),
    "pass_mark_percent": (None, "", "many", -1, 101, float("nan"), float("inf"), True, [80], {}, "1e9"),
    "attempts_allowed": (None, "", "2.5", 2.5, -1, "-1", True, [2], 10**9, float("nan")),
    "weight": (None, "", -1, "x", False, 10**400, float("inf"), [1]),
    "grading": (None, "", "teacher", 1, ["private"]),
    "score_mode": (None, "", "raw", True),
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]
IN_OLX = {"attempts_allowed": "attempts"}


def quiz(**attributes):
    """With its own settings in the data, as the build writes them."""
    node = quiz_element("after", **attributes)
    data = json.loads(node.find("data").text)
    own = {
        "display_name": "The end",
        "pass_mark_percent": 65,
        "attempts_allowed": 3,
        "weight": 2,
        "grading": "server",
        "score_mode": "exact",
    }
    node.find("data").text = json.dumps({**data, "settings": own})
    return Platform().parse(node)


@pytest.mark.parametrize(("name", "value"), CASES, ids=str)
def test_no_way_in_takes_what_cannot_be(name, value):
    block = quiz()
    stored = copy.deepcopy(block.runtime.stored)
    with pytest.raises(ValueError, match=r"."):
        block.fields[name].from_json(value)  # what the platform's own API calls before it writes
    with pytest.raises(ValueError, match=r"."):
        setattr(block, name, value)
    answer = post(block, "submit_studio_edits", {"values": {name: value}, "defaults": []})

    assert answer.status_code == 400
    assert answer.json["error"]["messages"][0]["type"] == "error"
    assert block.runtime.stored == stored
    if isinstance(value, str):
        with pytest.raises(OlxError):
            Platform().parse(quiz_element("after", **{IN_OLX.get(name, name): value}))


def test_one_wrong_value_keeps_all_others_out():
    block = quiz()
    answer = post(
        block,
        "submit_studio_edits",
        {"values": {"weight": 3, "attempts_allowed": 2.5, "pass_mark_percent": None}, "defaults": []},
    )

    assert [one["text"] for one in answer.json["error"]["messages"]] == [
        "Attempts (0: no limit): a whole number, 0 or more",
        "Pass mark, per cent: a number from 0 to 100",
    ]
    assert block.weight == 2.0


def test_clear_goes_back_to_the_course_s_own():
    block = quiz(pass_mark_percent="90", attempts="9")
    answer = post(block, "submit_studio_edits", {"values": {}, "defaults": list(block.editable_fields)})

    assert answer.status_code == 200
    assert [getattr(block, name) for name in block.editable_fields] == ["The end", "server", "exact", 65.0, 3, 2.0]
    assert dict(exported(block).attrib) == {
        "xblock-family": "xblock.v1",
        "language": "en-GB",
        "direction": "ltr",
        "phase": "after",
    }
    assert Platform().parse(exported(block)).pass_mark_percent == 65.0


def test_the_form_shows_what_clear_goes_back_to():
    """And its boxes send 2.5 as 2.5: one for whole numbers would send 2, and nobody would know."""
    form = quiz(pass_mark_percent="90").render("studio_view").content
    rows = {
        name: form[form.index(f'data-field-name="{name}"') :][:400]
        for name in ("pass_mark_percent", "attempts_allowed")
    }

    assert 'data-default="65.0"' in rows["pass_mark_percent"]
    assert 'data-cast="float"' in rows["attempts_allowed"]


def test_archives_before_settings_have_the_player_s():
    node = quiz_element("after")
    data = json.loads(node.find("data").text)
    node.find("data").text = json.dumps({**data, "passMarkPercent": 70, "attempts": 4})
    for name in ("pass_mark_percent", "attempts"):
        node.attrib.pop(name, None)
    block = Platform().parse(node)

    assert (block.pass_mark_percent, block.attempts_allowed) == (70.0, 4)


# ------------------------------------------------------------ what had other names


def stored_before_the_rename(node):
    """A block whose content an earlier version stored under `data`."""
    block = Platform().parse(node)
    content = block.course_data
    block.fields["course_data"].delete_from(block)
    block._field_data.set(block, "data", content)
    block._field_data_cache.clear()
    block._dirty_fields.clear()
    return block, content


@pytest.mark.parametrize("node", [module_element("crossing"), quiz_element("after")], ids=["module", "quiz"])
def test_content_that_was_stored_as_data_is_still_read(node):
    block, content = stored_before_the_rename(node)

    assert block.course_data == content
    assert "course-data" in block.render("student_view").content
    assert Platform().parse(exported(block)).course_data == content


def test_studio_sees_a_text_and_keeps_what_is_stored():
    """Its block page takes `data` for text; its saving writes back what each field of the content says it holds."""
    block, content = stored_before_the_rename(quiz_element("after"))
    block.data = "what a text editor sends"
    block.save()

    assert block.data.replace("/static/", "") == ""
    assert block.fields["data"].read_json(block) == content
    assert block.course_data == content


def test_attempts_that_were_counted_under_another_name_count():
    """And have today's name in storage as soon as the learner looks: a reset of everybody changes no other."""
    block = Platform().parse(quiz_element("after", attempts="2"))
    block._field_data.set(block, "attempts_used", 2)

    assert post(block, "submit", {"attempt": 3, "passed": True}).status_code == 422
    block.render("student_view")
    assert block._field_data.get(block, "attempts") == 2
