"""The courses beside the main one: what is promised of their length, and that their readers find the contacts."""

import datetime
from functools import cache
from pathlib import Path

import pytest
from signpost_builder.editions import editions
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Course, Edition
from signpost_builder.read import read_course
from signpost_builder.reading_grade import reading_lines

ROOT = Path(__file__).parent.parent
LESSONS = sorted(path.parent.name for path in ROOT.glob("course/lesson-*/course.yaml"))
SHORT = ["refresher", *LESSONS]


@cache
def shipped(id: str) -> Course:
    return read_course(ROOT / "course" / id, as_of=datetime.date(2026, 11, 28))[0]


def of_every_audience(id: str) -> list[Edition]:
    course = shipped(id)
    return list(editions(course, [None], course.audiences))


def minutes(edition: Edition) -> int:
    """Reading, one way through each story, and every question on the way."""
    return sum(map(minutes_of, edition.modules))


def test_a_lesson_takes_five_minutes():
    """Five lessons, at most five minutes each for every audience, with at most four screens."""
    found = {(id, edition.audience.id): minutes(edition) for id in LESSONS for edition in of_every_audience(id)}

    assert len(LESSONS) == 5
    assert {key: number for key, number in found.items() if number > 5} == {}
    assert all(
        sum(len(module.pages) for module in edition.modules) <= 4 for id in LESSONS for edition in of_every_audience(id)
    )


def test_the_refresher_takes_twenty_minutes():
    """With all of its questions; and not much less, or something has gone missing."""
    assert [15 <= minutes(edition) <= 20 for edition in of_every_audience("refresher")] == [True, True]


def test_the_refresher_asks_what_was_taught_a_year_ago():
    """Three questions for each module, the set that is not asked in the whole course."""
    main, again = shipped("spot-the-signs"), shipped("refresher").question_sets["refresher"]

    asked = [question.objective.partition(".")[0] for question in again.questions]
    assert {module.id: asked.count(module.id) for module in main.modules} == dict.fromkeys(
        (module.id for module in main.modules), 3
    )
    assert not any("refresher" in (*plan.before, *plan.after) for plan in main.plans.values())


@pytest.mark.parametrize("id", SHORT)
def test_the_pages_are_as_easy_as_those_of_the_whole_course(id):
    """No page above the aim for its readers."""
    course = shipped(id)

    assert [line for line in reading_lines(editions(course, [None], course.audiences)) if "above" in line] == []


@pytest.mark.parametrize("id", SHORT)
def test_every_academy_has_its_contacts(id):
    """The same table as the whole course: a number is put right once."""
    assert shipped(id).sites == shipped("spot-the-signs").sites
    assert not (ROOT / "course" / id / "sites.csv").exists()


@pytest.mark.parametrize("id", SHORT)
def test_every_audience_gets_pages_of_the_whole_course(id):
    """An edition that consists of the last page alone would be a lesson about nothing."""
    assert all({module.id for module in edition.modules} > {"one-thing"} for edition in of_every_audience(id))
    assert all(len(edition.modules[0].pages) > 1 for edition in of_every_audience(id))
