"""What every page of the shipped course owes its reader: easy words at its head for caregivers, and often something to look at."""

import datetime
from pathlib import Path

import pytest
from signpost_builder.editions import edition
from signpost_builder.model import Chart, Compare, Easy, Figure, Media, Page, Prose, Steps, Timeline, every_block
from signpost_builder.read import read_course

ROOT = Path(__file__).parent.parent
DRAWN = (Chart, Compare, Figure, Media, Steps, Timeline)


@pytest.fixture(scope="module")
def shipped():
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 29))
    return course


def pages(course, audience):
    (wanted,) = [one for one in course.audiences if one.id == audience]
    return [page for module in edition(course, None, wanted).modules for page in module.pages]


def is_drawn(page: Page) -> bool:
    """A drawing, a chart or a diagram; tables and boxes are none."""
    return any(
        isinstance(block, DRAWN) or (isinstance(block, Prose) and "<img" in str(block.parts))
        for block in every_block(page.blocks)
    )


def test_caregivers_have_easy_words_on_every_page(shipped):
    without = [
        page.id
        for page in pages(shipped, "caregiver")
        if not any(isinstance(b, Easy) for b in every_block(page.blocks))
    ]

    assert without == []


def test_there_is_something_to_look_at_on_every_second_page(shipped):
    for audience in shipped.audiences:
        read = pages(shipped, audience.id)

        assert 2 * sum(map(is_drawn, read)) >= len(read), audience.id
