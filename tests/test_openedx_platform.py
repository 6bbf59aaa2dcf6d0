"""Archives read as the platform reads them: attributes of its own blocks are JSON wherever they can be."""

import datetime
import json
from dataclasses import replace

import pytest
from lxml import etree
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.page import render

from tests.builders import a_check, a_choice_question, a_course, a_module, a_page, a_question_set, an_edition, prose

TITLES = [
    '"It felt like my choice"', "12", "1.5", "true", "null", "[x]", '["x"]', '{"a": 1}', "NaN", '"', "'x'", "It's “so”",
]  # fmt: skip
OPENEDX = ("openedx", "openedx-native")


def read_as_the_platform_does(attribute: str) -> object:
    """`deserialize_field` of xmodule/xml_block.py, for a text: JSON of a text or null is taken out of JSON."""
    try:
        value = json.loads(attribute)
    except ValueError:
        return attribute
    return value if value is None or isinstance(value, str) else attribute


def unkind(attribute: str) -> object:
    """A reader that keeps whatever JSON says."""
    try:
        return json.loads(attribute)
    except ValueError:
        return attribute


def edition_titled(title: str):
    check = a_check(a_choice_question(id="CK1"), title=title)
    module = a_module(a_page(prose("<p>Text.</p>"), check, title=title), title=title)
    asked = replace(a_question_set(a_choice_question(id="K9")), title=title)
    return an_edition(a_course(module, question_sets={"knowledge": asked}))


@pytest.mark.parametrize("read", [read_as_the_platform_does, unkind])
@pytest.mark.parametrize("format", OPENEDX)
@pytest.mark.parametrize("title", TITLES)
def test_a_title_keeps_its_text(title, format, read):
    tree = FORMATS[format].packages(render(edition_titled(title)))[0].tree
    roots = {name: etree.fromstring(tree[name]) for name in tree if name.endswith(".xml") and "/policies/" not in name}
    shown = {name: root.get("display_name") for name, root in roots.items() if root.get("display_name")}
    of_the_module = [name for name in shown if "scale" in name]
    own = [block.get("display_name") for root in roots.values() for block in root if block.tag == "signpost_module"]

    assert len(of_the_module) >= 2
    assert {read(shown[name]) for name in of_the_module} == {title}
    assert all(isinstance(read(text), str) for text in shown.values())
    assert format == "openedx-native" or title in own  # our blocks read theirs as it stands


# ------------------------------------------------------------------- dates


def with_dates(**changes):
    course = a_course(a_module(a_page()), question_sets={"knowledge": a_question_set(a_choice_question())})
    return an_edition(replace(course, options={"openedx": OpenEdx(**changes)}))


@pytest.mark.parametrize("format", OPENEDX)
def test_due_dates_stand_where_the_platform_reads_them(format):
    """At the subsection, for everything below it; the pacing in the policy, without which they would be removed."""
    day = datetime.date(2027, 6, 30)
    due = {"before": day, "after": day, "scale": day}
    tree = FORMATS[format].packages(render(with_dates(pacing="instructor", due=due)))[0].tree
    found = {name: etree.fromstring(tree[name]).get("due") for name in tree if "/sequential/" in name}
    policy = json.loads(tree["course/policies/run/policy.json"])["course/run"]

    assert policy["self_paced"] is False
    dated = {name.rpartition("/")[2] for name, at in found.items() if at}
    assert {"scale__sequential.xml", "course__after__sequential.xml"} <= dated
    assert set(found.values()) == {None, "2027-06-30T23:59:59Z"}


@pytest.mark.parametrize("format", OPENEDX)
def test_without_settings_a_course_is_self_paced_and_has_no_due_dates(format):
    tree = FORMATS[format].packages(render(with_dates()))[0].tree

    assert json.loads(tree["course/policies/run/policy.json"])["course/run"]["self_paced"] is True
    assert not any(b" due=" in content for name, content in tree.items() if "/sequential/" in name)
