"""The minutes that a learner is told: reckoned from what one reader of this edition reads."""

import datetime
from pathlib import Path

import pytest

from builder.build import editions
from builder.editions import edition
from builder.model import For, Node, Option
from builder.read import read_course
from builder.reading_time import reading_minutes, words_read
from tests.builders import a_check, a_choice, a_choice_question, a_course, a_module, a_page, a_scenario, an_audience, prose

ROOT = Path(__file__).parent.parent


def some(count: int) -> str:
    return f"<p>{' '.join(['word'] * count)}</p>"


def a_node(id: str, count: int, *options: tuple[int, str]) -> Node:
    return Node(id=id, body=prose(some(count)), options=tuple(Option(text="go", feedback=some(words), target=to) for words, to in options))


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (238, 1), (356, 1), (358, 2), (2380, 10)])
def test_minutes_are_words_at_the_published_pace(words, minutes):
    """238 a minute (Brysbaert 2019), to the nearest, and never none."""
    assert reading_minutes([a_page(prose(some(words)))]) == minutes


def test_marks_of_sources_are_not_read():
    assert words_read([prose('<p>Two words<a class="cite" href="#source-A"><sup>source</sup></a></p>')]) == 2


def test_one_choice_of_a_question_is_made():
    """Stem 4, choices 1 and 1, the longer feedback 9."""
    question = a_choice_question(a_choice("Tell", correct=True, feedback=some(3)), a_choice("Wait", feedback=some(9)))

    assert words_read([a_check(question)]) == 4 + 2 + 9


def test_one_way_is_gone_through_a_scenario():
    """10 and two choices; half go over 20 to an end of 40, half straight there. Title 3, each choice's text 1."""
    start = a_node("start", 10, (6, "aside"), (2, "end"))
    scenario = a_scenario(nodes=(start, a_node("aside", 20, (0, "end"), (99, "start")), a_node("end", 40)))

    assert words_read([scenario]) == 3 + 10 + 2 + ((6 + 20 + 2 + 40) + (2 + 40)) / 2


def test_a_long_scenario_is_reckoned_at_once():
    """Every way through 60 moments cannot be gone one by one."""
    nodes = [a_node(f"n{number}", 1, (0, f"n{number + 1}"), (0, f"n{min(number + 2, 60)}")) for number in range(60)]

    assert 0 < words_read([a_scenario(nodes=(*nodes, a_node("n60", 1)))]) < 1000


def test_each_edition_reckons_its_own():
    """What is for others does not count; a module that says its minutes keeps them."""
    page = a_page(prose(some(238)), For(blocks=(prose(some(2380)),), audiences=("staff",)))
    audiences = (an_audience(id="staff"), an_audience(id="caregiver"))
    course = a_course(a_module(page, minutes=0, audiences=("staff", "caregiver")), audiences=audiences)
    told = a_course(a_module(page, minutes=30, audiences=("staff", "caregiver")), audiences=audiences)

    assert [edition(course, audience=audience).modules[0].minutes for audience in audiences] == [11, 1]
    assert [edition(told, audience=audience).modules[0].minutes for audience in audiences] == [30, 30]


@pytest.mark.parametrize(("audience", "pages", "minutes"), [("staff", 38, 45), ("hub-leader", 38, 45), ("caregiver", 26, 25), ("sibling", 18, 12)])
def test_the_shipped_course_is_short(audience, pages, minutes):
    """Content pages and minutes of reading; activities and the questions before and after come on top."""
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))
    (one,) = (one for one in editions(course, [None], course.audiences) if one.audience.id == audience)

    assert sum(len(module.pages) for module in one.modules) <= pages
    assert sum(module.minutes for module in one.modules) <= minutes
