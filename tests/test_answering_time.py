"""What the page says about how long its questions take."""

import datetime
import json
from functools import cache
from pathlib import Path

import pytest
from signpost_builder.answering_time import answering_minutes
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.page import render, site_files
from signpost_builder.read import read_course

from tests.builders import a_choice, a_choice_question, a_question_set, a_scale_question, a_true_false_question

ROOT = Path(__file__).parent.parent
LONGEST = {"staff": 12, "hub-leader": 12, "caregiver": 8}


@cache
def shipped():
    return read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))[0]


def test_words_at_the_pace_of_a_careful_reader_and_time_to_decide():
    """297 words take 1.98 minutes, and the answer 4 seconds: 2.05."""
    question = a_true_false_question(stem="word " * 297)

    assert answering_minutes([a_question_set(question, title="")]) == 3


def test_choices_are_read_and_labels_of_a_scale_once():
    choices = tuple(a_choice(text=f"{number} " + "word " * 49) for number in range(3))  # 150 words
    scales = [a_scale_question(id=f"S{number}", stem="", labels=("word " * 60, "other " * 60)) for number in range(5)]

    assert answering_minutes([a_question_set(a_choice_question(stem="", choices=choices), title="")]) == 2
    assert (
        answering_minutes([a_question_set(*scales, title="", kind="survey")]) == 2
    )  # 121 words of labels and 20 seconds


def test_nothing_asked_takes_no_time():
    assert answering_minutes([]) == 0


@pytest.mark.parametrize("id", LONGEST)
def test_the_shipped_sets_are_short_enough_and_say_so(id):
    """With every set that a store would keep."""
    audience = next(each for each in shipped().audiences if each.id == id)
    one = edition(shipped(), None, audience, survey=True)
    minutes = answering_minutes(one.before)

    assert 0 < minutes <= LONGEST[id]
    assert answering_minutes(one.after) <= LONGEST[id]
    assert (
        f'<p data-block="minutes">They take about {minutes} minutes.</p>'
        in site_files(render(one), "none")["index.html"].decode()
    )


def test_other_formats_say_it_too():
    """On the first page of H5P's questions and of the native archive's: each reckoned from what it asks."""
    one = edition(shipped(), survey=False)
    trees = [package.tree for package in FORMATS["h5p"].packages(render(one)) if package.name.endswith(".h5p")]
    pages = [json.loads(tree["content/content.json"]).get("introPage") for tree in trees]
    h5p = [json.dumps(page) for page in pages if page]
    tree = FORMATS["openedx-native"].packages(render(one))[0].tree
    introductions = [
        text.decode() if isinstance(text, bytes) else text for name, text in tree.items() if "__introduction-" in name
    ]

    assert len(h5p) == 2 and all("They take about 6 minutes." in page for page in h5p)
    assert sum("They take about" in text for text in introductions) == 2
