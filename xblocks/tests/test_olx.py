"""The blocks' elements: read, written, read again; and what happens to elements that are not as they should be."""

import copy
import json
import logging

import pytest
from lms import Platform, exported
from lxml import etree
from rendered import module_element, quiz_element, written
from signpost_xblocks.olx import OlxError

AUTHORED = ("display_name", "language", "direction", "frame", "pages", "course_data")
QUIZ = (*AUTHORED, "phase", "grading", "score_mode", "pass_mark_percent", "attempts_allowed", "weight")


def elements():
    return {
        "module": module_element("crossing"),
        "before": quiz_element("before"),
        "after": quiz_element("after", attempts="3", pass_mark_percent="72.5", weight="2", score_mode="exact"),
        "server": quiz_element("after", grading="server"),
    }


def fields(block):
    return {name: getattr(block, name) for name in (QUIZ if "quiz" in block.scope_ids.block_type else AUTHORED)}


@pytest.mark.parametrize("name", elements())
def test_read_written_and_read_again_is_the_same(name):
    """Equal fields; the second export is the first to the byte."""
    block = Platform().parse(elements()[name])
    first = written(exported(block))
    again = Platform().parse(first)

    assert fields(again) == fields(block)
    assert written(exported(again)) == first


def test_what_was_read_is_what_stood_there():
    node = quiz_element("after", attempts="3", pass_mark_percent="72.5", weight="2", score_mode="exact")
    block = Platform().parse(node)

    assert (block.phase, block.grading, block.score_mode) == ("after", "private", "exact")
    assert (block.pass_mark_percent, block.attempts_allowed, block.weight) == (72.5, 3, 2.0)
    assert [page["id"] for page in block.pages] == ["after", "result", "certificate"]
    assert block.frame == node.find("frame").text.strip()
    assert block.course_data == json.loads(node.find("data").text)


def test_export_has_only_what_was_set():
    """Attributes that stand at their defaults because nobody set them stay away."""
    node = quiz_element("after")
    del node.attrib["language"], node.attrib["direction"]

    assert dict(exported(Platform().parse(node)).attrib) == {
        "xblock-family": "xblock.v1", "display_name": "Final questions", "phase": "after",
    }  # fmt: skip


def test_an_end_of_cdata_inside_survives():
    node = module_element("crossing")
    page = node.find("page")
    page.text = page.text + "<!-- a ]]> b -->"
    block = Platform().parse(node)

    assert "a ]]> b" in block.pages[0]["html"]
    assert Platform().parse(written(exported(block))).pages == block.pages


def test_comments_and_unknown_children_are_survived(caplog):
    """With a message for what is unknown; the block is the same as without them."""
    plain = module_element("crossing")
    noisy = copy.deepcopy(plain)
    noisy.insert(0, etree.Comment("imported by hand"))
    noisy.insert(1, etree.ProcessingInstruction("editor", "x"))
    noisy.append(etree.Element("video", src="x"))
    noisy.set("colour", "red")
    noisy.set("xblock-family", "xblock.v1")
    with caplog.at_level(logging.WARNING):
        block = Platform().parse(noisy)

    assert fields(block) == fields(Platform().parse(plain))
    assert [record.message.partition(": ")[2] for record in caplog.records] == [
        "attribute 'colour' is not known and was passed over",
        "element <video> is not known and was passed over",
    ]


def test_a_comment_inside_a_text_is_no_end_of_it():
    node = module_element("crossing")
    before = Platform().parse(node).frame
    frame = node.find("frame")
    text, frame.text = frame.text, ""
    comment = etree.Comment("x")
    comment.tail = text
    frame.append(comment)

    assert Platform().parse(node).frame == before


def broken():
    def without(name):
        return lambda node: [node.remove(one) for one in node.findall(name)]

    def text(name, value):
        return lambda node: setattr(node.find(name), "text", value)

    def data(change):
        def apply(node):
            value = json.loads(node.find("data").text)
            change(value)
            node.find("data").text = json.dumps(value)

        return apply

    return {
        "no frame": (without("frame"), "needs <frame> exactly once, has it 0 times"),
        "no data": (without("data"), "needs <data> exactly once, has it 0 times"),
        "no page": (without("page"), "needs at least one <page>"),
        "two frames": (lambda node: node.append(copy.deepcopy(node.find("frame"))), "needs <frame> exactly once, has it 2 times"),
        "no place for the pages": (text("frame", "<main></main>"), "<frame> must hold <!--pages--> exactly once"),
        "a page without id": (lambda node: node.find("page").attrib.pop("id"), "a <page> has no id"),
        "an empty page": (text("page", " "), "is empty"),
        "elements for text": (lambda node: etree.SubElement(node.find("page"), "p"), "<page> must hold text in CDATA, not elements"),
        "not JSON": (text("data", "{course"), "<data> is not JSON"),
        "a list": (text("data", "[]"), "<data> is not an object"),
        "deep": (text("data", "[" * 100_000), "<data> is not JSON"),
        "no course id": (data(lambda value: value["course"].pop("id")), "<data> needs 'course.id'"),
        "no questions": (data(lambda value: value.pop("questions")), "<data> needs 'questions'"),
        "other pages": (data(lambda value: value["pages"].pop()), "are not those of data.pages"),
        "asks what is not there": (data(lambda value: value["after"].append("KN99")), "asks KN99, but has no such question"),
        "cannot be marked": (data(lambda value: value["questions"]["KN2"].pop("options")), "cannot be marked"),
        "a type of tomorrow": (data(lambda value: value["questions"]["KN2"].update(type="hotspot")), "type 'hotspot', which needs newer blocks"),
        "phase": (lambda node: node.attrib.pop("phase"), 'needs phase="before" or phase="after"'),
        "another phase": (lambda node: node.set("phase", "during"), "phase='during' must be one of before, after"),
        "grading": (lambda node: node.set("grading", "teacher"), "grading='teacher' must be one of private, server"),
        "score mode": (lambda node: node.set("score_mode", "raw"), "score_mode='raw' must be one of pass, exact"),
        "pass mark": (lambda node: node.set("pass_mark_percent", "101"), "must be a number from 0 to 100"),
        "attempts": (lambda node: node.set("attempts", "-1"), "attempts='-1' must be a whole number, 0 or more"),
        "weight": (lambda node: node.set("weight", "nan"), "weight='nan' must be a number from 0"),
        "direction": (lambda node: node.set("direction", "up"), "direction='up' must be one of ltr, rtl"),
        "language": (lambda node: node.set("language", 'x" onload="'), "must be a language tag"),
    }  # fmt: skip


@pytest.mark.parametrize("name", broken())
def test_malformed_elements_are_errors_that_name_the_block(name):
    """And nothing is left half read."""
    spoil, words = broken()[name]
    node = quiz_element("after")
    spoil(node)
    platform = Platform()
    with pytest.raises(OlxError) as error:
        platform.parse(node)

    assert words in str(error.value)
    assert str(error.value).startswith("<signpost_quiz 'course__after'")
    assert platform.stored == {}
